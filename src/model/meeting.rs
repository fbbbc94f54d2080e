//! A meeting: what one document describes.

use jiff::civil::{Date, Time};

use super::{Authority, Item, Region, Text};

/// Whether a document tells beforehand what is to be decided, or afterwards what was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MeetingKind {
    /// Dagsorden.
    Agenda,
    /// Referat, Beslutningsprotokol: anything that records decisions.
    Minutes,
    /// No meeting at all: a memo, a letter, a report that lies among the meetings.
    Other,
}

impl MeetingKind {
    /// The name used in JSON and in filters.
    pub fn name(self) -> &'static str {
        match self {
            Self::Agenda => "agenda",
            Self::Minutes => "minutes",
            Self::Other => "other",
        }
    }
}

/// Somebody who was there, or should have been.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participant {
    pub name: String,
    pub organisation: Option<String>,
    pub role: Option<String>,
    /// Named under Afbud or Fraværende.
    pub absent: bool,
}

/// One meeting of one body.
#[derive(Debug, Clone, PartialEq)]
pub struct Meeting {
    /// The name of the file that it was read from, as the user would find it.
    pub source: String,
    pub kind: MeetingKind,
    /// The body that meets, as the document names it: `Byrådet`. `None` where nothing tells.
    pub body: Option<String>,
    /// The one authority that the body belongs to; `None` for a body shared by several.
    pub authority: Option<Authority>,
    pub region: Option<Region>,
    pub date: Option<Date>,
    pub start: Option<Time>,
    pub end: Option<Time>,
    pub place: Option<String>,
    pub participants: Vec<Participant>,
    /// In the order of the document.
    pub items: Vec<Item>,
    /// The lines before the first item that are no contents: cover, header, participants.
    pub front: Text,
    /// The list of contents.
    pub contents: Text,
    /// Running heads and feet, page numbers and what a converter left, in order.
    pub running: Text,
}

/// How much of a document was set apart from its text as the pages' own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SetApart {
    pub lines: usize,
    /// Letters and figures.
    pub letters: usize,
}

impl Meeting {
    /// How much was taken for running heads and feet, page numbers and the like, so that a wrong cut can be seen.
    pub fn set_apart(&self) -> SetApart {
        let lines = || self.running.as_str().lines().filter(|line| !line.trim().is_empty());
        SetApart { lines: lines().count(), letters: lines().map(letters).sum() }
    }

    /// Letters and figures in the sections of all items.
    pub fn letters(&self) -> usize {
        self.items.iter().flat_map(|item| &item.sections).map(|section| letters(section.text.as_str())).sum()
    }
}

fn letters(text: &str) -> usize {
    text.chars().filter(|ch| ch.is_alphanumeric()).count()
}
