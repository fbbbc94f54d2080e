//! Running heads, feet and page numbers.

use crate::source::Document;

/// Marks the lines that the page added: [`Line::running`](crate::source::Line).
pub fn mark(_document: &mut Document) {}
