//! The forms in which items are numbered.
//!
//! | form | seen as |
//! | --- | --- |
//! | [`Form::Dotted`] | `1. Title` · `1.4 Title` · `2.2. Title` · `1 : Title` |
//! | [`Form::Bare`] | `53 Title` · `01  Title` |
//! | [`Form::Labelled`] | `Pkt. 15` · `Punkt 274: Title` · `Sag nr. 24` · `Nr.2 - Title` · `Ad 3` |
//! | [`Form::Joined`] | `32Title`, where a web print ran number and title together |
//!
//! Whether a line that opens with a number is an item is not decided here.

use std::sync::LazyLock;

use regex::Regex;

/// How a number was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Form {
    Dotted,
    Bare,
    Labelled,
    Joined,
}

/// The levels of a number, outermost first: `1.4` is 1, 4. At most three.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub(super) struct Levels {
    parts: [u16; 3],
    depth: u8,
}

impl Levels {
    pub fn of(printed: &str) -> Option<Self> {
        let mut out = Self::default();
        for part in printed.split('.').filter(|p| !p.is_empty()) {
            *out.parts.get_mut(usize::from(out.depth))? = part.parse().ok()?;
            out.depth += 1;
        }
        (out.depth > 0).then_some(out)
    }

    pub fn depth(self) -> usize {
        usize::from(self.depth)
    }

    /// The innermost number.
    pub fn last(self) -> u16 {
        self.parts[self.depth().saturating_sub(1)]
    }

    pub fn first(self) -> u16 {
        self.parts[0]
    }

    /// The number of the level above: 1 for 1.4.
    pub fn parent(self) -> Option<Self> {
        (self.depth > 1).then(|| {
            let mut out = Self { depth: self.depth - 1, ..self };
            out.parts[out.depth()] = 0;
            out
        })
    }

    /// The number that counts `by` further on its level. `None` below 1 or out of range.
    pub fn step(self, by: i32) -> Option<Self> {
        let mut out = self;
        let last = out.parts.get_mut(self.depth().checked_sub(1)?)?;
        *last = u16::try_from(i32::from(*last) + by).ok().filter(|n| *n > 0)?;
        Some(out)
    }

    /// The first number of the level below: 1.1 for 1.
    pub fn child(self) -> Option<Self> {
        let mut out = self;
        *out.parts.get_mut(self.depth())? = 1;
        out.depth += 1;
        Some(out)
    }

    /// How it is printed.
    pub fn print(self) -> String {
        self.parts[..self.depth()].iter().map(u16::to_string).collect::<Vec<_>>().join(".")
    }
}

/// A number at the start of a line and what follows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Numbered {
    /// As printed, without a trailing dot.
    pub printed: String,
    pub levels: Levels,
    pub form: Form,
    /// Where the title begins in the line; its length if nothing follows.
    pub title_at: usize,
}

static LABELLED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?i:(?:dagsordens)?punkt|pkt|sag(?:\s+nr)?|nr|ad)\b\.?\s*(\d{1,4}(?:\.\d{1,3}){0,2})(?:\s*[.:)]+(?:\s+|$)|\s+[–-]+\s+|\s+|$)")
        .expect("a pattern of this file")
});
static DOTTED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(\d{1,4}(?:\.\d{1,3}){0,2})(?:\.(?:\s+|$)|\s*:\s+|\s*[–-]\s+|\.([A-ZÆØÅ]))")
        .expect("a pattern of this file")
});
/// A comma that a scan read for the dot, behind a number of two levels.
static COMMA: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^(\d{1,4}\.\d{1,2}),\s+([A-ZÆØÅ])").expect("a pattern of this file"));
static BARE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^(\d{1,4}(?:\.\d{1,2}){0,2})(?:\s+|$)").expect("a pattern of this file"));
static JOINED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^(\d{1,3})([A-ZÆØÅ])[\p{L} ]").expect("a pattern of this file"));

/// The number that `text` opens with, in whatever form.
pub(super) fn read(text: &str) -> Option<Numbered> {
    // No form reaches further than this: a cheap test for the thousands of lines that open with a word.
    let first = text.chars().next()?;
    let forms: &[(&Regex, Form)] = match first {
        '0'..='9' => &[(&DOTTED, Form::Dotted), (&COMMA, Form::Dotted), (&BARE, Form::Bare), (&JOINED, Form::Joined)],
        'D' | 'P' | 'S' | 'N' | 'A' | 'd' | 'p' | 's' | 'n' => &[(&LABELLED, Form::Labelled)],
        _ => return None,
    };
    forms.iter().find_map(|(pattern, form)| {
        let found = pattern.captures(text)?;
        let number = found.get(1)?;
        let title_at = found.get(2).map_or(found.get_match().end(), |t| t.start());
        Some(Numbered {
            printed: number.as_str().to_owned(),
            levels: Levels::of(number.as_str())?,
            form: *form,
            title_at,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str) -> Option<(String, Form, &str)> {
        read(text).map(|n| (n.printed, n.form, &text[n.title_at..]))
    }

    #[test]
    fn every_known_form_is_read() {
        for (text, printed, form, title) in [
            ("1. Godkendelse", "1", Form::Dotted, "Godkendelse"),
            ("2.2. Centrale", "2.2", Form::Dotted, "Centrale"),
            ("4.1, Status", "4.1", Form::Dotted, "Status"),
            ("1 : Budget", "1", Form::Dotted, "Budget"),
            ("2.1 Takster", "2.1", Form::Bare, "Takster"),
            ("01\tTakster", "01", Form::Bare, "Takster"),
            ("Pkt. 15", "15", Form::Labelled, ""),
            ("Punkt 274: Salg", "274", Form::Labelled, "Salg"),
            ("Punkt 1.", "1", Form::Labelled, ""),
            ("SAG NR. 1", "1", Form::Labelled, ""),
            ("Nr.2 - Salg", "2", Form::Labelled, "Salg"),
            ("Ad 3 Salg", "3", Form::Labelled, "Salg"),
            ("32Orientering om", "32", Form::Joined, "Orientering om"),
        ] {
            assert_eq!(seen(text), Some((printed.into(), form, title)), "{text}");
        }
    }

    #[test]
    fn case_number_or_amount_is_no_item_number() {
        for text in ["27.42.00-P20", "09/12378", "1.874.000 kr", "Sagsnr. 249050", "Sag 306-2009-600", "Adressen 3"] {
            assert_eq!(seen(text), None, "{text}");
        }
    }

    #[test]
    fn levels_count_on() {
        let n = Levels::of("1.4").unwrap();
        assert_eq!(n.step(1).unwrap().print(), "1.5");
        assert_eq!(n.parent().unwrap().child().unwrap().print(), "1.1");
        assert_eq!(Levels::of("1").unwrap().step(-1), None);
        assert_eq!(n.parent(), Levels::of("1"));
    }
}
