//! Months without a meeting in a monthly series.

use std::collections::BTreeSet;

use jiff::civil::Date;

/// Months before and after a month to judge its series by. More would smooth over a change of the rhythm.
const AROUND: i32 = 6;
/// The share of the months around it with a meeting, for a monthly series. A higher one misses series with other gaps.
const SHARE: (usize, usize) = (3, 4);
const LEAST: usize = 6;
/// Nobody meets in July.
const SUMMER: i32 = 7;

/// A month, as months since the year 0.
type Month = i32;

/// The months, as `2019-05`, without a meeting of an otherwise monthly body: between its first meeting and its last,
/// except July, and except months also skipped in a year before or after, because many bodies skip January.
pub(super) fn holes(days: &[Date]) -> Vec<String> {
    let met: BTreeSet<Month> = days.iter().map(|day| i32::from(day.year()) * 12 + i32::from(day.month()) - 1).collect();
    let (Some(&first), Some(&last)) = (met.first(), met.last()) else { return Vec::new() };
    let counts = |month: &Month| (first..=last).contains(month) && month.rem_euclid(12) + 1 != SUMMER;
    let is_monthly = |month: Month| {
        let around: Vec<Month> = (month - AROUND..=month + AROUND).filter(|m| *m != month && counts(m)).collect();
        let held = around.iter().filter(|m| met.contains(m)).count();
        around.len() >= LEAST && held * SHARE.1 >= around.len() * SHARE.0
    };
    let is_habit = |month: Month| {
        let mut others = [month - 12, month + 12].into_iter().filter(|m| counts(m) && is_monthly(*m));
        others.any(|m| !met.contains(&m))
    };
    let missing = (first..=last).filter(|m| counts(m) && !met.contains(m) && is_monthly(*m) && !is_habit(*m));
    missing.map(|m| format!("{:04}-{:02}", m.div_euclid(12), m.rem_euclid(12) + 1)).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    /// Meetings in these months of a year.
    fn year(year: i16, months: impl IntoIterator<Item = i8>) -> Vec<Date> {
        months.into_iter().map(|month| date(year, month, 14)).collect()
    }

    const MONTHLY: [i8; 11] = [1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12];

    #[test]
    fn month_without_a_meeting_is_a_hole() {
        let days = [year(2018, MONTHLY), year(2019, MONTHLY.into_iter().filter(|m| *m != 5)), year(2020, MONTHLY)];
        assert_eq!(holes(&days.concat()), ["2019-05"]);
    }

    #[test]
    fn summer_and_months_that_are_left_out_every_year_are_none() {
        assert!(holes(&[year(2018, MONTHLY), year(2019, MONTHLY)].concat()).is_empty());
        let without_january = || MONTHLY.into_iter().skip(1);
        let days = [year(2018, without_january()), year(2019, without_january()), year(2020, without_january())];
        assert!(holes(&days.concat()).is_empty());
    }

    #[test]
    fn body_that_meets_now_and_then_has_no_holes() {
        let quarterly = [2018, 2019, 2020].map(|y| year(y, [2, 5, 9, 11]));
        assert!(holes(&quarterly.concat()).is_empty());
        assert!(holes(&year(2019, [1, 2, 3, 5, 6])).is_empty(), "too few to tell");
        assert!(holes(&[]).is_empty());
    }

    #[test]
    fn body_that_met_monthly_once_is_judged_by_its_own_years() {
        let days = [year(2017, MONTHLY), year(2018, MONTHLY.into_iter().filter(|m| *m != 4)), year(2019, [3, 9])];
        assert_eq!(holes(&days.concat()), ["2018-04"]);
    }

    proptest! {
        #[test]
        fn hole_lies_between_meetings_and_has_none(months in prop::collection::vec((1990_i16..2030, 1_i8..=12), 0..80)) {
            let days: Vec<Date> = months.iter().map(|(y, m)| date(*y, *m, 1)).collect();
            let met: BTreeSet<String> = months.iter().map(|(y, m)| format!("{y:04}-{m:02}")).collect();
            for hole in holes(&days) {
                prop_assert!(!met.contains(&hole) && !hole.ends_with("-07"));
                prop_assert!(met.first().is_some_and(|first| *first < hole) && met.last().is_some_and(|last| *last > hole));
            }
        }
    }
}
