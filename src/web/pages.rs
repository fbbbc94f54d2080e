//! The pages, one module each.

pub(super) mod body;
pub(super) mod case;
pub(super) mod item;
pub(super) mod meeting;
pub(super) mod plain;
pub(super) mod problem;
pub(super) mod search;
pub(super) mod status;

mod fragment;

#[cfg(test)]
mod hostile;

use askama::Template;
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use jiff::Timestamp;
use jiff::civil::Date;

use super::context::{RequestContext, address};
use super::{Language, Problem, SearchState, Site, assets};
use crate::index::MeetingFacts;
use crate::model::Outcome;
use crate::query::filter;
use crate::words::{Words, fill};

pub(super) use fragment::{Fragment, fragments};

/// The header and footer of a page.
pub(super) struct Frame<'a> {
    pub site: &'a Site,
    pub language: Language,
    pub words: &'static Words,
    /// The title in the browser.
    pub title: String,
    /// The text in the search box.
    pub query: String,
    /// Hidden fields of the search form.
    pub kept: Vec<(&'static str, String)>,
    /// The address of this page in the other language.
    pub switch: String,
    /// True on a page with hits: a link leads from the search box to them.
    pub has_hits: bool,
    /// The feed of the page's search.
    pub feed: Option<String>,
    /// Scheme and host of the request: `http://127.0.0.1:8675`.
    origin: String,
    /// The address of this page.
    pub here: String,
}

/// A link of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Link {
    pub name: String,
    pub address: String,
}

impl Link {
    pub(super) fn new(name: impl Into<String>, address: impl Into<String>) -> Self {
        Self { name: name.into(), address: address.into() }
    }
}

/// A moment, for people and programs.
pub(super) struct Moment {
    pub shown: String,
    pub written: String,
}

/// An outcome as a coloured badge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Badge {
    pub text: String,
    /// The CSS class of its colour.
    pub class: &'static str,
}

impl<'a> Frame<'a> {
    /// The frame of a page with this title.
    pub(super) fn new(site: &'a Site, context: &RequestContext, title: &str) -> Self {
        let language = context.language;
        let words = language.words();
        let path = format!("{}{}", site.links.prefix(), context.path);
        let others = context.pairs().into_iter().filter(|(n, v)| n != "lang" && !v.trim().is_empty());
        let other = (language == Language::default()).then(|| ("lang".to_owned(), Language::English.code().to_owned()));
        let origin = match site.links.whole("") {
            none if none.is_empty() => format!("http://{}", context.host),
            known => known,
        };
        let mut frame = Self {
            site,
            language,
            words,
            title: if title.is_empty() {
                words.frame.name.clone()
            } else {
                fill(&words.frame.title, &[("page", title)])
            },
            query: context.get("q").unwrap_or_default(),
            kept: Vec::new(),
            switch: address(&path, others.clone().chain(other)),
            has_hits: false,
            feed: None,
            origin,
            here: String::new(),
        };
        frame.here = frame.with(&path, others);
        frame.kept.extend(frame.own_language().map(|l| ("lang", l.to_owned())));
        frame
    }

    /// The code of a language other than the default.
    fn own_language(&self) -> Option<&'static str> {
        (self.language != Language::default()).then(|| self.language.code())
    }

    /// The other language's code.
    pub(super) fn other(&self) -> &'static str {
        if self.language == Language::Danish { "en" } else { "da" }
    }

    /// The address of an asset.
    pub(super) fn asset(&self, name: &str) -> String {
        assets::address(&self.site.links, name)
    }

    /// A path with parameters, in the language of this page.
    pub(super) fn with<N: AsRef<str>, V: AsRef<str>>(
        &self,
        path: &str,
        pairs: impl IntoIterator<Item = (N, V)>,
    ) -> String {
        let pairs = pairs.into_iter().map(|(n, v)| (n.as_ref().to_owned(), v.as_ref().to_owned()));
        let language = self.own_language().map(|l| ("lang".to_owned(), l.to_owned()));
        address(path, pairs.chain(language))
    }

    /// A page of a fixed name.
    pub(super) fn to(&self, page: &str) -> String {
        self.with::<&str, &str>(&self.site.links.to(page), [])
    }

    /// The page of one thing.
    pub(super) fn thing(&self, kind: &str, id: &str) -> String {
        self.with::<&str, &str>(&self.site.links.thing(kind, id), [])
    }

    /// The page of a search.
    pub(super) fn search(&self, state: &SearchState) -> String {
        let state = SearchState { language: self.language, ..state.clone() };
        format!("{}{}", self.site.links.to("search"), state.written())
    }

    /// An address with scheme and host.
    pub(super) fn whole(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    /// When the index was last written.
    pub(super) fn written(&self) -> Option<Moment> {
        let at = self.site.archive.written()?;
        let second = Timestamp::from_second(at.as_second()).unwrap_or(at);
        Some(Moment { shown: self.words.moment(at), written: second.to_string() })
    }

    /// A day, or a word for an unknown one.
    pub(super) fn day(&self, date: Option<Date>) -> String {
        date.map_or_else(|| self.words.hit.undated.clone(), |d| self.words.day(d))
    }

    /// The body of a meeting, or a word for an unknown one.
    pub(super) fn body(&self, facts: &MeetingFacts) -> String {
        facts.body.clone().unwrap_or_else(|| self.words.hit.no_body.clone())
    }

    /// The badge of an outcome by its name, or of `unclear`.
    pub(super) fn badge_named(&self, name: &str) -> Badge {
        match Outcome::from_name(name) {
            Some(outcome) => self.badge(outcome),
            None => Badge { text: self.words.names.choice(&filter::OUTCOME, name).to_owned(), class: "open" },
        }
    }

    pub(super) fn badge(&self, outcome: Outcome) -> Badge {
        let class = match outcome {
            Outcome::Noted => "good",
            adopted if adopted.is_adopted() => "good",
            Outcome::Rejected | Outcome::NotRecommended | Outcome::Withdrawn => "bad",
            _ => "open",
        };
        Badge { text: self.words.names.outcome(outcome).to_owned(), class }
    }
}

/// A page as an answer. Pages change with the archive and are asked for anew.
pub(super) fn written(page: &impl Template) -> Result<Response, Problem> {
    let mut text = page.render().map_err(|_| Problem::fault())?;
    text.retain(|c| !is_disruptive(c));
    Ok(([(header::CACHE_CONTROL, "no-cache")], Html(text)).into_response())
}

/// Characters a page must not have: marks of the reading direction and control characters.
fn is_disruptive(c: char) -> bool {
    let turns = matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    turns || c == '\u{feff}' || c.is_control() && !matches!(c, '\n' | '\t')
}

/// The last step of a topic's path, as people read it: `Herberg og hjemløshed`.
pub(super) fn topic(path: &str) -> String {
    let step = path.rsplit('/').next().unwrap_or(path).replace('-', " ");
    let mut letters = step.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_that_turn_the_text_are_left_out() {
        let hostile = "a\u{202e}b\u{2066}c\u{1b}d\0e\nø";
        let kept: String = hostile.chars().filter(|c| !is_disruptive(*c)).collect();
        assert_eq!(kept, "abcde\nø");
    }

    #[test]
    fn topic_is_shown_by_its_last_step() {
        assert_eq!(topic("/social/herberg-og-hjemløshed"), "Herberg og hjemløshed");
        assert_eq!(topic("/"), "");
    }
}
