//! Text with marks, cut so that a template can write it.

use std::ops::Range;

/// A piece of a text, marked or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    pub text: String,
    pub mark: bool,
}

/// The pieces of `text`; marks in order. One that does not fit the text is passed over.
pub fn pieces(text: &str, marks: &[Range<usize>]) -> Vec<Piece> {
    let (mut found, mut at) = (Vec::new(), 0);
    let mut push = |text: Option<&str>, mark| {
        found.extend(text.filter(|t| !t.is_empty()).map(|t| Piece { text: t.to_owned(), mark }));
    };
    for mark in marks {
        if mark.start < at || text.get(mark.clone()).is_none() {
            continue;
        }
        push(text.get(at..mark.start), false);
        push(text.get(mark.clone()), true);
        at = mark.end;
    }
    push(text.get(at..), false);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_make_the_text_again() {
        let text = "flere herbergspladser på";
        let shown: Vec<(String, bool)> = pieces(text, &[6..13, 40..50]).into_iter().map(|p| (p.text, p.mark)).collect();
        let piece = |text: &str, mark| (text.to_owned(), mark);
        assert_eq!(shown, [piece("flere ", false), piece("herberg", true), piece("spladser på", false)]);
    }
}
