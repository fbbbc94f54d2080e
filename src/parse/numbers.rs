//! The forms in which items are numbered.
//!
//! | form | seen as |
//! | --- | --- |
//! | [`Form::Dotted`] | `1. Title` · `1.4 Title` · `2.2. Title` · `1 : Title` |
//! | [`Form::Bare`] | `53 Title` · `01  Title` |
//! | [`Form::Labelled`] | `Pkt. 15` · `Punkt 274: Title` · `Sag nr. 24` · `Nr.2 - Title` · `Ad 3` · `§ 3` |
//! | [`Form::Bracketed`] | `1) Title` |
//! | [`Form::Lettered`] | `A.1 Title` |
//! | [`Form::Yearly`] | `143/98 Title`, the number within the year |
//! | [`Form::Joined`] | `32Title`, where a web print ran number and title together |
//! | [`Form::Letter`] | `B. Title` |
//! | [`Form::Extra`] | `Tillæg 1. Title`, outside the numbers of the meeting |
//!
//! A bullet may stand before the number (`• 3. Title`), a number may be printed twice (`3. 3. Title`), and a letter behind it
//! puts an item between two others (`2A. Title`).
//!
//! The patterns are data (`data/patterns.toml`). Whether a line that opens with a number is an item is not decided here.

use super::knowledge::{KNOWN, Pattern};

/// How a number was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Form {
    Dotted,
    Bare,
    Labelled,
    Bracketed,
    Lettered,
    Yearly,
    Joined,
    Letter,
    Extra,
}

/// The levels of a number, outermost first: `1.4` is 1, 4. At most three; deeper numbers belong to the text. A letter
/// counts as its place: `B.2` is 2, 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub(super) struct Levels {
    parts: [u16; 3],
    depth: u8,
    lettered: bool,
    /// The letter behind the last level as its place: 1 for `2A`; 0 without a letter.
    suffix: u8,
}

impl Levels {
    pub(super) fn of(printed: &str) -> Option<Self> {
        let mut out = Self::default();
        let letter = printed.bytes().next().filter(u8::is_ascii_uppercase);
        if let Some(letter) = letter {
            out = Self { parts: [u16::from(letter - b'A') + 1, 0, 0], depth: 1, lettered: true, suffix: 0 };
        }
        let digits = &printed[usize::from(out.lettered)..];
        let behind = digits.bytes().next_back().filter(u8::is_ascii_uppercase);
        out.suffix = behind.map_or(0, |b| b - b'A' + 1);
        let digits = digits.trim_end_matches(|c: char| c.is_ascii_uppercase());
        // The year behind a number of the year is no level.
        let digits = digits.split('/').next().unwrap_or(digits);
        for part in digits.split(['.', ' ']).filter(|p| !p.is_empty()) {
            *out.parts.get_mut(usize::from(out.depth))? = part.parse().ok()?;
            out.depth += 1;
        }
        (out.depth > 0).then_some(out)
    }

    pub(super) fn depth(self) -> usize {
        usize::from(self.depth)
    }

    /// The innermost number.
    pub(super) fn last(self) -> u16 {
        self.parts[self.depth().saturating_sub(1)]
    }

    pub(super) fn first(self) -> u16 {
        self.parts[0]
    }

    /// The number of the level above: 1 for 1.4.
    pub(super) fn parent(self) -> Option<Self> {
        (self.depth > 1).then(|| {
            let mut out = Self { depth: self.depth - 1, suffix: 0, ..self };
            out.parts[out.depth()] = 0;
            out
        })
    }

    /// The number `by` steps further on its level; `None` below 1 or out of range. 2 comes before `2A`, 3 after it.
    pub(super) fn step(self, by: i32) -> Option<Self> {
        let mut out = Self { suffix: 0, ..self };
        if self.suffix > 0 && by < 0 {
            return Some(out);
        }
        let last = out.parts.get_mut(self.depth().checked_sub(1)?)?;
        *last = u16::try_from(i32::from(*last) + by).ok().filter(|n| *n > 0)?;
        Some(out)
    }

    /// The numbers that may come right before this one: for 3 they are 2, `2A`, `2B` and `2C`, for `2A` only 2.
    pub(super) fn before(self) -> impl Iterator<Item = Self> {
        let suffixes = if self.suffix > 0 { self.suffix - 1..self.suffix } else { 0..4 };
        let base = if self.suffix > 0 { Some(self) } else { self.step(-1) };
        suffixes.filter_map(move |suffix| base.map(|b| Self { suffix, ..b }))
    }

    /// True for the same number with the next letter: `2A` after 2, `2B` after `2A`.
    pub(super) fn has_suffix_behind(self, before: Self) -> bool {
        self.suffix == before.suffix + 1 && Self { suffix: 0, ..self } == Self { suffix: 0, ..before }
    }

    /// The first number of the level below: 1.1 for 1.
    pub(super) fn child(self) -> Option<Self> {
        let mut out = Self { suffix: 0, ..self };
        *out.parts.get_mut(self.depth())? = 1;
        out.depth += 1;
        Some(out)
    }

    /// The number as printed.
    pub(super) fn print(self) -> String {
        let suffix = self.suffix.checked_sub(1).map_or(String::new(), |s| char::from(b'A' + s.min(25)).to_string());
        let letter = |part: u16| char::from(b'A'.saturating_add(part.saturating_sub(1).min(25) as u8)).to_string();
        let level = |(i, part): (usize, &u16)| if self.lettered && i == 0 { letter(*part) } else { part.to_string() };
        self.parts[..self.depth()].iter().enumerate().map(level).collect::<Vec<_>>().join(".") + &suffix
    }
}

/// A number at the start of a line, and the text after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Numbered {
    /// As printed, without a trailing dot.
    pub printed: String,
    pub levels: Levels,
    pub form: Form,
    /// Where the title begins in the line; its length if nothing follows.
    pub title_at: usize,
}

/// Bullets allowed before a number.
const BULLETS: [char; 6] = ['•', '·', '▪', '*', '-', '–'];

/// The number at the start of `text`, in any form.
pub(super) fn read(text: &str) -> Option<Numbered> {
    let lead = bullet(text);
    let found = read_bare(&text[lead..])?;
    // "- 12 pladser" is an entry of a list, "• 3. Takster" the head of an item.
    let plain = lead == 0 || matches!(found.form, Form::Dotted | Form::Labelled | Form::Bracketed);
    plain.then(|| Numbered { title_at: found.title_at + lead, ..found })
}

/// The length of a bullet with the white space behind it, 0 where there is none.
pub(super) fn bullet(text: &str) -> usize {
    let Some(rest) = text.strip_prefix(BULLETS) else { return 0 };
    let after = rest.trim_start();
    if after.len() < rest.len() { text.len() - after.len() } else { 0 }
}

fn read_bare(text: &str) -> Option<Numbered> {
    // No form reaches further than this: a cheap test for the thousands of lines that begin with a word.
    let known = &KNOWN.numbers;
    match text.chars().next()? {
        '0'..='9' => [
            (&known.dotted, Form::Dotted),
            (&known.comma, Form::Dotted),
            (&known.bracketed, Form::Bracketed),
            (&known.yearly, Form::Yearly),
            (&known.bare, Form::Bare),
            (&known.joined, Form::Joined),
        ]
        .into_iter()
        .find_map(|(pattern, form)| in_form(text, pattern, form))
        .map(|found| printed_twice(text, found)),
        'A'..='N' if text.as_bytes().get(1).is_some_and(|b| !b.is_ascii_alphabetic()) => {
            let letters = [(&known.lettered, Form::Lettered), (&known.letter, Form::Letter)];
            letters.into_iter().find_map(|(pattern, form)| in_form(text, pattern, form))
        }
        'T' | 'S' if known.extra.is_match(text) => {
            let found = known.extra.captures(text)?;
            let (number, title) = (found.get(1)?.as_str(), found.get(2)?.start());
            Some(Numbered { printed: number.to_owned(), levels: Levels::default(), form: Form::Extra, title_at: title })
        }
        'Å' | 'å' | 'L' | 'l' | 'D' | 'E' | 'P' | 'S' | 'N' | 'A' | 'd' | 'e' | 'p' | 's' | 'n' | '§' => {
            in_form(text, &known.labelled, Form::Labelled)
        }
        _ => None,
    }
}

/// `3. 3. Title`: the title begins behind the second printing.
fn printed_twice(text: &str, found: Numbered) -> Numbered {
    let rest = &text[found.title_at..];
    let again = rest.strip_prefix(found.printed.as_str()).and_then(|r| r.strip_prefix('.'));
    match again.filter(|r| r.starts_with(char::is_whitespace)) {
        Some(title) => Numbered { title_at: text.len() - title.trim_start().len(), ..found },
        None => found,
    }
}

fn in_form(text: &str, pattern: &Pattern, form: Form) -> Option<Numbered> {
    let found = pattern.captures(text)?;
    let number = found.get(1)?.as_str();
    let title_at = found.get(2).map_or(found.get(0)?.end(), |t| t.start());
    let printed = if form == Form::Yearly { text[..title_at].trim_end_matches([' ', '\t', '.', ':']) } else { number };
    Some(Numbered { printed: printed.to_owned(), levels: Levels::of(number)?, form, title_at })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Option<(String, Form, &str)> {
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
            ("Punkt nr. 3 - Salg", "3", Form::Labelled, "Salg"),
            ("Sag nr.: 12 Salg", "12", Form::Labelled, "Salg"),
            ("Ad pkt. 3: Salg", "3", Form::Labelled, "Salg"),
            ("§ 3. Salg", "3", Form::Labelled, "Salg"),
            ("4) Salg", "4", Form::Bracketed, "Salg"),
            ("7 | Salg", "7", Form::Dotted, "Salg"),
            ("Pkt. 45/16 Salg", "45/16", Form::Labelled, "Salg"),
            ("Åbent punkt 7: Salg", "7", Form::Labelled, "Salg"),
            ("143/98 Salg", "143/98", Form::Yearly, "Salg"),
            ("B.2 Salg", "B.2", Form::Lettered, "Salg"),
        ] {
            assert_eq!(parsed(text), Some((printed.into(), form, title)), "{text}");
        }
    }

    #[test]
    fn case_number_or_amount_is_no_item_number() {
        for text in ["27.42.00-P20", "09/12378", "1.874.000 kr", "Sagsnr. 249050", "Sag 306-2009-600", "Adressen 3"] {
            assert_eq!(parsed(text), None, "{text}");
        }
    }

    #[test]
    fn levels_count_on() {
        let n = Levels::of("1.4").unwrap();
        assert_eq!(n.step(1).unwrap().print(), "1.5");
        assert_eq!(n.parent().unwrap().child().unwrap().print(), "1.1");
        assert_eq!(Levels::of("1").unwrap().step(-1), None);
        assert_eq!(n.parent(), Levels::of("1"));
        let lettered = Levels::of("B.2").unwrap();
        assert_eq!(lettered.step(1).unwrap().print(), "B.3");
        assert_eq!(lettered.parent().unwrap().step(1).unwrap().child().unwrap().print(), "C.1");
    }

    #[test]
    fn bullet_second_printing_and_letter_belong_to_the_number() {
        let title = |text: &str| read(text).map(|n| (n.printed, text[n.title_at..].to_owned()));
        let want = |number: &str, title: &str| Some((number.to_owned(), title.to_owned()));
        assert_eq!(title("• 88. Kajplads 7"), want("88", "Kajplads 7"));
        assert_eq!(title("3. 3. Takster"), want("3", "Takster"));
        assert_eq!(title("2A. Hastesag"), want("2A", "Hastesag"));
        assert_eq!(title("Tillæg 1. Akut lukning"), want("Tillæg 1", "Akut lukning"));
        assert_eq!(title("- 12 pladser nedlægges"), None);
        let levels = |number: &str| Levels::of(number).expect("a number");
        assert!(levels("2A").has_suffix_behind(levels("2")));
        assert_eq!(levels("2A").step(1), Some(levels("3")));
        assert!(levels("3").before().any(|b| b == levels("2A")));
    }
}
