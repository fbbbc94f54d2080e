//! A picture of a page for people, and the places of its words.

use serde::{Deserialize, Serialize};

/// A page in colour.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sheet {
    /// Width and height of the page in points, in the orientation shown.
    pub size: (f32, f32),
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// Row by row, three bytes a pixel.
    #[serde(with = "serde_bytes")]
    pub rgb: Vec<u8>,
    /// In drawing order, mostly reading order. Empty if unknown.
    pub words: Vec<PlacedWord>,
}

impl Sheet {
    /// True where its pixels match its size.
    pub(super) fn is_whole(&self) -> bool {
        self.rgb.len() as u64 == 3 * u64::from(self.width) * u64::from(self.height)
    }
}

/// A word as printed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlacedWord {
    /// The word, without white space.
    pub text: String,
    /// Its rectangle on the page.
    pub place: Place,
}

/// A rectangle on a page, in points from its top left corner; y grows downwards.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Left edge.
    pub left: f32,
    /// Upper edge.
    pub top: f32,
    /// Right edge.
    pub right: f32,
    /// Lower edge.
    pub bottom: f32,
}

impl Place {
    /// The smallest rectangle that holds both.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }
}

/// How many letters and digits words have.
pub(super) fn letters(words: &[PlacedWord]) -> usize {
    words.iter().flat_map(|w| w.text.chars()).filter(|ch| ch.is_alphanumeric()).count()
}
