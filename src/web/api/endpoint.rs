//! One address of the interface: its parameters and its answer.

use std::sync::Arc;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;

use crate::archive::Snapshot;
use crate::web::search_state::PER_PAGE;
use crate::web::{Problem, SearchState, Site};

/// The most hits, meetings or cases of one answer; more come page by page.
pub(super) const MOST: usize = 100;

/// A parameter of an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Parameter {
    pub name: &'static str,
    pub about: &'static str,
    pub kind: Kind,
    /// May come several times: one of the values has to fit.
    pub many: bool,
}

/// The type of a parameter's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// From and to.
    Number(usize, usize),
    /// `2019`, `2019-05`, `2019-05-22` or `22.05.2019`.
    Date,
}

impl Parameter {
    pub(super) const fn text(name: &'static str, about: &'static str) -> Self {
        Self { name, about, kind: Kind::Text, many: false }
    }

    pub(super) const fn of(name: &'static str, kind: Kind, about: &'static str) -> Self {
        Self { name, about, kind, many: false }
    }

    pub(super) const fn many(name: &'static str, kind: Kind, about: &'static str) -> Self {
        Self { name, about, kind, many: true }
    }
}

/// The parameters of a request.
#[derive(Debug, Clone, Default)]
pub(super) struct Asked {
    /// The id or source at the end of the address; empty where the address has none.
    pub thing: String,
    /// The part of the address behind the question mark.
    pub query: String,
    pub state: SearchState,
}

impl Asked {
    /// # Errors
    ///
    /// 400 for an unknown parameter, because ignoring a misspelt filter would give wrong hits. Those of [`SearchState::read`].
    pub(super) fn new(thing: Option<String>, query: String, endpoint: &Endpoint) -> Result<Self, Problem> {
        let state = SearchState::read(&query)?;
        let names: Vec<&str> = endpoint.parameters().map(|p| p.name).collect();
        let unknown = form_urlencoded::parse(query.as_bytes()).map(|(name, _)| name).find(|n| !names.contains(&&**n));
        match unknown {
            Some(name) => {
                let detail = format!("expected a parameter that {} has, but found {name}", endpoint.path);
                let suggestions = names.into_iter().map(str::to_owned).collect();
                Err(Problem { suggestions, ..Problem::bad_request(detail) })
            }
            None => Ok(Self { thing: thing.unwrap_or_default(), query, state }),
        }
    }

    /// The last non-empty value of a parameter.
    pub(super) fn value(&self, name: &str) -> Option<String> {
        let values = form_urlencoded::parse(self.query.as_bytes()).filter(|(n, v)| n == name && !v.trim().is_empty());
        values.last().map(|(_, value)| value.trim().to_owned())
    }

    /// A number within the bounds of its parameter.
    ///
    /// # Errors
    ///
    /// 400 for any other value.
    pub(super) fn number(&self, name: &'static str, (least, most): (usize, usize)) -> Result<Option<usize>, Problem> {
        let Some(typed) = self.value(name) else { return Ok(None) };
        let number = typed.parse().ok().filter(|n| (least..=most).contains(n));
        let wrong = || Problem::parameter(name, format!("expected a number from {least} to {most}, but found {typed}"));
        number.map(Some).ok_or_else(wrong)
    }

    /// Whether a switch is on; `default` if absent.
    ///
    /// # Errors
    ///
    /// 400 for any other value than `yes` and `no`.
    pub(super) fn switch(&self, name: &'static str, default: bool) -> Result<bool, Problem> {
        match self.value(name).as_deref() {
            None => Ok(default),
            Some("yes") => Ok(true),
            Some("no") => Ok(false),
            Some(other) => Err(Problem::parameter(name, format!("expected yes or no, but found {other}"))),
        }
    }

    /// How many entries are given.
    ///
    /// # Errors
    ///
    /// As [`Asked::number`].
    pub(super) fn limit(&self) -> Result<usize, Problem> {
        Ok(self.number("limit", (1, MOST))?.unwrap_or(PER_PAGE))
    }

    /// How many entries the pages before hold.
    ///
    /// # Errors
    ///
    /// As [`Asked::number`].
    pub(super) fn skip(&self) -> Result<usize, Problem> {
        Ok((self.state.page - 1) * self.limit()?)
    }
}

type Answer = dyn Fn(&Site, &Snapshot, &Asked) -> Result<Vec<u8>, Problem> + Send + Sync;

/// An address of the interface.
#[derive(Clone)]
pub(super) struct Endpoint {
    /// As it is described: `/items/{id}`.
    pub path: &'static str,
    pub about: &'static str,
    /// The description of the value in braces.
    pub thing: Option<&'static str>,
    groups: Vec<&'static [Parameter]>,
    pub schema: fn(&mut SchemaGenerator) -> Schema,
    pub answer: Arc<Answer>,
}

impl Endpoint {
    /// `handle` gives the answer, `T` its schema.
    pub(super) fn new<T: Serialize + JsonSchema + 'static>(
        path: &'static str,
        about: &'static str,
        handle: fn(&Site, &Snapshot, &Asked) -> Result<T, Problem>,
    ) -> Self {
        let answer = move |site: &Site, snapshot: &Snapshot, asked: &Asked| {
            serde_json::to_vec(&handle(site, snapshot, asked)?).map_err(|_| Problem::fault())
        };
        let schema = |generator: &mut SchemaGenerator| generator.subschema_for::<T>();
        Self { path, about, thing: None, groups: Vec::new(), schema, answer: Arc::new(answer) }
    }

    /// With further parameters.
    #[must_use]
    pub(super) fn with(mut self, parameters: &'static [Parameter]) -> Self {
        self.groups.push(parameters);
        self
    }

    /// With an id or a source in the braces of its path.
    #[must_use]
    pub(super) fn of(self, about: &'static str) -> Self {
        Self { thing: Some(about), ..self }
    }

    /// Those behind the question mark.
    pub(super) fn parameters(&self) -> impl Iterator<Item = &'static Parameter> {
        self.groups.iter().flat_map(|group| group.iter())
    }

    /// As the router takes it: ids and sources contain slashes.
    pub(super) fn route(&self) -> String {
        self.path.replace('{', "{*")
    }

    /// The name in the braces.
    pub(super) fn thing_name(&self) -> Option<&'static str> {
        Some(self.path.split_once('{')?.1.trim_end_matches('}'))
    }
}
