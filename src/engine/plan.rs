//! A question to an engine, as plain data.
//!
//! A [`Plan`] has the wanted words, the conditions, and the bonuses for a better rank. It names terms, parts of items
//! and values, and nothing of any particular engine. It prints in one normal form:
//!
//! ```text
//! want (=takst exact | ~takst inflected | +takst compound) in title, proposal
//! not =herberg exact in title, proposal
//! only place Midtjylland/Viborg
//! ```

use std::fmt;
use std::ops::ControlFlow;

use jiff::civil::Date;

use crate::index::format::ItemPart;

/// How near a word is to the typed one. Ordered from the nearest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// The word itself.
    Exact,
    /// Another inflection of it.
    Inflected,
    /// A part of a compound.
    Compound,
    /// A broken, ASCII or misspelt form.
    Spelling,
    /// Another word for the same.
    Synonym,
}

impl Form {
    /// The name used in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Inflected => "inflected",
            Self::Compound => "compound",
            Self::Spelling => "spelling",
            Self::Synonym => "synonym",
        }
    }
}

/// A term and how near it is to the typed word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    /// With its sign; see [`analysis`](super::analysis).
    pub term: String,
    /// How near it is.
    pub form: Form,
}

/// A word, found by any of its variants in any of the parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Its terms.
    pub variants: Vec<Variant>,
    /// Where it may occur.
    pub parts: Vec<ItemPart>,
    /// Nothing else is asked for: a nearer form then wins, however frequent a farther one is.
    pub alone: bool,
}

/// Consecutive terms that match a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sequence {
    /// Each with its position, counted from the first.
    pub terms: Vec<(usize, String)>,
    /// The most words between them, in all.
    pub slop: u32,
    /// How near it is to the typed words.
    pub form: Form,
}

impl Sequence {
    /// Positions between each term and the one before it; 0 for the first.
    pub fn steps(&self) -> impl Iterator<Item = u32> {
        let before = std::iter::once(0).chain(self.terms.iter().map(|(at, _)| *at));
        self.terms.iter().zip(before).map(|((at, _), before)| at.saturating_sub(before) as u32)
    }

    /// Where the terms follow each other, by the positions of each, ascending. A row begins at a position of the first
    /// term if the others follow within the slop. Each later term counts at its nearest position.
    pub fn rows(&self, positions: &[impl AsRef<[u32]>]) -> Vec<u32> {
        let mut found = Vec::new();
        self.each_row(positions, |row| {
            found.extend(row);
            ControlFlow::Continue(())
        });
        found
    }

    /// The number of rows; with `first`, it stops at one.
    pub fn count(&self, positions: &[impl AsRef<[u32]>], first: bool) -> u32 {
        let mut count = 0;
        self.each_row(positions, |_| {
            count += 1;
            if first { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        count
    }

    fn each_row(&self, positions: &[impl AsRef<[u32]>], mut each: impl FnMut(&[u32]) -> ControlFlow<()>) {
        let mut row = Vec::with_capacity(positions.len());
        for first in positions.first().map(AsRef::as_ref).into_iter().flatten() {
            row.clear();
            row.push(*first);
            let (mut last, mut slack) = (*first, self.slop);
            for (of_term, step) in positions.iter().map(AsRef::as_ref).zip(self.steps()).skip(1) {
                let earliest = last + step;
                let next = of_term.get(of_term.partition_point(|p| *p < earliest));
                let Some(next) = next.filter(|p| **p - earliest <= slack) else { break };
                slack -= next - earliest;
                last = *next;
                row.push(last);
            }
            if row.len() == positions.len() && each(&row).is_break() {
                return;
            }
        }
    }
}

/// A set of items, and the value of each for the score.
#[derive(Debug, Clone, PartialEq)]
pub enum Clause {
    /// No item.
    Nothing,
    /// Every item, worth nothing.
    Everything,
    /// Items with a word.
    Word(Word),
    /// Items with a sequence in one of the parts.
    Sequence(Sequence, Vec<ItemPart>),
    /// Items with at least one of these. The value is that of the best.
    Best(Vec<Clause>),
    /// Items with at least one of these. The value is their sum.
    Any(Vec<Clause>),
    /// Items with all of these. The value is their sum.
    All(Vec<Clause>),
    /// The same items, with the value times a factor.
    Scaled(Box<Clause>, f32),
    /// The same items, each with this value.
    Worth(Box<Clause>, f32),
    /// Items without it, worth nothing.
    Not(Box<Clause>),
    /// Items with one of these values, or one below it, in a column of paths (`place`, `body`, `topic`, `kind`, `kle`);
    /// worth nothing. A path begins with the most general value.
    Value(&'static str, Vec<Vec<String>>),
    /// Items with this truth value in a column (`closed`); worth nothing.
    Flag(&'static str, bool),
    /// Items of meetings from one day to another, both included, undated ones never; worth nothing.
    Days(Option<Date>, Option<Date>),
    /// Items with this number or case number, in lower case; worth nothing.
    Number(String),
    /// The strict matches of another plan.
    Plan(Box<Plan>),
}

impl Clause {
    /// The same items, each word valued as one of several: no form is lifted above all farther ones.
    #[must_use]
    pub fn among_others(self) -> Self {
        let each = |clauses: Vec<Self>| clauses.into_iter().map(Self::among_others).collect();
        match self {
            Self::Word(word) => Self::Word(Word { alone: false, ..word }),
            Self::Best(of) => Self::Best(each(of)),
            Self::Any(of) => Self::Any(each(of)),
            Self::All(of) => Self::All(each(of)),
            Self::Scaled(of, factor) => Self::Scaled(Box::new(of.among_others()), factor),
            other => other,
        }
    }
}

/// Something wanted.
#[derive(Debug, Clone, PartialEq)]
pub struct Wanted {
    /// The items with it.
    pub strict: Clause,
    /// The items counted as having it if there are few strict matches: a compound by its parts anywhere in the item.
    pub loose: Clause,
}

/// A sequence with a bonus for the score.
#[derive(Debug, Clone, PartialEq)]
pub struct Bonus {
    /// The sequence.
    pub sequence: Sequence,
    /// Where it may occur. Only the best part counts.
    pub parts: Vec<ItemPart>,
    /// The bonus, times the rarities of its words; twice as much in a title.
    pub worth: f32,
}

/// A question to an engine.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Plan {
    /// One for each word, phrase or group: all are required, or most.
    pub wanted: Vec<Wanted>,
    /// Conditions from the words (`udvalg:social`); worth nothing.
    pub values: Vec<Clause>,
    /// Conditions from the filters; worth nothing.
    pub filters: Vec<Clause>,
    /// Excluded words: no hit has one.
    pub unwanted: Vec<Clause>,
    /// Bonuses: never required.
    pub bonus: Vec<Bonus>,
}

impl fmt::Display for Variant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.term, self.form.name())
    }
}

impl fmt::Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.variants.as_slice() {
            [one] => one.fmt(f)?,
            several => write!(f, "({})", joined(several, " | "))?,
        }
        f.write_str(if self.alone { " alone" } else { "" })?;
        in_parts(f, &self.parts)
    }
}

impl fmt::Display for Sequence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut next = 0;
        f.write_str("\"")?;
        for (n, (at, term)) in self.terms.iter().enumerate() {
            f.write_str(if n > 0 { " " } else { "" })?;
            (next..*at).try_for_each(|_| f.write_str("_ "))?;
            f.write_str(term)?;
            next = at + 1;
        }
        f.write_str("\"")?;
        if self.slop > 0 {
            write!(f, "~{}", self.slop)?;
        }
        write!(f, " {}", self.form.name())
    }
}

impl fmt::Display for Clause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = |day: &Option<Date>| day.map_or_else(String::new, |d| d.to_string());
        match self {
            Self::Nothing => f.write_str("nothing"),
            Self::Everything => f.write_str("everything"),
            Self::Word(word) => word.fmt(f),
            Self::Sequence(sequence, parts) => {
                sequence.fmt(f)?;
                in_parts(f, parts)
            }
            Self::Best(of) => write!(f, "best of [{}]", joined(of, "; ")),
            Self::Any(of) => write!(f, "any of [{}]", joined(of, "; ")),
            Self::All(of) => write!(f, "all of [{}]", joined(of, "; ")),
            Self::Scaled(of, factor) => write!(f, "{factor} x {of}"),
            Self::Worth(of, worth) => write!(f, "{of} worth {worth}"),
            Self::Not(of) => write!(f, "not {of}"),
            Self::Value(column, paths) => {
                let paths: Vec<String> = paths.iter().map(|path| path.join("/")).collect();
                write!(f, "{column} {}", joined(&paths, " | "))
            }
            Self::Flag(column, value) => write!(f, "{column} {value}"),
            Self::Days(from, to) => write!(f, "days {}..{}", day(from), day(to)),
            Self::Number(number) => write!(f, "number {number}"),
            Self::Plan(plan) => write!(f, "{{{}}}", plan.to_string().replace('\n', "; ")),
        }
    }
}

impl fmt::Display for Plan {
    /// A line for each clause: `want`, `want … or loosely …`, `only`, `not`, `better with`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let want = |w: &Wanted| match w.strict == w.loose {
            true => format!("want {}", w.strict),
            false => format!("want {} or loosely {}", w.strict, w.loose),
        };
        let mut lines: Vec<String> = self.wanted.iter().map(want).collect();
        lines.extend(self.values.iter().chain(&self.filters).map(|c| format!("only {c}")));
        lines.extend(self.unwanted.iter().map(|c| format!("not {c}")));
        for Bonus { sequence, parts, worth } in &self.bonus {
            let parts: Vec<&str> = parts.iter().map(|p| p.name()).collect();
            lines.push(format!("better with {sequence} in {} by {worth}", parts.join(", ")));
        }
        f.write_str(if lines.is_empty() { "everything" } else { "" })?;
        f.write_str(&lines.join("\n"))
    }
}

fn joined(of: &[impl fmt::Display], by: &str) -> String {
    of.iter().map(ToString::to_string).collect::<Vec<_>>().join(by)
}

fn in_parts(f: &mut fmt::Formatter<'_>, parts: &[ItemPart]) -> fmt::Result {
    let names: Vec<&str> = parts.iter().map(|p| p.name()).collect();
    write!(f, " in {}", if names.is_empty() { "no part".to_owned() } else { names.join(", ") })
}
