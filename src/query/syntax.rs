//! Text → query tree, leniently.
//!
//! | typed | means |
//! | --- | --- |
//! | `takst herberg` | both words, in any form |
//! | `takst OR herberg` | one of them (`ELLER` too) |
//! | `-takst` | not this word |
//! | `"nye takster"` | these very words in this order |
//! | `"nye takster"~3` | with up to three words between |
//! | `herberg*` | words beginning so |
//! | `titel:takst`, `referat:(takst herberg)` | in that part of the item |
//! | `kommune:viborg`, `emne:takster`, `fra:2020`, `nr:1.4` | items passing a [filter](super::filter::all); of this number |
//! | `( … )` | groups |
//!
//! Parsing never fails: it reads unreadable syntax as words, with a [remark](Parsed::remarks). A [`Query`] prints
//! itself in one normal form, and this parses to the same tree.

mod parser;
mod tokens;

use std::fmt;

use super::filter::{self, Filter};
use crate::model::SectionKind;
use parser::Parser;
use tokens::tokens;

/// Most bytes read of a query; no question is longer.
const LONGEST: usize = 4096;
/// Most words and phrases read: each costs look-ups in the index.
const MOST_WORDS: usize = 64;
/// The deepest nesting of parentheses. The parser recurses, so this limits its stack.
const DEEPEST: usize = 16;

/// The part searched for a word, or a condition on the item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// The item's title.
    Title,
    /// The text of sections of one kind.
    Section(SectionKind),
    /// The items passing a filter.
    Filter(&'static Filter),
    /// The item's number as printed.
    Number,
}

/// Names of fields other than filters, the first of each field being the normal one.
const FIELDS: [(&str, Field); 25] = [
    ("title", Field::Title),
    ("titel", Field::Title),
    ("minutes", Field::Section(SectionKind::Minutes)),
    ("referat", Field::Section(SectionKind::Minutes)),
    ("beslutning", Field::Section(SectionKind::Minutes)),
    ("proposal", Field::Section(SectionKind::Proposal)),
    ("indstilling", Field::Section(SectionKind::Proposal)),
    ("case_summary", Field::Section(SectionKind::CaseSummary)),
    ("sagsfremstilling", Field::Section(SectionKind::CaseSummary)),
    ("summary", Field::Section(SectionKind::Summary)),
    ("resume", Field::Section(SectionKind::Summary)),
    ("resumé", Field::Section(SectionKind::Summary)),
    ("background", Field::Section(SectionKind::Background)),
    ("baggrund", Field::Section(SectionKind::Background)),
    ("economy", Field::Section(SectionKind::Economy)),
    ("økonomi", Field::Section(SectionKind::Economy)),
    ("legal", Field::Section(SectionKind::Legal)),
    ("lovgrundlag", Field::Section(SectionKind::Legal)),
    ("hearing", Field::Section(SectionKind::Hearing)),
    ("høring", Field::Section(SectionKind::Hearing)),
    ("attachments", Field::Section(SectionKind::Attachments)),
    ("bilag", Field::Section(SectionKind::Attachments)),
    ("other", Field::Section(SectionKind::Other)),
    ("number", Field::Number),
    ("nr", Field::Number),
];

impl Field {
    /// The field of this name, English or Danish, in any case.
    pub fn from_name(name: &str) -> Option<Self> {
        let name = name.to_lowercase();
        let filter = || filter::all().find(|f| f.names().any(|n| n == name)).map(Self::Filter);
        FIELDS.iter().find(|(n, _)| *n == name).map(|(_, field)| *field).or_else(filter)
    }

    /// Its normal name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Filter(filter) => filter.name,
            _ => FIELDS.iter().find(|(_, field)| *field == self).map_or("", |(name, _)| name),
        }
    }
}

/// A query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Query {
    /// Every item: nothing was typed.
    Everything,
    /// A word in any form; also a number or a paragraph (`§ 110`).
    Word(String),
    /// Words beginning so.
    Prefix(String),
    /// These very words in this order, with up to `slop` words between them.
    Phrase {
        /// The words as typed, separated by spaces.
        words: String,
        /// The most other words between them.
        slop: u32,
    },
    /// In this part, or of this value.
    In(Field, Box<Query>),
    /// The items not found by the query.
    Not(Box<Query>),
    /// The items found by every query.
    All(Vec<Query>),
    /// The items found by at least one query.
    Any(Vec<Query>),
}

impl Query {
    /// All of several, flattened.
    pub fn all(of: Vec<Self>) -> Self {
        Self::gathered(of, Self::All, |q| match q {
            Self::All(inner) => Ok(inner),
            other => Err(other),
        })
    }

    /// Any of several, flattened.
    pub fn any(of: Vec<Self>) -> Self {
        Self::gathered(of, Self::Any, |q| match q {
            Self::Any(inner) => Ok(inner),
            other => Err(other),
        })
    }

    fn gathered(of: Vec<Self>, join: fn(Vec<Self>) -> Self, open: fn(Self) -> Result<Vec<Self>, Self>) -> Self {
        let mut flat = Vec::with_capacity(of.len());
        for query in of.into_iter().filter(|q| *q != Self::Everything) {
            match open(query) {
                Ok(inner) => flat.extend(inner),
                Err(other) => flat.push(other),
            }
        }
        match flat.len() {
            0 => Self::Everything,
            1 => flat.remove(0),
            _ => join(flat),
        }
    }

    fn not(self) -> Self {
        match self {
            Self::Not(inner) => *inner,
            Self::Everything => Self::Everything,
            other => Self::Not(Box::new(other)),
        }
    }

    fn within(self, field: Field) -> Self {
        match self {
            Self::Everything => Self::Everything,
            other => Self::In(field, Box::new(other)),
        }
    }

    /// True for a condition without words of its own: an exclusion, or a value of an item.
    pub(super) fn is_condition(&self) -> bool {
        matches!(self, Self::Not(_) | Self::In(Field::Filter(_) | Field::Number, _))
    }

    /// True for a node without need of parentheses inside another.
    fn is_simple(&self) -> bool {
        !matches!(self, Self::All(_) | Self::Any(_))
    }
}

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner =
            |f: &mut fmt::Formatter<'_>, q: &Self| if q.is_simple() { write!(f, "{q}") } else { write!(f, "({q})") };
        let joined = |f: &mut fmt::Formatter<'_>, of: &[Self], by: &str| {
            of.iter().enumerate().try_for_each(|(n, q)| {
                f.write_str(if n > 0 { by } else { "" })?;
                inner(f, q)
            })
        };
        match self {
            Self::Everything => Ok(()),
            Self::Word(word) => f.write_str(word),
            Self::Prefix(word) => write!(f, "{word}*"),
            Self::Phrase { words, slop: 0 } => write!(f, "\"{words}\""),
            Self::Phrase { words, slop } => write!(f, "\"{words}\"~{slop}"),
            Self::In(field, query) => {
                write!(f, "{}:", field.name())?;
                inner(f, query)
            }
            Self::Not(query) => {
                f.write_str("-")?;
                inner(f, query)
            }
            Self::All(of) => joined(f, of, " "),
            Self::Any(of) => joined(f, of, " OR "),
        }
    }
}

/// A query and its errors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parsed {
    /// The tree.
    pub query: Query,
    /// The unreadable parts, each with its replacement.
    pub remarks: Vec<Remark>,
}

/// An unreadable part of a query, or an impossible request, with its replacement. Prints as a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remark {
    /// Longer than `LONGEST`: the rest was not read.
    TooLong,
    /// More words than `MOST_WORDS`.
    TooManyWords,
    /// Parentheses deeper than `DEEPEST`.
    TooDeep,
    /// An opening quotation mark without a closing one.
    OpenQuote,
    /// An opening parenthesis without a closing one.
    OpenParenthesis,
    /// A closing parenthesis without an opening one.
    LoneParenthesis,
    /// An OR without a word on one side.
    LoneOr,
    /// A minus or a field's name without anything behind it.
    NothingBehind,
    /// A star before or within a word, or a `~` behind one: the word, and its reading.
    SignElsewhere {
        /// The word with its signs, as typed.
        typed: String,
        /// The words searched instead.
        read: String,
    },
    /// Few items have all the words.
    MostWords,
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong => write!(f, "only the first {LONGEST} bytes were read"),
            Self::TooManyWords => write!(f, "only the first {MOST_WORDS} words were read"),
            Self::TooDeep => write!(f, "only {DEEPEST} parentheses within each other were read"),
            Self::OpenQuote => f.write_str("a quotation mark has no other end: read up to the end"),
            Self::OpenParenthesis => f.write_str("a ( has no end: read up to the end"),
            Self::LoneParenthesis => f.write_str("a ) has no beginning: passed over"),
            Self::LoneOr => f.write_str("OR stands between two words: one that does not was passed over"),
            Self::NothingBehind => f.write_str("a - or a field's name has nothing behind it: passed over"),
            Self::SignElsewhere { typed, read } => {
                write!(f, "a * is read only at the end of a word, a ~ only behind a phrase: {typed} is read as {read}")
            }
            Self::MostWords => f.write_str("few items have all the words: those with most of them follow"),
        }
    }
}

/// Reads a query.
///
/// ```
/// use dagsorden::query::syntax::parse;
///
/// assert_eq!(parse("titel:takst (herberg ELLER bosted)").query.to_string(), "title:takst (herberg OR bosted)");
/// assert_eq!(parse("\"nye takster").remarks[0].to_string(), "a quotation mark has no other end: read up to the end");
/// ```
pub fn parse(text: &str) -> Parsed {
    let mut parser = Parser::default();
    let cut = text.floor_char_boundary(LONGEST);
    if cut < text.len() {
        parser.remark(Remark::TooLong);
    }
    let tokens = tokens(&text[..cut], &mut parser.remarks);
    let query = parser.any(&mut tokens.into_iter().peekable(), 0);
    Parsed { query, remarks: parser.remarks }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn query_is_read_as_its_normal_form_says() {
        let table = [
            ("herberg", "herberg"),
            ("  takst   herberg ", "takst herberg"),
            ("takst OG herberg", "takst herberg"),
            ("takst ELLER herberg NOT bosted", "takst OR (herberg -bosted)"),
            ("(a OR b) c", "(a OR b) c"),
            ("a (b c) d", "a b c d"),
            ("-(a b)", "-(a b)"),
            ("--a", "-a"),
            ("-(-a)", "a"),
            ("\"nye  takster\"~3", "\"nye takster\"~3"),
            ("»nye takster«", "\"nye takster\""),
            ("herberg*", "herberg*"),
            ("titel:takst referat:(a b)", "title:takst minutes:(a b)"),
            ("Kommune:Viborg nr:1.4", "municipality:Viborg number:1.4"),
            ("tidligere:Egebjerg fra:22.05.2019", "former:Egebjerg from:22.05.2019"),
            ("lukket:ja type:referat", "closed:ja kind:referat"),
            ("udvalg:\"Social og sundhed\"", "body:\"Social og sundhed\""),
            ("SEL § 85", "SEL § 85"),
            ("§§ 107-108", "§§ 107-108"),
            ("§110", "§110"),
            ("27.42.00.P20", "27.42.00.P20"),
            ("hvad, hvem? (ja)", "hvad hvem ja"),
            ("børne- og ungeområdet", "børne og ungeområdet"),
            ("2019-2020", "2019-2020"),
            ("http://viborg.dk", "http://viborg.dk"),
            ("- a", "a"),
            ("", ""),
            ("?!", ""),
        ];
        for (typed, normal) in table {
            assert_eq!(parse(typed).query.to_string(), normal, "{typed}");
        }
    }

    #[test]
    fn what_cannot_be_read_as_typed_is_remarked() {
        let table = [
            ("\"a b", "a quotation mark has no other end: read up to the end"),
            ("(a b", "a ( has no end: read up to the end"),
            ("a)", "a ) has no beginning: passed over"),
            ("a OR", "OR stands between two words: one that does not was passed over"),
            ("titel:", "a - or a field's name has nothing behind it: passed over"),
            ("her*berg", "a * is read only at the end of a word, a ~ only behind a phrase: her*berg is read as her*"),
            ("*berg", "a * is read only at the end of a word, a ~ only behind a phrase: *berg is read as berg"),
            (
                "titel:herberg~2",
                "a * is read only at the end of a word, a ~ only behind a phrase: herberg~2 is read as herberg",
            ),
        ];
        for (typed, remark) in table {
            let said: Vec<String> = parse(typed).remarks.iter().map(ToString::to_string).collect();
            assert_eq!(said, [remark], "{typed}");
        }
    }

    #[test]
    fn endless_queries_are_cut_and_it_is_said() {
        let deep = parse(&"(".repeat(3000));
        assert!(deep.remarks.contains(&Remark::TooDeep));
        assert_eq!(Remark::TooDeep.to_string(), "only 16 parentheses within each other were read");
        let long = parse(&"a ".repeat(3000));
        assert_eq!(long.remarks, [Remark::TooLong, Remark::TooManyWords]);
    }

    proptest! {
        #[test]
        fn any_text_is_read_and_its_normal_form_reads_the_same(text in "\\PC{0,60}|[a-cø§0-9\"()*~:. -]{0,40}|((a|b\\*|OR|\\(|\\)|-|titel:|\"c d\"|§|1)[ ]?){0,20}") {
            let query = parse(&text).query;
            let normal = query.to_string();
            prop_assert_eq!(parse(&normal).query, query, "{}", normal);
        }
    }
}
