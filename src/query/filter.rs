//! Which items are asked for at all.

use std::str::FromStr;

use jiff::civil::Date;

use crate::index::Dimension;
use crate::model::{MeetingKind, SectionKind};

/// Conditions that every hit meets. Values are what the user typed; they are resolved against the index (without Danish
/// letters, by prefix) when the search runs, and one that fits nothing is an error. Of several values of one filter one has
/// to fit; none lets everything through.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Filters {
    pub municipality: Vec<String>,
    pub region: Vec<String>,
    pub body: Vec<String>,
    pub topic: Vec<String>,
    /// The beginning of a number of KL's plan: `27`, `27.35`, `27.35.04`.
    pub kle: Vec<String>,
    pub kind: Option<MeetingKind>,
    pub from: Option<DateBound>,
    pub to: Option<DateBound>,
    pub closed: Option<bool>,
    /// Only words in sections of these kinds count. Empty for all.
    pub sections: Vec<SectionKind>,
}

impl Filters {
    /// The same without what it says of one facet's values. `None` where it says nothing of them.
    pub(super) fn without(&self, dimension: Dimension) -> Option<Self> {
        let mut other = self.clone();
        match dimension {
            Dimension::Region => other.region.clear(),
            Dimension::Municipality => other.municipality.clear(),
            Dimension::Body => other.body.clear(),
            Dimension::Topic => other.topic.clear(),
            Dimension::Place => {
                other.region.clear();
                other.municipality.clear();
            }
            Dimension::Kle => other.kle.clear(),
            Dimension::Kind => other.kind = None,
            Dimension::Year | Dimension::Month => (other.from, other.to) = (None, None),
        }
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

    /// `2019`, `2019-05`, `2019-05-22` or `22.05.2019`.
    fn from_str(typed: &str) -> Result<Self, String> {
        let wrong = || format!("expected a date such as 2019, 2019-05, 2019-05-22 or 22.05.2019, but found {typed}");
        let number = |s: &str| -> Result<i16, String> {
            if s.len() <= 4 && s.bytes().all(|b| b.is_ascii_digit()) {
                s.parse().map_err(|_| wrong())
            } else {
                Err(wrong())
            }
        };
        let date = |y: &str, m: i16, d: i16| {
            let y = if y.len() == 4 { number(y)? } else { return Err(wrong()) };
            Date::new(y, m as i8, d as i8).map_err(|_| wrong())
        };
        let (first, last) = if let [d, m, y] = typed.split('.').collect::<Vec<_>>()[..] {
            let day = date(y, number(m)?, number(d)?)?;
            (day, day)
        } else {
            match typed.split('-').collect::<Vec<_>>()[..] {
                [y] => (date(y, 1, 1)?, date(y, 12, 31)?),
                [y, m] => {
                    let first = date(y, number(m)?, 1)?;
                    (first, first.last_of_month())
                }
                [y, m, d] => {
                    let day = date(y, number(m)?, number(d)?)?;
                    (day, day)
                }
                _ => return Err(wrong()),
            }
        };
        Ok(Self { first, last })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_filter_that_is_set_can_be_left_out() {
        let filters = Filters { body: vec!["byrådet".into()], closed: Some(true), ..Filters::default() };
        assert_eq!(filters.without(Dimension::Body), Some(Filters { closed: Some(true), ..Filters::default() }));
        assert_eq!(filters.without(Dimension::Topic), None);
    }

    #[test]
    fn year_month_and_day_cover_their_days() {
        let days = |s: &str| s.parse::<DateBound>().map(|b| (b.first.to_string(), b.last.to_string())).unwrap();
        assert_eq!(days("2020-02"), ("2020-02-01".into(), "2020-02-29".into()));
        assert_eq!(days("2019"), ("2019-01-01".into(), "2019-12-31".into()));
        assert_eq!(days("22.05.2019"), days("2019-05-22"));
    }

    #[test]
    fn anything_else_is_told_what_was_expected() {
        for bad in ["", "19", "2019-13", "2019-02-30", "i går", "1.2", "2019-05-22-1", "-5", "99999"] {
            let said = bad.parse::<DateBound>().unwrap_err();
            assert!(said.starts_with("expected a date such as"), "{bad}: {said}");
        }
    }
}
