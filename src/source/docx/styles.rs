//! Resolves the formatting of each style.

use std::collections::HashMap;

use super::numbering::Place;
use super::xml::{Piece, each_piece};

/// Length of a chain of base styles; real chains have four links. It ends chains that form a circle.
const MAX_CHAIN: usize = 16;
/// Size in points where a document gives none (ECMA-376, 17.3.2.38: in half points).
const DEFAULT_SIZE: f32 = 10.0;

/// The letter formatting set by a style, a paragraph or a run; `None` where it is inherited.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Look {
    pub bold: Option<bool>,
    pub italic: Option<bool>,
    /// Points.
    pub size: Option<f32>,
}

impl Look {
    /// This formatting, with gaps filled from `other`.
    pub(super) fn or(self, other: Self) -> Self {
        Self { bold: self.bold.or(other.bold), italic: self.italic.or(other.italic), size: self.size.or(other.size) }
    }

    /// Reads a tag inside `rPr`.
    pub(super) fn note(&mut self, name: &str, tag: &super::xml::Tag<'_>) {
        match name {
            "b" => self.bold = Some(tag.is_on()),
            "i" => self.italic = Some(tag.is_on()),
            "sz" => {
                self.size = tag.val().and_then(|v| v.parse::<f32>().ok()).map(|half| half / 2.0).filter(|s| *s > 0.0)
            }
            _ => {}
        }
    }
}

#[derive(Debug, Default)]
struct Style {
    based_on: Option<String>,
    look: Look,
    list: Option<String>,
    level: Option<usize>,
}

/// The styles of a document, by their id.
#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: HashMap<String, Style>,
    default: Look,
}

impl Styles {
    pub(super) fn read(xml: &str) -> Self {
        let (mut found, mut id, mut in_look) = (Self::default(), None, false);
        each_piece(xml, |piece| match piece {
            Piece::Open("style", tag, _) => id = tag.get("styleId"),
            Piece::Close("style") => id = None,
            Piece::Open("rPr", _, is_empty) => in_look = !is_empty,
            Piece::Close("rPr") => in_look = false,
            Piece::Open(name, tag, _) => match &id {
                Some(id) => note(found.styles.entry(id.clone()).or_default(), name, tag, in_look),
                None if in_look => found.default.note(name, tag),
                None => {}
            },
            _ => {}
        });
        found
    }

    /// How letters of that style look.
    pub(super) fn look(&self, id: Option<&str>) -> Look {
        self.chain(id).fold(Look::default(), |look, style| look.or(style.look)).or(self.default)
    }

    /// The list that paragraphs of that style are numbered in.
    pub(super) fn place(&self, id: Option<&str>) -> Option<Place> {
        let list = self.chain(id).find_map(|style| style.list.clone())?;
        let level = self.chain(id).find_map(|style| style.level).unwrap_or_default();
        Some(Place { list, level })
    }

    /// Size in points, or the default.
    pub(super) fn size(look: Look) -> f32 {
        look.size.unwrap_or(DEFAULT_SIZE)
    }

    /// A style and its base styles.
    fn chain<'a>(&'a self, id: Option<&'a str>) -> impl Iterator<Item = &'a Style> {
        let style = |id: &str| self.styles.get(id);
        let first = id.and_then(style);
        std::iter::successors(first, move |s| s.based_on.as_deref().and_then(style)).take(MAX_CHAIN)
    }
}

fn note(style: &mut Style, name: &str, tag: &super::xml::Tag<'_>, in_look: bool) {
    match name {
        "basedOn" => style.based_on = tag.val(),
        "numId" => style.list = tag.val(),
        "ilvl" => style.level = tag.val().and_then(|v| v.parse().ok()),
        _ if in_look => style.look.note(name, tag),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_based_on_each_other_end() {
        let xml = "<s><w:style w:styleId='A'><w:basedOn w:val='B'/></w:style><w:style w:styleId='B'><w:basedOn w:val='A'/><w:rPr><w:b w:val='0'/></w:rPr></w:style></s>";
        assert_eq!(Styles::read(xml).look(Some("A")).bold, Some(false));
    }
}
