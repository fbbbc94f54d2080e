//! A page each.

pub mod problem;
pub mod search;

use askama::Template;
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};

use super::language::Words;
use super::{Language, Problem, Site, assets};

/// What the frame of every page needs.
pub struct Frame<'a> {
    pub site: &'a Site,
    pub language: Language,
    pub words: &'static Words,
    /// What the browser shows for the page.
    pub title: String,
    /// What stands in the box.
    pub query: String,
}

impl<'a> Frame<'a> {
    /// The frame of a page of that title.
    pub fn new(site: &'a Site, language: Language, title: impl Into<String>) -> Self {
        Self { site, language, words: language.words(), title: title.into(), query: String::new() }
    }

    /// The address of an asset.
    pub fn asset(&self, name: &str) -> String {
        assets::address(&self.site.links, name)
    }
}

/// A page as an answer. Pages change with the archive and are asked for anew.
pub fn written(page: &impl Template) -> Result<Response, Problem> {
    let text = page.render().map_err(|_| Problem::fault())?;
    Ok(([(header::CACHE_CONTROL, "no-cache")], Html(text)).into_response())
}
