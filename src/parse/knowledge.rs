//! Compiles the patterns for heads, labels and groups from `data/patterns.toml`.
//!
//! A new form is a new line of that file. In a table with `any`, the entries are alternatives between `start` and
//! `end`.

use std::collections::HashSet;
use std::ops::Deref;
use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;

/// The embedded patterns.
pub(super) static KNOWN: LazyLock<Knowledge> =
    LazyLock::new(|| toml::from_str(include_str!("data/patterns.toml")).expect("patterns.toml is right"));

/// The tables of the data file; comments there explain each pattern.
#[derive(Deserialize)]
pub(super) struct Knowledge {
    pub numbers: Numbers,
    pub titles: Titles,
    pub groups: Groups,
    pub fields: Fields,
    pub contents: Contents,
    pub rows: Rows,
    pub decisions: Decisions,
}

#[derive(Deserialize)]
pub(super) struct Numbers {
    pub labelled: Pattern,
    pub dotted: Pattern,
    pub comma: Pattern,
    pub bracketed: Pattern,
    pub yearly: Pattern,
    pub lettered: Pattern,
    pub letter: Pattern,
    pub extra: Pattern,
    pub bare: Pattern,
    pub joined: Pattern,
}

#[derive(Deserialize)]
pub(super) struct Titles {
    pub amount: Pattern,
    pub mark: Pattern,
    pub standing: Pattern,
    pub lists_of_attachments: HashSet<String>,
}

#[derive(Deserialize)]
pub(super) struct Groups {
    pub named: Pattern,
    pub lettered: Pattern,
    pub closing: Pattern,
}

#[derive(Deserialize)]
pub(super) struct Fields {
    pub presenter: Pattern,
    pub presenter_in_title: Pattern,
    pub two_sentences: Pattern,
    pub label: Pattern,
    pub bare_label: Pattern,
    pub case_label: Pattern,
    pub journal_label: Pattern,
    pub case_forms: Vec<Pattern>,
    pub case_in_title: Pattern,
    pub closed: Pattern,
    pub state_first: Pattern,
    pub state: Pattern,
    pub initials: Pattern,
    pub label_and_value: Pattern,
    pub files: Pattern,
}

#[derive(Deserialize)]
pub(super) struct Contents {
    pub page_reference: Pattern,
    pub loose_page: Pattern,
    pub headers: HashSet<String>,
    pub headings_on_covers: HashSet<String>,
}

#[derive(Deserialize)]
pub(super) struct Rows {
    pub page_number: Pattern,
    pub address: Pattern,
    pub web_chrome: Pattern,
}

#[derive(Deserialize)]
pub(super) struct Decisions {
    pub made: Pattern,
    pub opens: Pattern,
}

/// A pattern of the data file.
#[derive(Deserialize)]
#[serde(try_from = "Form")]
pub(super) struct Pattern(Regex);

impl Deref for Pattern {
    type Target = Regex;

    fn deref(&self) -> &Regex {
        &self.0
    }
}

/// A pattern as the data file writes it: whole, or as alternatives.
#[derive(Deserialize)]
#[serde(untagged)]
enum Form {
    Whole(String),
    Any {
        #[serde(default)]
        start: String,
        any: Vec<String>,
        #[serde(default)]
        end: String,
    },
}

impl TryFrom<Form> for Pattern {
    type Error = regex::Error;

    fn try_from(form: Form) -> Result<Self, regex::Error> {
        let source = match form {
            Form::Whole(source) => source,
            Form::Any { start, any, end } => format!("{start}(?:{}){end}", any.join("|")),
        };
        Regex::new(&source).map(Self)
    }
}
