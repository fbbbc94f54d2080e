//! Text → words with their places, before anything is known of their forms.

use std::ops::Range;

/// Added to the position at a form feed, so no phrase crosses from one section into the next.
const SECTION_GAP: u32 = 16;
/// The most atoms of a joined chain. Longer chains are addresses and lists.
const LONGEST_CHAIN: usize = 6;

/// The fewest letters of a word with a lost space behind it.
const LEAST_BEFORE_SEAM: usize = 4;

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Bytes of the text, always whole characters: the word as printed.
    pub at: Range<usize>,
    /// Its place among the words, from 0. Section breaks leave a gap.
    pub position: u32,
    /// Other spellings at this position, in lower case: the whole chain beginning here (`27.42.00.p20`, `ikastbrande`),
    /// a paragraph with its sign (`§110`).
    pub also: Vec<String>,
    /// For *børne-* in *børne- og ungeområdet*: the bytes of the word with the shared last part.
    pub lends: Option<Range<usize>>,
}

/// The words of a text, in order.
///
/// Letters and digits make words. Parts joined by `-` or `/` are words of their own; the joined word is at the first
/// part's position too. Numbers joined by `.`, `/` or `-` are whole at the first part's position. A number after `§`
/// can also be searched with its sign; all numbers of a list after `§§` can.
///
/// ```
/// use dagsorden::engine::analysis::words;
///
/// let found = words("SEL § 85, Ikast-Brande");
/// assert_eq!(found.iter().map(|w| w.position).collect::<Vec<_>>(), [0, 1, 2, 3]);
/// assert_eq!(found[1].also, ["§85"]);
/// assert_eq!(found[2].also, ["ikastbrande"]);
/// ```
pub fn words(text: &str) -> Vec<Word> {
    let atoms = atoms(text);
    let mut words = Vec::with_capacity(atoms.len());
    let (mut position, mut sign) = (0, Paragraph::No);
    for (n, atom) in atoms.iter().enumerate() {
        let before = n.checked_sub(1).map_or(0, |p| atoms[p].end);
        let between = &text[before..atom.start];
        position += SECTION_GAP * between.bytes().filter(|b| *b == b'\x0c').count() as u32;
        sign = sign.after(between, &text[atom.clone()]);
        let mut also = chain(text, &atoms, n);
        also.extend(millions(text, &atoms, n));
        if sign != Paragraph::No && starts_with_digit(&text[atom.clone()]) {
            also.push(paragraph(text, &atoms, n));
        }
        words.push(Word { at: atom.clone(), position, also, lends: lender(text, &atoms, n) });
        position += 1;
    }
    words
}

/// Whether the next numbers belong to a paragraph sign.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Paragraph {
    No,
    One,
    List,
}

impl Paragraph {
    /// The state at a word, given the text before it.
    fn after(self, between: &str, word: &str) -> Self {
        let number = starts_with_digit(word);
        match between.matches('§').count() {
            0 if self == Self::List
                && (number || matches!(word.to_lowercase().as_str(), "og" | "eller" | "samt" | "til")) =>
            {
                Self::List
            }
            0 => Self::No,
            _ if !number => Self::No,
            1 => Self::One,
            _ => Self::List,
        }
    }
}

fn starts_with_digit(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
}

/// `§110`, and `§83a` where a single letter follows.
fn paragraph(text: &str, atoms: &[Range<usize>], n: usize) -> String {
    let mut name = format!("§{}", text[atoms[n].clone()].to_lowercase());
    if let Some(next) = atoms.get(n + 1)
        && next.len() == 1
        && &text[atoms[n].end..next.start] == " "
        && text[next.clone()].chars().all(|c| c.is_ascii_lowercase() && c != 'i')
    {
        name.push_str(&text[next.clone()]);
    }
    name
}

/// Whether a character is part of a word.
fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&c)
}

/// Runs of letters and digits. `@` and `|` between letters are broken letters of a scan and belong to the run.
fn atoms(text: &str) -> Vec<Range<usize>> {
    let mut atoms: Vec<Range<usize>> = Vec::with_capacity(text.len() / 6);
    let mut start = None;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let inner =
            matches!(c, '@' | '|') && start.is_some() && chars.peek().is_some_and(|(_, next)| next.is_alphabetic());
        let seam = start.is_some_and(|from| c.is_uppercase() && is_seam(&text[from..at]));
        match (is_letter(c) || inner, start) {
            (true, Some(from)) if seam => {
                atoms.push(from..at);
                start = Some(at);
            }
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                atoms.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    atoms.extend(start.map(|from| from..text.len()));
    atoms
}

/// Whether a capital after this run of letters begins a new word: *takstbilagAfslutning* has lost a space. Shorter runs
/// are spellings such as *McDonald*.
fn is_seam(run: &str) -> bool {
    run.ends_with(char::is_lowercase) && run.chars().count() >= LEAST_BEFORE_SEAM
}

/// The whole chain beginning at atom `n`, if any.
fn chain(text: &str, atoms: &[Range<usize>], n: usize) -> Vec<String> {
    if n > 0 && joined(text, &atoms[n - 1], &atoms[n]) {
        return Vec::new();
    }
    let links = atoms[n..].windows(2).take_while(|w| joined(text, &w[0], &w[1])).count();
    if links == 0 || links >= LONGEST_CHAIN {
        return Vec::new();
    }
    let whole = &text[atoms[n].start..atoms[n + links].end];
    if whole.bytes().any(|b| b.is_ascii_digit()) {
        return std::iter::once(whole.to_lowercase()).chain(without_dots(whole)).collect();
    }
    match whole.contains('.') {
        true => Vec::new(),
        false => vec![whole.chars().filter(|c| is_letter(*c)).flat_map(char::to_lowercase).collect()],
    }
}

/// A number without the dots between its thousands: *1087* of *1.087*.
fn without_dots(number: &str) -> Option<String> {
    let mut groups = number.split('.');
    let first = groups.next().filter(|g| (1..=3).contains(&g.len()))?;
    let digits = |group: &str| group.bytes().all(|b| b.is_ascii_digit());
    let thousands = digits(first) && groups.all(|g| g.len() == 3 && digits(g));
    (thousands && first != "0").then(|| number.replace('.', ""))
}

/// The whole number of *4,6 mio.* where atom `n` is its first: *4600000*.
fn millions(text: &str, atoms: &[Range<usize>], n: usize) -> Option<String> {
    let digits = |at: &Range<usize>| text[at.clone()].bytes().all(|b| b.is_ascii_digit());
    let first = atoms.get(n).filter(|at| digits(at) && at.len() <= 4)?;
    let next = atoms.get(n + 1)?;
    let (decimals, unit) = match &text[first.end..next.start] {
        "," if digits(next) && next.len() <= 3 => (&text[next.clone()], atoms.get(n + 2)?),
        " " | "\u{a0}" => ("", next),
        _ => return None,
    };
    let before = n.checked_sub(1).map_or("", |p| &text[atoms[p].end..first.start]);
    let zeros = match text[unit.clone()].to_lowercase().as_str() {
        "mio" | "million" | "millioner" => 6,
        "mia" | "milliard" | "milliarder" => 9,
        _ => return None,
    };
    let number = &text[first.clone()];
    (!matches!(before, "." | "," | "-" | "/") && !number.starts_with('0') || number == "0" && !decimals.is_empty())
        .then(|| format!("{number}{decimals:0<zeros$}").trim_start_matches('0').to_owned())
        .filter(|n| !n.is_empty())
}

/// True where two atoms are links of a chain.
fn joined(text: &str, left: &Range<usize>, right: &Range<usize>) -> bool {
    matches!(&text[left.end..right.start], "" | "-" | "/" | "." | "\u{2010}" | "\u{2011}")
}

/// The word with the last part for atom `n`: `ungeområdet` to `børne-` in `børne- og ungeområdet`.
fn lender(text: &str, atoms: &[Range<usize>], n: usize) -> Option<Range<usize>> {
    let rest = text[atoms[n].end..].strip_prefix('-')?;
    if !rest.starts_with([' ', ',', '/', '\n']) {
        return None;
    }
    let hanging = |a: &Range<usize>| text[a.end..].starts_with('-');
    let joins = |a: &Range<usize>| matches!(&text[a.clone()], "og" | "eller" | "samt" | "til");
    atoms[n + 1..]
        .iter()
        .take(4)
        .find(|a| !joins(a) && !hanging(a))
        .filter(|_| atoms.get(n + 1).is_some_and(|next| joins(next) || hanging(next)))
        .cloned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Words with their other spellings in brackets.
    fn shown(text: &str) -> String {
        let show = |w: &Word| match w.also.as_slice() {
            [] => text[w.at.clone()].to_owned(),
            also => format!("{}[{}]", &text[w.at.clone()], also.join(" ")),
        };
        words(text).iter().map(show).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn paragraph_is_found_with_and_without_its_sign() {
        assert_eq!(shown("efter § 110"), "efter 110[§110]");
        assert_eq!(shown("SEL §85"), "SEL 85[§85]");
        assert_eq!(shown("§ 83 a om"), "83[§83a] a om");
        assert_eq!(shown("§ 9, stk. 2"), "9[§9] stk 2");
    }

    #[test]
    fn every_number_of_a_list_of_paragraphs_has_the_sign() {
        assert_eq!(
            shown("§§ 107-108, 109 og 110. I 2019"),
            "107[107-108 §107] 108[§108] 109[§109] og 110[§110] I 2019"
        );
    }

    #[test]
    fn number_of_a_case_stands_whole_beside_its_parts() {
        assert_eq!(shown("Sag 27.42.00.P20."), "Sag 27[27.42.00.p20] 42 00 P20");
        assert_eq!(shown("nr. 09/12378"), "nr 09[09/12378] 12378");
    }

    #[test]
    fn number_stands_without_its_dots_and_millions_in_full() {
        assert_eq!(shown("1.087 kr"), "1[1.087 1087] 087 kr");
        assert_eq!(shown("den 1.10.2022"), "den 1[1.10.2022] 10 2022");
        assert_eq!(shown("4,6 mio. kr"), "4[4600000] 6 mio kr");
        assert_eq!(shown("12 mio. og 0,46 mio."), "12[12000000] mio og 0[460000] 46 mio");
    }

    #[test]
    fn parts_of_a_hyphenated_word_stand_apart_and_joined() {
        assert_eq!(shown("Ikast/Brande"), "Ikast[ikastbrande] Brande");
        assert_eq!(shown("hjemløse-indsats"), "hjemløse[hjemløseindsats] indsats");
        assert_eq!(shown("Sætning.Ny"), "Sætning Ny");
        assert_eq!(shown("takstbilagAfslutning McDonald"), "takstbilag[takstbilagafslutning] Afslutning McDonald");
    }

    #[test]
    fn hanging_hyphen_borrows_from_the_next_full_word() {
        let lent = |text: &str| words(text)[0].lends.clone().map(|at| text[at].to_owned());
        assert_eq!(lent("børne- og ungeområdet").as_deref(), Some("ungeområdet"));
        assert_eq!(lent("social-, sundheds- og kulturudvalget").as_deref(), Some("kulturudvalget"));
        assert_eq!(lent("børne- hvad som helst"), None);
    }

    #[test]
    fn section_break_parts_positions() {
        let at: Vec<u32> = words("a b\u{c}c").iter().map(|w| w.position).collect();
        assert_eq!(at, [0, 1, 18]);
    }

    proptest! {
        #[test]
        fn word_is_a_slice_of_the_text(text in "\\PC*|[a-zæøåÆØÅ0-9 §./@|\u{301}\u{c}-]*") {
            let mut last = (0, None);
            for word in words(&text) {
                prop_assert!(word.at.start >= last.0 && last.1 < Some(word.position));
                prop_assert!(text[word.at.clone()].chars().all(|c| is_letter(c) || c == '@' || c == '|'));
                last = (word.at.end, Some(word.position));
            }
        }
    }
}
