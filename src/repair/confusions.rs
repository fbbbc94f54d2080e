//! The measured table of confusions: which characters are read for which letter, and how often.
//!
//! The table is data, `confusions.tsv`; its comments name the source of each group. It has three parts: small letters
//! anywhere, capitals where a capital (or a sign in its place) was read, and the first stroke of a word.

use std::sync::LazyLock;

static TABLE: LazyLock<Confusions> = LazyLock::new(|| Confusions::parse(include_str!("confusions.tsv")));

/// One way to misread a letter.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Confusion {
    /// Its number in the table.
    pub id: usize,
    /// The characters in the scan, in lower case.
    pub read: Vec<char>,
    /// The letter that was printed, in lower case.
    pub meant: char,
    /// ln P(read | meant).
    pub log_p: f32,
}

impl Confusion {
    /// The printed letter is one of the three unknown to the recogniser.
    pub(super) fn is_danish(&self) -> bool {
        is_danish_letter(self.meant)
    }

    /// The two letters used where the letter cannot be typed: *ae*, *oe*, *aa*.
    pub(super) fn is_spelt_out(&self) -> bool {
        matches!((self.read.as_slice(), self.meant), (['a', 'e'], 'æ') | (['o', 'e'], 'ø') | (['a', 'a'], 'å'))
    }
}

/// Confusions by the first character read.
#[derive(Debug, Default)]
pub(super) struct Group(Vec<(char, Vec<Confusion>)>);

impl Group {
    /// Those that begin with `first` (lower case).
    pub(super) fn starting_with(&self, first: char) -> &[Confusion] {
        match self.0.binary_search_by_key(&first, |(c, _)| *c) {
            Ok(i) => &self.0[i].1,
            Err(_) => &[],
        }
    }

    /// All of them.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Confusion> {
        self.0.iter().flat_map(|(_, list)| list)
    }

    fn add(&mut self, confusion: Confusion) {
        let first = confusion.read[0];
        match self.0.binary_search_by_key(&first, |(c, _)| *c) {
            Ok(i) => self.0[i].1.push(confusion),
            Err(i) => self.0.insert(i, (first, vec![confusion])),
        }
    }
}

/// The whole table.
#[derive(Debug, Default)]
pub(super) struct Confusions {
    /// Of small letters, anywhere in a word.
    pub small: Group,
    /// Of capitals.
    pub capital: Group,
    /// Of the capital that opens a word, read as a small letter or a sign.
    pub opening: Group,
}

/// The embedded table.
pub(super) fn confusions() -> &'static Confusions {
    &TABLE
}

impl Confusions {
    fn parse(table: &str) -> Self {
        let mut all = Self::default();
        let mut id = 0;
        let mut part = "";
        for line in table.lines().filter(|l| !l.is_empty() && !l.starts_with("# ")) {
            if let Some(name) = line.strip_prefix('[') {
                part = name.trim_end_matches(']');
                continue;
            }
            let group = match part {
                "small" => &mut all.small,
                "capital" => &mut all.capital,
                "opening" => &mut all.opening,
                other => panic!("confusions.tsv has no part {other:?}"),
            };
            group.add(entry(id, line).unwrap_or_else(|| panic!("confusions.tsv: {line:?}")));
            id += 1;
        }
        all
    }

    /// All confusions.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Confusion> {
        [&self.small, &self.capital, &self.opening].into_iter().flat_map(Group::iter)
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.iter().count()
    }

    /// How many characters at the start of `token` are a capital misread with signs (`/E`, `A:`, `A‘`) before small
    /// letters. Such a sign belongs to the word.
    pub(super) fn capital_with_sign(&self, token: &str) -> Option<usize> {
        let read: Vec<char> = token.chars().take(4).collect();
        let lower: Vec<char> = read.iter().map(|c| lower(*c)).collect();
        let fits = |c: &&Confusion| {
            let n = c.read.len();
            n < read.len()
                && lower.starts_with(&c.read)
                && c.read.iter().any(|c| !c.is_alphanumeric())
                && read[..n].iter().all(|c| !c.is_lowercase())
                && read[n].is_lowercase()
        };
        self.capital.starting_with(*lower.first()?).iter().find(fits).map(|c| c.read.len())
    }
}

fn entry(id: usize, line: &str) -> Option<Confusion> {
    let mut fields = line.split('\t');
    let read: Vec<char> = fields.next()?.chars().map(lower).collect();
    let meant = fields.next()?.chars().next().map(lower)?;
    let log_p = fields.next()?.parse().ok()?;
    (!read.is_empty()).then_some(Confusion { id, read, meant, log_p })
}

/// The lower-case form as one character; the few that have two keep themselves.
pub(super) fn lower(c: char) -> char {
    let mut forms = c.to_lowercase();
    match (forms.next(), forms.next()) {
        (Some(one), None) => one,
        _ => c,
    }
}

/// æ, ø or å, in lower case.
pub(super) fn is_danish_letter(c: char) -> bool {
    matches!(c, 'æ' | 'ø' | 'å')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reading_is_a_probability_and_means_another_letter() {
        for group in [&confusions().small, &confusions().capital, &confusions().opening] {
            assert!(group.iter().count() > 1);
            for c in group.iter() {
                assert!(c.log_p < 0.0 && c.log_p > -10.0, "{c:?}");
                assert!(c.read != [c.meant], "{c:?}");
            }
        }
    }

    #[test]
    fn readings_of_one_letter_do_not_exceed_one() {
        for letter in ['æ', 'ø', 'å'] {
            let sum: f32 = confusions().small.iter().filter(|c| c.meant == letter).map(|c| c.log_p.exp()).sum();
            assert!((0.9..1.15).contains(&sum), "{letter}: {sum}");
        }
    }

    #[test]
    fn sign_in_a_capital_belongs_to_the_word() {
        assert_eq!(confusions().capital_with_sign("/Eldre"), Some(2));
        assert_eq!(confusions().capital_with_sign("A‘ldrerådet"), Some(2));
        assert_eq!(confusions().capital_with_sign("@konomi"), Some(1));
        assert_eq!(confusions().capital_with_sign("A:"), None);
        assert_eq!(confusions().capital_with_sign("Aldre"), None);
    }
}
