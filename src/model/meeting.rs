//! A meeting, as one document describes it.

use jiff::civil::{Date, Time};

use super::{Authority, Item, Region, Text};

/// Whether a document announces decisions or records them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MeetingKind {
    /// An agenda: `Dagsorden`.
    Agenda,
    /// Any record of decisions: `Referat`, `Beslutningsprotokol`.
    Minutes,
    /// Not a meeting: a memo, letter or report filed among the meetings.
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

/// A person present at the meeting, or expected there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participant {
    /// The name as printed.
    pub name: String,
    /// The organisation represented, as printed.
    pub organisation: Option<String>,
    /// The role at the meeting, as printed: `formand`.
    pub role: Option<String>,
    /// Listed under `Afbud` or `Fraværende`.
    pub absent: bool,
}

/// One meeting of one body.
#[derive(Debug, Clone, PartialEq)]
pub struct Meeting {
    /// The file's name, as the user knows it.
    pub source: String,
    /// Agenda, minutes, or something else.
    pub kind: MeetingKind,
    /// The body, as the document names it: `Byrådet`. `None` if unknown.
    pub body: Option<String>,
    /// The authority of the body; `None` for a body shared by several.
    pub authority: Option<Authority>,
    /// The region of the body.
    pub region: Option<Region>,
    /// The day of the meeting.
    pub date: Option<Date>,
    /// The time it begins.
    pub start: Option<Time>,
    /// The time it ends.
    pub end: Option<Time>,
    /// The place, as printed.
    pub place: Option<String>,
    /// Participants, including absent ones.
    pub participants: Vec<Participant>,
    /// In the order of the document.
    pub items: Vec<Item>,
    /// The lines before the first item, except the list of contents: cover, header, participants.
    pub front: Text,
    /// The list of contents.
    pub contents: Text,
    /// Running heads and feet, page numbers and converter residue, in order.
    pub running: Text,
}

/// The amount of text classified as page furniture.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SetApart {
    /// Number of lines.
    pub lines: usize,
    /// Letters and figures.
    pub letters: usize,
}

impl Meeting {
    /// The amount of text taken for running heads and feet, page numbers and the like. A high value hints at a wrong
    /// cut.
    pub fn set_apart(&self) -> SetApart {
        let lines = || self.running.as_str().lines().filter(|line| !line.trim().is_empty());
        SetApart { lines: lines().count(), letters: lines().map(letters).sum() }
    }

    /// How many lines could not be placed in an item and are items of their own. Printed lines joined to a paragraph are one.
    pub fn unplaced_lines(&self) -> usize {
        let sections = self.items.iter().filter(|item| item.is_unplaced()).flat_map(|item| &item.sections);
        sections.flat_map(|section| section.text.as_str().lines()).filter(|line| !line.trim().is_empty()).count()
    }

    /// Letters and figures in the sections of all items.
    pub fn letters(&self) -> usize {
        self.items.iter().flat_map(|item| &item.sections).map(|section| letters(section.text.as_str())).sum()
    }
}

fn letters(text: &str) -> usize {
    text.chars().filter(|ch| ch.is_alphanumeric()).count()
}
