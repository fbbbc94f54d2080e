//! Text cut into highlighted and plain fragments, for templates.

use std::ops::Range;

/// A fragment of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fragment {
    pub text: String,
    pub highlighted: bool,
}

/// The fragments of `text`. `highlights` are in order; one outside the text is ignored.
pub(crate) fn fragments(text: &str, highlights: &[Range<usize>]) -> Vec<Fragment> {
    let (mut found, mut at) = (Vec::new(), 0);
    let mut push = |text: Option<&str>, highlighted| {
        found.extend(text.filter(|t| !t.is_empty()).map(|t| Fragment { text: t.to_owned(), highlighted }));
    };
    for highlight in highlights {
        if highlight.start < at || text.get(highlight.clone()).is_none() {
            continue;
        }
        push(text.get(at..highlight.start), false);
        push(text.get(highlight.clone()), true);
        at = highlight.end;
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
        let shown: Vec<(String, bool)> =
            fragments(text, &[6..13, 40..50]).into_iter().map(|p| (p.text, p.highlighted)).collect();
        let fragment = |text: &str, highlighted| (text.to_owned(), highlighted);
        assert_eq!(shown, [fragment("flere ", false), fragment("herberg", true), fragment("spladser på", false)]);
    }
}
