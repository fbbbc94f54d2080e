//! Pages of plain text: help and the accessibility statement.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::{Frame, written};
use crate::web::context::RequestContext;
use crate::web::{Problem, Site};
use crate::words::PlainWords;

#[derive(Template)]
#[template(path = "plain.html")]
struct PlainPage<'a> {
    frame: Frame<'a>,
    page: &'a PlainWords,
}

impl PlainPage<'_> {
    /// The address of a search for `typed`.
    fn search(&self, typed: &str) -> String {
        self.frame.with(&self.frame.site.links.to("search"), [("q", typed)])
    }
}

/// How to search.
pub(crate) async fn help(State(site): State<Arc<Site>>, context: RequestContext) -> Result<Response, Problem> {
    shown(&site, &context, &context.language.words().help)
}

/// The accessibility statement.
pub(crate) async fn accessibility(State(site): State<Arc<Site>>, context: RequestContext) -> Result<Response, Problem> {
    shown(&site, &context, &context.language.words().accessibility)
}

fn shown(site: &Site, context: &RequestContext, page: &PlainWords) -> Result<Response, Problem> {
    written(&PlainPage { frame: Frame::new(site, context, &page.title), page })
}
