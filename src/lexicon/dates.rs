//! Dates and times of day as Danish documents write them.
//!
//! | form | example |
//! | --- | --- |
//! | month by name | `den 27. februar 2026`, `27. feb. 2026`, `Onsdag den 15-maj-2002` |
//! | month first, as some web systems print it | `Torsdag, Marts 3, 2016` |
//! | numbers | `27.2.26`, `27-02-2026`, `27/2 2026`, `27.02.2026` |
//! | ISO 8601 | `2026-02-27` |
//! | time of day | `kl. 13.45-16.00`, `klokken 19`, `18:00`, `13.00 - 14.00`, `13:30:00` |
//!
//! [`find`] and [`find_times`] search running text. They skip look-alikes: case numbers (`19.03.00-P24-1-19`), `pkt.
//! 1.2`, `§ 4.2`, versions, amounts. In doubt they find no date. [`parse`] and [`parse_times`] read a field value, such
//! as the text after `Tidspunkt:`, and accept more forms.

mod names;
mod periods;
mod times;

use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::{Date, Weekday};
use regex::{Captures, Regex};

use self::names::{month, month_for_sure};
pub use self::periods::parse_period;
pub use self::times::{FoundTimes, find_times, parse_times};

/// A complete date in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Byte range, including weekday and `den` before the date.
    pub at: Range<usize>,
    /// The date.
    pub date: Date,
    /// The weekday printed with it.
    pub weekday: Option<Weekday>,
}

impl Found {
    /// Whether the printed weekday matches the date; `None` without a weekday. A mismatch hints at a misprint.
    pub fn weekday_agrees(&self) -> Option<bool> {
        self.weekday.map(|w| w == self.date.weekday())
    }
}

/// A day and month without a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundPartial {
    /// Byte range, including weekday and `den` before the date.
    pub at: Range<usize>,
    /// 1 to 12.
    pub month: i8,
    /// 1 to 31.
    pub day: i8,
}

impl FoundPartial {
    /// The date in the given year; `None` for 29 February in most years.
    pub fn in_year(&self, year: i16) -> Option<Date> {
        Date::new(year, self.month, self.day).ok()
    }
}

/// Accepted four-digit years. Other numbers are amounts or quantities.
const YEARS: Range<i16> = 1900..2100;
/// Two-digit years below this are in the 2000s, the others in the 1900s. Leaves room for old documents and for far plans.
const CENTURY_TURN: i16 = 70;
/// Bytes before a date searched for its weekday or a word such as `pkt.`. The longest lead, `onsdag den `, has 11.
const BEFORE: usize = 32;

static ISO: LazyLock<Regex> = LazyLock::new(|| pattern(r"([0-9]{4})-([0-9]{2})-([0-9]{2})"));
static NUMERIC: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"([0-9]{1,2})\s?([./-])\s?([0-9]{1,2})(?:\s?([./-])\s?|\s)([0-9]{4}|[0-9]{2})"));
static DAY_FIRST: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"([0-9]{1,2})\s?[.-]?\s?([\p{L}|@][\p{L}0-9|@]{2,10})[.,]?(?:\s?-\s?|\s*)([0-9]{4})"));
static MONTH_FIRST: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(\p{L}{3,10})\.?\s([0-9]{1,2})(?:\.|st|nd|rd|th)?\s?,\s?([0-9]{4})"));
static PARTIAL: LazyLock<Regex> = LazyLock::new(|| pattern(r"([0-9]{1,2})\s?\.?\s?(\p{L}{3,9}\.?)"));
static PARTIAL_NUMERIC: LazyLock<Regex> = LazyLock::new(|| pattern(r"([0-9]{1,2})\s?[/.-]\s?([0-9]{1,2})"));
static LEAD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:^|[^\p{L}])((?:(man|tir|ons|tor|fre|l[^\s\d]r|s[^\s\d]n)s?(?:dag)?[.,]{0,2}\s*)?(?:(den|d\.)\s*)?)$",
    )
});
static NO_DATE_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:§|\b(?:pkt|punkt|punkterne|afsnit|kap|kapitel|version|ver|v|stk|bilag|tabel|figur|nr|sagsnr|sagsnummer|sag|sagsid|journalnr|journalnummer|kle|dok|artikel))[.:]{0,2}\s*$",
    )
});
fn pattern(source: &str) -> Regex {
    Regex::new(source).expect("a pattern of this file is right")
}

/// The number of a month, from its full name in lower case.
pub fn month_number(name: &str) -> Option<i8> {
    names::MONTHS.iter().find(|(month, _)| *month == name).map(|(_, number)| *number)
}

/// Every complete date in `text`, in order.
///
/// ```
/// use dagsorden::lexicon::dates;
/// use jiff::civil::date;
///
/// let text = "mødet onsdag den 22. maj 2019, pkt. 1.2, sag 19.03.00-P24-1-19";
/// let found = dates::find(text);
/// assert_eq!(found.len(), 1);
/// assert_eq!(found[0].date, date(2019, 5, 22));
/// assert_eq!(&text[found[0].at.clone()], "onsdag den 22. maj 2019");
/// assert_eq!(found[0].weekday_agrees(), Some(true));
/// ```
pub fn find(text: &str) -> Vec<Found> {
    let forms: [(&Regex, Reader); 4] =
        [(&ISO, read_iso), (&NUMERIC, read_numeric), (&DAY_FIRST, read_day_first), (&MONTH_FIRST, read_month_first)];
    let mut found: Vec<Found> = forms
        .into_iter()
        .flat_map(|(form, read)| {
            scan(text, form, move |c, before, after| {
                let date = read(c, before)?;
                ends_here(after, &c[0]).map(|()| date)
            })
        })
        .map(|(at, date)| with_lead(text, at, date))
        .collect();
    found.sort_by_key(|f| (f.at.start, usize::MAX - f.at.end));
    found.dedup_by(|later, earlier| later.at.start < earlier.at.end);
    found
}

/// Parses `text` as one date. Weekday and `den` may precede it, a time of day may follow.
///
/// ```
/// use dagsorden::lexicon::dates;
/// use jiff::civil::date;
///
/// assert_eq!(dates::parse("Torsdag, Marts 3, 2016 - 08:00"), Some(date(2016, 3, 3)));
/// assert_eq!(dates::parse("vedtaget 3. marts 2016"), None);
/// ```
pub fn parse(text: &str) -> Option<Date> {
    let found = find(text).into_iter().next()?;
    let bare = |s: &str| s.trim_matches(|c: char| c.is_whitespace() || ".,:;-–".contains(c)).is_empty();
    let rest = &text[found.at.end..];
    let after_time = find_times(rest).first().map_or(rest, |t| &rest[t.at.end..]);
    (bare(&text[..found.at.start]) && bare(after_time)).then_some(found.date)
}

/// Every date without a year in `text`, in order: `3. marts`, `den 27/2`.
///
/// ```
/// use dagsorden::lexicon::dates;
///
/// let found = dates::find_partial("høringen slutter 3. marts, mødet er den 27. februar 2026");
/// assert_eq!(found.len(), 1);
/// assert_eq!((found[0].month, found[0].day), (3, 3));
/// ```
pub fn find_partial(text: &str) -> Vec<FoundPartial> {
    let complete = find(text);
    let mut found: Vec<FoundPartial> = scan(text, &PARTIAL, |c, _, after| {
        let month = month_for_sure(&c[2])?;
        (!after.starts_with(char::is_alphanumeric)).then_some((number(&c[1])?, month))
    })
    .into_iter()
    .chain(scan(text, &PARTIAL_NUMERIC, |c, before, after| {
        let told = lead(before).is_some_and(|l| !l.is_empty());
        let ended = ends_here(after, &c[0]).is_some();
        (told && ended).then_some((number(&c[1])?, number(&c[2])?))
    }))
    .filter(|(_, (day, month))| (1..=31).contains(day) && (1..=12).contains(month))
    .map(|(at, (day, month))| FoundPartial { at: lead_start(text, at.start)..at.end, month, day })
    .filter(|p| complete.iter().all(|c| p.at.end <= c.at.start || c.at.end <= p.at.start))
    .collect();
    found.sort_by_key(|f| f.at.start);
    found
}

/// The dates in a file name or web address, with any separators between the numbers: `referat-2013-03-20.pdf`,
/// `moede_07062023`, `udvalget-06-09-2016-kl-1600`.
///
/// ```
/// use dagsorden::lexicon::dates;
/// use jiff::civil::date;
///
/// assert_eq!(dates::find_in_name("dassos-2019-05-22-referat.txt"), [date(2019, 5, 22)]);
/// assert_eq!(dates::find_in_name("Referat_07062023.pdf"), [date(2023, 6, 7)]);
/// ```
pub fn find_in_name(name: &str) -> Vec<Date> {
    let decoded = name.replace("%20", " ");
    let runs: Vec<&str> = decoded.split(|c: char| !c.is_ascii_digit()).filter(|r| !r.is_empty()).collect();
    let whole = runs.iter().filter(|r| r.len() == 8).filter_map(|r| {
        let by_parts = |day: &str, month: &str, y: &str| date(year(y)?, number(month)?, number(day)?);
        by_parts(&r[..2], &r[2..4], &r[4..]).or_else(|| by_parts(&r[6..], &r[4..6], &r[..4]))
    });
    let parted = runs.windows(3).filter_map(|w| match (w[0].len(), w[1].len(), w[2].len()) {
        (4, 1..=2, 1..=2) => date(year(w[0])?, number(w[1])?, number(w[2])?),
        (1..=2, 1..=2, 4) => date(year(w[2])?, number(w[1])?, number(w[0])?),
        _ => None,
    });
    let mut found: Vec<Date> = parted.chain(whole).collect();
    if found.is_empty() {
        found = find(&decoded.replace(['_', '-'], " ")).into_iter().map(|f| f.date).collect();
    }
    found
}

/// Reads a date from a regex match and the text before it.
type Reader = fn(&Captures<'_>, &str) -> Option<Date>;

/// Every match of `form` accepted by `read`. After a rejected match the search continues one character after its start,
/// so a rejected match hides nothing. `read` gets the match and the text on either side.
fn scan<T>(text: &str, form: &Regex, read: impl Fn(&Captures<'_>, &str, &str) -> Option<T>) -> Vec<(Range<usize>, T)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(captures) = form.captures_at(text, from) {
        let Some(at) = captures.get(0).map(|m| m.range()) else { break };
        let before = &text[..at.start];
        let value = begins_here(before).and_then(|()| read(&captures, before, &text[at.end..]));
        from = match value {
            Some(value) => {
                found.push((at.clone(), value));
                at.end
            }
            None => text[at.start..].chars().next().map_or(text.len(), |c| at.start + c.len_utf8()),
        };
        if from > text.len() {
            break;
        }
    }
    found
}

/// Checks the start of a number: no letter and no part of a longer number may precede it.
fn begins_here(before: &str) -> Option<()> {
    let mut last = before.chars().rev();
    let (last, second) = (last.next(), last.next());
    let inside = last.is_some_and(char::is_alphanumeric)
        || (last.is_some_and(|c| ".:/-,".contains(c)) && second.is_some_and(|c| c.is_ascii_digit()));
    (!inside).then_some(())
}

/// Checks the end of a date: `after` must not continue the number. A dash may follow a date without dashes.
fn ends_here(after: &str, date: &str) -> Option<()> {
    let mut next = after.chars();
    let (first, second) = (next.next(), next.next());
    let carried_on = first.is_some_and(char::is_alphanumeric)
        || (first.is_some_and(|c| "./".contains(c)) && second.is_some_and(|c| c.is_ascii_digit()))
        || (first == Some('-')
            && second.is_some_and(|c| c.is_alphabetic() || (c.is_ascii_digit() && date.contains('-'))));
    (!carried_on).then_some(())
}

fn read_iso(c: &Captures<'_>, _: &str) -> Option<Date> {
    date(year(&c[1])?, number(&c[2])?, number(&c[3])?)
}

fn read_numeric(c: &Captures<'_>, before: &str) -> Option<Date> {
    let (first, second) = (&c[2], c.get(4).map(|m| m.as_str()));
    let short = c[5].len() == 2;
    let spaced = c[0].contains(char::is_whitespace);
    // `10-12 2019` is a range of hours or pages, `27/2 2026` a date.
    let odd = (second.is_none() && first == "-") || (second.is_some_and(|s| s != first) && first != "/");
    // Three short numbers are a date only without contrary signs. In KLE a third number of 00 means "in general". That
    // is far more common than a date in the year 2000 in this form.
    let doubtful = short && (spaced || c[5].starts_with("00") || NO_DATE_BEFORE.is_match(tail(before)));
    (!odd && !doubtful).then(|| date(year(&c[5])?, number(&c[3])?, number(&c[1])?)).flatten()
}

fn read_day_first(c: &Captures<'_>, _: &str) -> Option<Date> {
    date(year(&c[3])?, month(&c[2])?, number(&c[1])?)
}

fn read_month_first(c: &Captures<'_>, _: &str) -> Option<Date> {
    date(year(&c[3])?, month_for_sure(&c[1])?, number(&c[2])?)
}

fn date(year: i16, month: i8, day: i8) -> Option<Date> {
    Date::new(year, month, day).ok()
}

fn number(digits: &str) -> Option<i8> {
    digits.parse().ok()
}

fn year(digits: &str) -> Option<i16> {
    let year: i16 = digits.parse().ok()?;
    match digits.len() {
        2 => Some(year + if year < CENTURY_TURN { 2000 } else { 1900 }),
        _ => YEARS.contains(&year).then_some(year),
    }
}

/// The date with the weekday and the `den` before it.
fn with_lead(text: &str, at: Range<usize>, date: Date) -> Found {
    let start = lead_start(text, at.start);
    let word = text[start..at.start].to_lowercase();
    Found { at: start..at.end, date, weekday: names::weekday(&word) }
}

/// Start of the weekday or `den` before a date at `start`; `start` itself without them.
fn lead_start(text: &str, start: usize) -> usize {
    lead(&text[..start]).map_or(start, |lead| start - lead.len())
}

/// Weekday and `den` at the end of `before`, with the space after them.
fn lead(before: &str) -> Option<&str> {
    LEAD.captures(tail(before)).and_then(|c| c.get(1)).map(|m| m.as_str())
}

/// The last few words of `text`.
fn tail(text: &str) -> &str {
    &text[text.floor_char_boundary(text.len().saturating_sub(BEFORE))..]
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::ToSpan;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn every_written_form_of_a_date_is_read() {
        let day = date(2026, 2, 27);
        for written in [
            "den 27. februar 2026",
            "27. feb. 2026",
            "27 februar 2026",
            "27.februar 2026",
            "27. februar, 2026",
            "d. 27. februar 2026",
            "Fredag den 27. februar 2026",
            "fredag, den 27. februar 2026",
            "27.2.26",
            "27-02-2026",
            "27-02-26",
            "27/2 2026",
            "27/2-2026",
            "27/02/2026",
            "27.02.2026",
            "27. 2. 2026",
            "27-feb-2026",
            "Fredag den 27-februar-2026",
            "Fredag, Februar 27, 2026 - 08:00",
            "2026-02-27",
            "27-02-2026 11:00:00",
            "27. februar 2026 kl. 9.00-12.00",
        ] {
            assert_eq!(parse(written), Some(day), "{written}");
        }
    }

    #[test]
    fn broken_month_is_read_where_only_one_is_near() {
        assert_eq!(parse("27. tebruar 2026"), Some(date(2026, 2, 27)));
        assert_eq!(parse("3. rnarts 2016"), Some(date(2016, 3, 3)));
        assert_eq!(parse("3. apri1 2016"), Some(date(2016, 4, 3)));
        assert_eq!(parse("3. juui 2016"), None, "juni or juli");
        assert_eq!(find("3. punkt 2016, 14 pladser 2019"), []);
    }

    #[test]
    fn what_only_looks_like_a_date_is_left_alone() {
        for text in [
            "pkt. 1.2.13",
            "jf. § 4.2.10",
            "version 2.1.14",
            "19.03.00-P24-1-19",
            "27.42.00.P20",
            "KLE 16.06.00",
            "1-51-71-3321-08",
            "00.22.00-G01-1-16",
            "1.234.567 kr.",
            "31.02.2019",
            "27-02-3026",
            "330-2017-93238",
            "09/12378",
            "tlf. 12-10-19-20",
            "side 10-12 2019",
            "192.168.10.12",
            "marts 2016",
        ] {
            assert_eq!(find(text), [], "{text}");
        }
    }

    #[test]
    fn number_before_a_date_does_not_hide_it() {
        for text in ["1. 12.03.2019", "Side 3 12.03.2019", "nr. 7-12.03.2019 x", "pkt. 4 12.03.2019"] {
            let dates: Vec<Date> = find(text).into_iter().map(|f| f.date).collect();
            let expected: &[Date] = if text.starts_with("nr.") { &[] } else { &[date(2019, 3, 12)] };
            assert_eq!(dates, expected, "{text}");
        }
    }

    #[test]
    fn two_dates_in_a_range_are_both_found() {
        let dates: Vec<Date> = find("01.02.2022-28.02.2022").into_iter().map(|f| f.date).collect();
        assert_eq!(dates, [date(2022, 2, 1)], "the second carries on a number");
        let dates: Vec<Date> = find("1. februar 2022 - 28. februar 2022").into_iter().map(|f| f.date).collect();
        assert_eq!(dates, [date(2022, 2, 1), date(2022, 2, 28)]);
    }

    #[test]
    fn weekday_is_checked_against_the_date() {
        assert_eq!(find("onsdag den 22. maj 2019")[0].weekday_agrees(), Some(true));
        assert_eq!(find("L@rdag den 22. maj 2019")[0].weekday_agrees(), Some(false));
        assert_eq!(find("den 22. maj 2019")[0].weekday_agrees(), None);
    }

    #[test]
    fn partial_date_takes_its_year_from_elsewhere() {
        let found = find_partial("senest 3. marts, d. 27/2 og 12. sept. Svar 4. februar.");
        let days: Vec<_> = found.iter().map(|p| (p.day, p.month)).collect();
        assert_eq!(days, [(3, 3), (27, 2), (12, 9), (4, 2)]);
        assert_eq!(found[0].in_year(2016), Some(date(2016, 3, 3)));
        assert_eq!(find_partial("3. marskandiser, 2. maja, 5/12 af prisen"), []);
    }

    proptest! {
        #[test]
        fn written_date_is_read_back(days in 0i32..36_000, form in 0usize..7) {
            let day = date(1990, 1, 1).checked_add(days.days()).unwrap();
            let (y, m, d) = (day.year(), day.month(), day.day());
            let name = names::MONTHS[m as usize - 1].0;
            let written = match form {
                0 => format!("den {d}. {name} {y}"),
                1 => format!("{d}-{m}-{y}"),
                2 => format!("{d:02}.{m:02}.{y}"),
                3 => format!("{d}/{m} {y}"),
                4 => day.to_string(),
                5 => format!("{d}. {}. {y}", &name[..3]),
                _ => format!("{d}-{name}-{y}"),
            };
            prop_assert_eq!(parse(&written), Some(day), "{}", written);
            prop_assert_eq!(find(&format!("mødet {written}, kl. 9")).len(), 1);
        }

        #[test]
        fn any_text_is_read_without_panic(text in "([0-9./: -]|kl|den|maj|[a-zæøå]|\\PC){0,40}") {
            for found in find(&text) {
                prop_assert!(text.get(found.at).is_some());
            }
            for found in find_times(&text) {
                prop_assert!(text.get(found.at).is_some());
            }
            find_partial(&text);
            parse_times(&text);
            parse(&text);
        }
    }
}
