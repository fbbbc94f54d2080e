//! Filters on items: one table of filters, and the values set in a question.
//!
//! A row of [`all`] makes the option of the command line, the parameter of an address, the parameter of the interface for
//! programs with its description, and the field of the query language ([`syntax`](super::syntax)). Each of them reads a value
//! with [`Filter::read`], so a value means the same everywhere. To add a filter, add a row; its name in other languages is in
//! `words/*.toml`, its description for readers in `docs/query-syntax.md`.

use std::str::FromStr;

use jiff::civil::Date;

use crate::index::Dimension;
use crate::lexicon::dates;
use crate::model::{SectionKind, UNCLEAR};

/// A condition on items, set by a value.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct Filter {
    /// The name in options, parameters, JSON and the query language.
    pub name: &'static str,
    /// Other names in the query language: Danish.
    pub danish: &'static [&'static str],
    /// The kind of its values.
    pub kind: FilterKind,
    /// What a value is called in help: `NAME`.
    pub value_name: &'static str,
    /// Its effect, in one sentence.
    pub about: &'static str,
    /// The counts it narrows down.
    pub dimensions: &'static [Dimension],
}

/// The kind of a filter's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FilterKind {
    /// One or several values of a column of the index.
    Value(Lookup),
    /// The first day, as a [`DateBound`].
    From,
    /// The last day, as a [`DateBound`].
    To,
    /// `yes` or `no`, in a column of truth values.
    YesNo {
        /// The column of the index.
        column: &'static str,
    },
    /// One of these words, in a column; each has a Danish one in the same place.
    Choice {
        /// The column of the index.
        column: &'static str,
        /// The words.
        names: &'static [&'static str],
        /// The Danish words, in the same order.
        danish: &'static [&'static str],
    },
}

/// How a value as typed is found among the paths in a column of the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Lookup {
    /// The column of the index.
    pub column: &'static str,
    /// Steps of its paths, at least and at most.
    pub depths: (usize, usize),
    /// Values are shown as whole paths (`/social/takster`), not by their last steps.
    pub as_path: bool,
    /// A value is meant only as it is, not by its beginning.
    pub whole: bool,
}

/// The words of a [`FilterKind::YesNo`], and the Danish ones.
pub const YES_NO: &[&str] = &["yes", "no"];
const YES_NO_DANISH: &[&str] = &["ja", "nej"];

/// Municipalities of items. A former one lies below its successor.
pub static MUNICIPALITY: Filter = Filter {
    name: "municipality",
    danish: &["kommune"],
    kind: FilterKind::Value(Lookup { column: "place", depths: (2, 3), as_path: false, whole: false }),
    value_name: "NAME",
    about: "Items about this municipality and those that went over into it; without Danish letters or by its first letters too.",
    dimensions: &[Dimension::Municipality, Dimension::Place],
};

/// Regions.
pub static REGION: Filter = Filter {
    name: "region",
    danish: &[],
    kind: FilterKind::Value(Lookup { column: "place", depths: (1, 1), as_path: false, whole: false }),
    value_name: "NAME",
    about: "Items of this region.",
    dimensions: &[Dimension::Region, Dimension::Place],
};

/// Bodies that met.
pub static BODY: Filter = Filter {
    name: "body",
    danish: &["udvalg"],
    kind: FilterKind::Value(Lookup { column: "body", depths: (1, 1), as_path: false, whole: false }),
    value_name: "NAME",
    about: "Items of this body: `byrådet`.",
    dimensions: &[Dimension::Body],
};

/// Topics of items, as paths.
pub static TOPIC: Filter = Filter {
    name: "topic",
    danish: &["emne"],
    kind: FilterKind::Value(Lookup { column: "topic", depths: (1, usize::MAX), as_path: true, whole: false }),
    value_name: "TOPIC",
    about: "Items on this topic and those below it: `social`.",
    dimensions: &[Dimension::Topic],
};

/// Agendas, minutes, or documents of no meeting.
pub static KIND: Filter = Filter {
    name: "kind",
    danish: &["type"],
    kind: FilterKind::Choice {
        column: "kind",
        names: &["agenda", "minutes", "other"],
        danish: &["dagsorden", "referat", "andet"],
    },
    value_name: "KIND",
    about: "Agendas, minutes or other documents only.",
    dimensions: &[Dimension::Kind],
};

/// Outcomes of items. The order is that of [`Outcome::ALL`](crate::model::Outcome), with `unclear` behind.
pub static OUTCOME: Filter = Filter {
    name: "outcome",
    danish: &["udfald", "afgørelse"],
    kind: FilterKind::Choice { column: "outcome", names: OUTCOMES, danish: OUTCOMES_DANISH },
    value_name: "OUTCOME",
    about: "Items of which this became; `unclear` where the words decide something and it cannot be said what.",
    dimensions: &[Dimension::Outcome],
};
const OUTCOMES: &[&str] = &[
    "approved",
    "approved_with_changes",
    "partly_approved",
    "noted",
    "recommended",
    "recommended_with_changes",
    "not_recommended",
    "sent_on",
    "sent_back",
    "postponed",
    "rejected",
    "withdrawn",
    "elected",
    "discussed",
    UNCLEAR,
];
const OUTCOMES_DANISH: &[&str] = &[
    "godkendt",
    "godkendt_med_ændringer",
    "delvist_godkendt",
    "efterretning",
    "anbefalet",
    "anbefalet_med_ændringer",
    "ikke_anbefalet",
    "sendt_videre",
    "sendt_tilbage",
    "udsat",
    "forkastet",
    "udgået",
    "valgt",
    "drøftet",
    "uklart",
];

/// Numbers of KL's plan in items. 27.3 is no group of the plan, so figures are meant as they are.
pub static KLE: Filter = Filter {
    name: "kle",
    danish: &[],
    kind: FilterKind::Value(Lookup { column: "kle", depths: (1, usize::MAX), as_path: false, whole: true }),
    value_name: "NUMBER",
    about: "Items that name this number of KL's plan (KLE) or one below it: `27`, `27.35`, `27.35.04`.",
    dimensions: &[Dimension::Kle],
};

/// The first day.
pub static FROM: Filter = Filter {
    name: "from",
    danish: &["fra"],
    kind: FilterKind::From,
    value_name: "DATE",
    about: "Meetings on that day or later: `2019`, `2019-05`, `2019-05-22`, `22.05.2019`, `maj 2019`.",
    dimensions: &[Dimension::Year, Dimension::Month],
};

/// The last day.
pub static TO: Filter = Filter {
    name: "to",
    danish: &["til"],
    kind: FilterKind::To,
    value_name: "DATE",
    about: "Meetings on that day or earlier; a year or month counts whole.",
    dimensions: &[Dimension::Year, Dimension::Month],
};

/// Items behind closed doors.
pub static CLOSED: Filter = Filter {
    name: "closed",
    danish: &["lukket"],
    kind: FilterKind::YesNo { column: "closed" },
    value_name: "YES|NO",
    about: "Items dealt with behind closed doors: only those, or none of them.",
    dimensions: &[],
};

/// A row for tests: it proves a filter needs only a row.
#[cfg(test)]
pub static FORMER: Filter = Filter {
    name: "former",
    danish: &["tidligere"],
    kind: FilterKind::Value(Lookup { column: "place", depths: (3, 3), as_path: false, whole: false }),
    value_name: "NAME",
    about: "Items about this former municipality.",
    dimensions: &[Dimension::Place],
};

/// The table.
#[cfg(not(test))]
static ALL: [&Filter; 10] = [&MUNICIPALITY, &REGION, &BODY, &TOPIC, &KIND, &OUTCOME, &KLE, &FROM, &TO, &CLOSED];
#[cfg(test)]
static ALL: [&Filter; 11] =
    [&MUNICIPALITY, &REGION, &BODY, &TOPIC, &KIND, &OUTCOME, &KLE, &FROM, &TO, &CLOSED, &FORMER];

/// Every filter, in the order of lists.
pub fn all() -> impl Iterator<Item = &'static Filter> {
    ALL.into_iter()
}

impl Filter {
    /// The filter of that English name.
    pub fn named(name: &str) -> Option<&'static Self> {
        all().find(|f| f.name == name)
    }

    /// Its names in the query language, the normal one first.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.name).chain(self.danish.iter().copied())
    }

    /// It takes several values, and one of them has to fit.
    pub fn is_many(&self) -> bool {
        matches!(self.kind, FilterKind::Value(_))
    }

    /// The allowed words. `None` where any word is allowed.
    pub fn choices(&self) -> Option<&'static [&'static str]> {
        match self.kind {
            FilterKind::Choice { names, .. } => Some(names),
            FilterKind::YesNo { .. } => Some(YES_NO),
            FilterKind::Value(_) | FilterKind::From | FilterKind::To => None,
        }
    }

    /// The Danish words for its choices, in the same order.
    pub fn danish_choices(&self) -> &'static [&'static str] {
        match self.kind {
            FilterKind::Choice { danish, .. } => danish,
            FilterKind::YesNo { .. } => YES_NO_DANISH,
            FilterKind::Value(_) | FilterKind::From | FilterKind::To => &[],
        }
    }

    /// A value as it is kept: without blanks around it, a choice by its English word.
    ///
    /// # Errors
    ///
    /// The expected form, for a wrong date or a word outside the choices. Whether the index has a value of a
    /// [`FilterKind::Value`] is known only when a question is answered.
    pub fn read(&self, typed: &str) -> Result<String, String> {
        let typed = typed.trim();
        if matches!(self.kind, FilterKind::From | FilterKind::To) {
            typed.parse::<DateBound>()?;
        }
        let Some(choices) = self.choices() else { return Ok(typed.to_owned()) };
        let at = choices.iter().position(|c| *c == typed);
        let at = at.or_else(|| self.danish_choices().iter().position(|c| *c == typed));
        let wrong = || format!("expected one of {}, but found {typed}", choices.join(", "));
        at.map(|at| choices[at].to_owned()).ok_or_else(wrong)
    }
}

/// Conditions on every hit. Values are kept as typed; those of a [`FilterKind::Value`] are resolved against the index
/// (without Danish letters, by their beginning) when a question is answered, and an unknown one is an error.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Filters {
    /// In the order of the table, each with a value at least.
    set: Vec<(&'static Filter, Vec<String>)>,
    /// Only words in sections of these kinds count. Empty for all.
    pub sections: Vec<SectionKind>,
}

impl Filters {
    /// The same with one more value.
    ///
    /// # Errors
    ///
    /// As [`Filter::read`].
    pub fn with(mut self, filter: &'static Filter, typed: &str) -> Result<Self, String> {
        self.add(filter, typed)?;
        Ok(self)
    }

    /// The same with words counting only in sections of these kinds.
    #[must_use]
    pub fn in_sections(mut self, sections: Vec<SectionKind>) -> Self {
        self.sections = sections;
        self
    }

    /// Adds a value. Where a filter takes one value, it replaces the one before.
    ///
    /// # Errors
    ///
    /// As [`Filter::read`].
    pub fn add(&mut self, filter: &'static Filter, typed: &str) -> Result<(), String> {
        let value = filter.read(typed)?;
        let place = |of: &Filter| ALL.iter().position(|f| f.name == of.name);
        let at = self.set.partition_point(|(known, _)| place(known) < place(filter));
        if self.set.get(at).is_none_or(|(known, _)| known.name != filter.name) {
            self.set.insert(at, (filter, Vec::new()));
        }
        let values = &mut self.set[at].1;
        if !filter.is_many() {
            values.clear();
        }
        if !values.contains(&value) {
            values.push(value);
        }
        Ok(())
    }

    /// Removes the values of a filter for which `gone` is true.
    pub fn remove(&mut self, filter: &Filter, gone: impl Fn(&str) -> bool) {
        for (_, values) in self.set.iter_mut().filter(|(known, _)| known.name == filter.name) {
            values.retain(|v| !gone(v));
        }
        self.set.retain(|(_, values)| !values.is_empty());
    }

    /// Removes all values of a filter.
    pub fn clear(&mut self, filter: &Filter) {
        self.remove(filter, |_| true);
    }

    /// The filters with values, in the order of the table.
    pub fn set(&self) -> impl Iterator<Item = (&'static Filter, &[String])> {
        self.set.iter().map(|(filter, values)| (*filter, values.as_slice()))
    }

    /// The values of one filter.
    pub fn values(&self, filter: &Filter) -> &[String] {
        self.set().find(|(known, _)| known.name == filter.name).map_or(&[], |(_, values)| values)
    }

    /// The value of a filter with one value.
    pub fn value(&self, filter: &Filter) -> Option<&str> {
        self.values(filter).first().map(String::as_str)
    }

    /// The first days to include.
    pub fn from(&self) -> Option<DateBound> {
        self.value(&FROM)?.parse().ok()
    }

    /// The last days to include.
    pub fn to(&self) -> Option<DateBound> {
        self.value(&TO)?.parse().ok()
    }

    /// Whether items behind closed doors are asked for: only those, none of them, or all items.
    pub fn closed(&self) -> Option<bool> {
        self.value(&CLOSED).map(|v| v == YES_NO[0])
    }

    /// Restricts to items behind closed doors, or to the others.
    pub fn set_closed(&mut self, closed: bool) {
        // Both words are choices of the filter.
        let _ = self.add(&CLOSED, YES_NO[usize::from(!closed)]);
    }

    /// The same without the filters on one facet. `None` where there are none.
    pub(crate) fn without(&self, dimension: Dimension) -> Option<Self> {
        let mut other = self.clone();
        other.set.retain(|(filter, _)| !filter.dimensions.contains(&dimension));
        (other != *self).then_some(other)
    }
}

/// A date as a filter takes it: a year, a month or a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateBound {
    /// The first day it covers.
    pub first: Date,
    /// The last day it covers.
    pub last: Date,
}

impl FromStr for DateBound {
    type Err = String;

    /// Reads every form of [`dates::parse_period`].
    fn from_str(typed: &str) -> Result<Self, String> {
        let (first, last) = dates::parse_period(typed).ok_or_else(|| {
            format!("expected a date such as 2019, 2019-05, 2019-05-22, 22.05.2019 or maj 2019, but found {typed}")
        })?;
        Ok(Self { first, last })
    }
}

#[cfg(test)]
mod tests {
    use super::super::history::tests::{index_of, item};
    use super::super::{Question, search};
    use super::*;

    #[test]
    fn only_a_filter_that_is_set_can_be_left_out() {
        let closed = Filters::default().with(&CLOSED, "yes").unwrap();
        let filters = closed.clone().with(&BODY, "byrådet").unwrap();
        assert_eq!(filters.without(Dimension::Body), Some(closed));
        assert_eq!(filters.without(Dimension::Topic), None);
    }

    #[test]
    fn one_value_replaces_another_and_many_are_kept_once() {
        let mut filters = Filters::default();
        for (filter, typed) in
            [(&TO, "2020"), (&BODY, "a"), (&BODY, " b "), (&BODY, "a"), (&TO, "2021"), (&REGION, "x")]
        {
            filters.add(filter, typed).unwrap();
        }
        let set: Vec<(&str, Vec<String>)> = filters.set().map(|(f, v)| (f.name, v.to_vec())).collect();
        let of = |name, values: &[&str]| (name, values.iter().map(|v| (*v).to_owned()).collect::<Vec<_>>());
        assert_eq!(set, [of("region", &["x"]), of("body", &["a", "b"]), of("to", &["2021"])]);
        filters.remove(&BODY, |v| v == "a");
        filters.clear(&TO);
        assert_eq!((filters.values(&BODY), filters.to()), (&["b".to_owned()][..], None));
    }

    #[test]
    fn choices_are_read_in_danish_too_and_others_are_errors() {
        assert_eq!(KIND.read(" referat ").as_deref(), Ok("minutes"));
        assert_eq!(CLOSED.read("nej").as_deref(), Ok("no"));
        assert_eq!(KIND.read("notat"), Err("expected one of agenda, minutes, other, but found notat".into()));
        assert!(FROM.read("i går").unwrap_err().starts_with("expected a date such as"));
    }

    #[test]
    fn every_outcome_can_be_asked_for() {
        let names: Vec<&str> = crate::model::Outcome::ALL.into_iter().map(crate::model::Outcome::name).collect();
        assert_eq!(OUTCOMES[..names.len()], names);
        assert_eq!(OUTCOME.read("udsat").as_deref(), Ok("postponed"));
    }

    #[test]
    fn names_are_unique_and_each_choice_has_a_danish_word() {
        let mut names: Vec<&str> = all().flat_map(Filter::names).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
        assert!(all().all(|f| f.choices().unwrap_or_default().len() == f.danish_choices().len()));
    }

    #[test]
    fn year_month_and_day_cover_their_days() {
        let days = |s: &str| s.parse::<DateBound>().map(|b| (b.first.to_string(), b.last.to_string())).unwrap();
        assert_eq!(days("2020-02"), ("2020-02-01".into(), "2020-02-29".into()));
        assert_eq!(days("2019"), ("2019-01-01".into(), "2019-12-31".into()));
        for danish in ["22.05.2019", "22-05-2019", "22/5 2019", "22. maj 2019"] {
            assert_eq!(days(danish), days("2019-05-22"), "{danish}");
        }
    }

    #[test]
    fn anything_else_is_told_what_was_expected() {
        for bad in ["", "19", "2019-13", "2019-02-30", "i går", "1.2", "2019-05-22-1", "-5", "99999"] {
            let said = bad.parse::<DateBound>().unwrap_err();
            assert!(said.starts_with("expected a date such as"), "{bad}: {said}");
        }
    }

    #[test]
    fn every_filter_is_described_for_readers() {
        let page = include_str!("../../docs/query-syntax.md");
        for filter in all().filter(|f| f.name != FORMER.name) {
            let row = page.lines().find(|l| l.starts_with(&format!("| `--{} ", filter.name)));
            let row = row.unwrap_or_else(|| panic!("--{}: no row in docs/query-syntax.md", filter.name));
            let words = filter.names().chain(filter.choices().unwrap_or_default().iter().copied());
            words.chain(filter.danish_choices().iter().copied()).for_each(|word| {
                assert!(row.contains(&format!("`{word}`")), "{word}: not in {row}");
            });
        }
    }

    #[test]
    fn row_of_the_table_is_a_field_of_the_query_language_and_is_answered() {
        let of = |id: &str, day: &str, place: &str| {
            let mut item = item(id, day, "Takster for herberger", "");
            item.item.municipalities = vec![place.into()];
            item
        };
        let (_folder, index) = index_of(&[of("a#1", "2005-03-01", "Egebjerg"), of("b#1", "2005-03-08", "Svendborg")]);
        let ids = |query: &str, filters: Filters| {
            let question = Question { words: query.into(), filters, ..Question::default() };
            search(&index, &question).map(|answer| answer.hits.into_iter().map(|h| h.id).collect::<Vec<_>>())
        };
        assert_eq!(ids("herberg tidligere:egebjerg", Filters::default()).unwrap(), ["a#1"]);
        assert_eq!(ids("", Filters::default().with(&FORMER, "Egebjerg").unwrap()).unwrap(), ["a#1"]);
        assert_eq!(ids("fra:2005 til:2005-03 type:referat kommune:svendborg", Filters::default()).unwrap().len(), 2);
        assert_eq!(ids("til:2004", Filters::default()).unwrap(), [""; 0]);
        let wrong = |query: &str| ids(query, Filters::default()).unwrap_err().to_string();
        assert!(wrong("former:Gudme").contains("hint: it has Egebjerg"), "{}", wrong("former:Gudme"));
        assert!(wrong("type:notat").contains("hint: it has agenda, minutes, other"), "{}", wrong("type:notat"));
        assert!(wrong("fra:mandag").contains("expected a date such as"), "{}", wrong("fra:mandag"));
    }
}
