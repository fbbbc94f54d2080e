//! Pages that are nothing but words: help and the statement on accessibility.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::{Frame, written};
use crate::web::visit::Visit;
use crate::web::{Problem, Site};
use crate::words::PlainWords;

#[derive(Template)]
#[template(path = "plain.html")]
struct Page<'a> {
    frame: Frame<'a>,
    page: &'a PlainWords,
}

impl Page<'_> {
    /// The address of a search for what is typed.
    fn search(&self, typed: &str) -> String {
        self.frame.with(&self.frame.site.links.to("search"), [("q", typed)])
    }
}

/// How to search.
pub async fn help(State(site): State<Arc<Site>>, visit: Visit) -> Result<Response, Problem> {
    shown(&site, &visit, &visit.language.words().help)
}

/// What was done for those who cannot see, or use a mouse, and what was not.
pub async fn accessibility(State(site): State<Arc<Site>>, visit: Visit) -> Result<Response, Problem> {
    shown(&site, &visit, &visit.language.words().accessibility)
}

fn shown(site: &Site, visit: &Visit, page: &PlainWords) -> Result<Response, Problem> {
    written(&Page { frame: Frame::new(site, visit, &page.title), page })
}
