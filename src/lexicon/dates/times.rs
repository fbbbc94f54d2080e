//! Times of day: `kl. 13.45-16.00`, `18:00`.

use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::Time;
use regex::{Captures, Regex};

use super::{ends_here, find, number, pattern, scan};

/// A time of day, or a range of times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundTimes {
    /// Byte range, including `kl.`.
    pub at: Range<usize>,
    /// The time, or the start of the range.
    pub start: Time,
    /// The end of the range.
    pub end: Option<Time>,
}

static MISREAD_CLOCK: LazyLock<Regex> = LazyLock::new(|| pattern(r"(^|[^\p{L}])[Kk][1I|](\.|\s)"));
static TIMES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(klokken\s*|kl\s?[.:]?\s*)?(?:ca\.?\s*)?([0-9]{1,2})(?:([.:])([0-9]{2}))?([.:][0-9]{2})?(?:(?:\s*[-–—]\s*|\s+til\s+|\s+og\s+til\s+)(?:klokken\s*|kl\s?[.:]?\s*)?(?:ca\.?\s*)?([0-9]{1,2})(?:([.:])([0-9]{2}))?([.:][0-9]{2})?)?",
    )
});

/// Every unambiguous time of day in `text`, in order: with `kl.`, with a colon, or a range with minutes.
///
/// ```
/// use dagsorden::lexicon::dates;
/// use jiff::civil::time;
///
/// let found = dates::find_times("Tidspunkt: Kl. 8:30-11:15, pris 13.45");
/// assert_eq!(found.len(), 1);
/// assert_eq!((found[0].start, found[0].end), (time(8, 30, 0, 0), Some(time(11, 15, 0, 0))));
/// ```
pub fn find_times(text: &str) -> Vec<FoundTimes> {
    times(text, |c| {
        let minutes = |i| c.get(i).is_some();
        minutes(1) || c.get(3).is_some_and(|s| s.as_str() == ":") || (minutes(4) && minutes(8))
    })
}

/// The times in the value of a time field: here `10-12`, `13.45` and `19` count, too. A date may precede them.
///
/// ```
/// use dagsorden::lexicon::dates;
/// use jiff::civil::time;
///
/// let found = dates::parse_times("23. marts 2015, 10-12").unwrap();
/// assert_eq!((found.start, found.end), (time(10, 0, 0, 0), Some(time(12, 0, 0, 0))));
/// ```
pub fn parse_times(value: &str) -> Option<FoundTimes> {
    find_times(value).into_iter().next().or_else(|| times(value, |_| true).into_iter().next())
}

/// Every time accepted by `is_time`, outside of dates.
fn times(text: &str, is_time: impl Fn(&Captures<'_>) -> bool) -> Vec<FoundTimes> {
    let blanked = without_dates(text);
    let read = |c: &Captures<'_>, _: &str, after: &str| {
        let start = time(&c[2], c.get(4).map(|m| m.as_str()))?;
        let end = c.get(6).and_then(|hour| time(hour.as_str(), c.get(8).map(|m| m.as_str())));
        (is_time(c) && ends_here(after, ":").is_some()).then_some((start, end.filter(|e| *e >= start)))
    };
    let found = scan(&blanked, &TIMES, read);
    found.into_iter().map(|(at, (start, end))| FoundTimes { at, start, end }).collect()
}

/// The text with each date replaced by spaces of the same length.
fn without_dates(text: &str) -> String {
    let mut out = text.to_owned();
    for found in find(text) {
        out.replace_range(found.at.clone(), &" ".repeat(found.at.len()));
    }
    // Scan errors for `Kl.`.
    MISREAD_CLOCK.replace_all(&out, "${1}Kl${2}").into_owned()
}

fn time(hour: &str, minute: Option<&str>) -> Option<Time> {
    let minute = minute.map_or(Some(0), number)?;
    match number(hour)? {
        // Hour 24 means midnight.
        24 if minute == 0 => Time::new(0, 0, 0, 0).ok(),
        hour => Time::new(hour, minute, 0, 0).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::time;

    #[test]
    fn every_written_form_of_a_time_is_read() {
        for (written, start, end) in [
            ("kl. 13.45-16.00", (13, 45), Some((16, 0))),
            ("kl. 9.00", (9, 0), None),
            ("Kl. 8:30-11:15", (8, 30), Some((11, 15))),
            ("13.00 - 14.00", (13, 0), Some((14, 0))),
            ("kl. 9.00 til kl. 12.00", (9, 0), Some((12, 0))),
            ("18:00", (18, 0), None),
            ("23-03-2015 13:30:00", (13, 30), None),
            ("klokken 19", (19, 0), None),
            ("Torsdag, Marts 3, 2016 - 08:00", (8, 0), None),
            ("kl 9 – ca. 12", (9, 0), Some((12, 0))),
            ("K1. 18.30", (18, 30), None),
            ("KI. 8:30-11:15", (8, 30), Some((11, 15))),
        ] {
            let found = find_times(written);
            assert_eq!(found.len(), 1, "{written}");
            assert_eq!(found[0].start, time(start.0, start.1, 0, 0), "{written}");
            assert_eq!(found[0].end, end.map(|(h, m)| time(h, m, 0, 0)), "{written}");
        }
    }

    #[test]
    fn bare_numbers_are_times_only_in_a_field_for_times() {
        assert_eq!(find_times("10-12 pladser, pkt. 13.45"), []);
        assert_eq!(parse_times("10-12").map(|t| (t.start.hour(), t.end.map(|e| e.hour()))), Some((10, Some(12))));
        assert_eq!(parse_times("23-03-2015").map(|t| t.start), None);
        assert_eq!(parse_times("13.45").map(|t| t.start), Some(time(13, 45, 0, 0)));
    }

    #[test]
    fn hour_that_no_day_has_is_no_time() {
        assert_eq!(find_times("kl. 29.00, 12:75"), []);
    }
}
