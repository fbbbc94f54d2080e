//! Reads footnotes and endnotes: their words, by id.

use std::collections::HashMap;

use super::xml::{Piece, each_piece};

/// The notes of one part.
#[derive(Debug, Default)]
pub(super) struct Notes(HashMap<String, String>);

impl Notes {
    pub(super) fn read(xml: &str) -> Self {
        let (mut notes, mut id, mut in_text) = (HashMap::<String, String>::new(), None, false);
        each_piece(xml, |piece| match piece {
            Piece::Open("footnote" | "endnote", tag, false) => id = tag.get("id"),
            Piece::Close("footnote" | "endnote") => id = None,
            Piece::Open("t", _, false) => in_text = true,
            Piece::Close("t") => in_text = false,
            Piece::Text(text) if in_text => {
                if let Some(id) = &id {
                    notes.entry(id.clone()).or_default().push_str(text);
                }
            }
            Piece::Close("p") | Piece::Open("tab" | "br", _, _) => {
                if let Some(note) = id.as_ref().and_then(|id| notes.get_mut(id)) {
                    note.push(' ');
                }
            }
            _ => {}
        });
        Self(notes)
    }

    /// The words of a note on one line; `None` where there is none, or an empty one.
    pub(super) fn get(&self, id: &str) -> Option<&str> {
        self.0.get(id).map(|words| words.trim()).filter(|words| !words.is_empty())
    }
}
