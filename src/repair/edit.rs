//! Edits to a line, and the record of them.

use std::ops::Range;

use crate::model::{Repair, RepairKind};
use crate::source::Line;

/// A change to the scanned text of one line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Edit {
    /// Bytes of the scanned line.
    pub at: Range<usize>,
    pub text: String,
    pub kind: RepairKind,
    /// Between 0 and 1.
    pub confidence: f32,
    /// The next best candidate, where the choice was close.
    pub second: Option<String>,
}

/// Applies `edits`, which do not overlap, and records them in the line. A line with earlier repairs is left alone: the
/// offsets would no longer be those of the scan.
pub(super) fn apply(line: &mut Line, mut edits: Vec<Edit>) {
    edits.retain(|e| line.text[e.at.clone()] != e.text);
    if edits.is_empty() || !line.repairs.is_empty() {
        return;
    }
    edits.sort_by_key(|e| e.at.start);
    let (mut text, mut from) = (String::with_capacity(line.text.len() + 8), 0);
    for edit in edits {
        text.push_str(&line.text[from..edit.at.start]);
        let start = text.len();
        text.push_str(&edit.text);
        from = edit.at.end;
        line.repairs.push(Repair {
            at: start..text.len(),
            original: line.text[edit.at].to_owned(),
            kind: edit.kind,
            confidence: edit.confidence,
            second: edit.second,
        });
    }
    text.push_str(&line.text[from..]);
    line.text = text;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters(at: Range<usize>, text: &str) -> Edit {
        Edit { at, text: text.into(), kind: RepairKind::Letters, confidence: 1.0, second: None }
    }

    #[test]
    fn offsets_are_those_of_the_repaired_line() {
        let mut line = Line::plain("Pa mgdet i gar");
        apply(&mut line, vec![letters(11..14, "går"), letters(0..2, "På"), letters(3..8, "mødet")]);
        assert_eq!(line.text, "På mødet i går");
        let seen: Vec<_> = line.repairs.iter().map(|r| (&line.text[r.at.clone()], r.original.as_str())).collect();
        assert_eq!(seen, [("På", "Pa"), ("mødet", "mgdet"), ("går", "gar")]);
    }

    #[test]
    fn change_to_the_same_is_none() {
        let mut line = Line::plain("og");
        apply(&mut line, vec![letters(0..2, "og")]);
        assert!(line.repairs.is_empty());
    }
}
