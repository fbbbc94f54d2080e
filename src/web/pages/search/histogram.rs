//! Hits by year, or by month of one year, as bars; each bar is a link to its time span.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::query::{FacetCount, Facets};
use crate::web::SearchState;
use crate::web::pages::Frame;
use crate::words::fill;

/// The picture in pixels: as wide as the column of filters (17.5rem).
const WIDTH: f32 = 280.0;
const HEIGHT: f32 = 56.0;
/// Between two bars.
const GAP: f32 = 2.0;
/// The widest span drawn with all its years, 3.5 pixels a bar. In a wider one, years without items are left out.
const MOST_YEARS: i16 = 80;
/// Labels side by side: each takes about 50 of the 280 pixels.
const LABELS: usize = 5;

/// Bars, and the same as a table.
#[derive(Debug, Clone, Default)]
pub(super) struct Histogram {
    pub heading: String,
    pub bars: Vec<Bar>,
    /// The heading of the table's first column.
    pub unit: String,
    /// The search in all years, where one is shown by its months.
    pub all: Option<String>,
    pub width: f32,
    /// The baseline of the labels.
    pub base: f32,
    pub height: f32,
}

/// A year or a month.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Bar {
    /// `2019`, `maj 2019`.
    pub when: String,
    pub count: String,
    /// `2019: 12 punkter`.
    pub name: String,
    /// The search in this span. `None` for an empty one.
    pub address: Option<String>,
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
    pub middle: f32,
    pub label: Option<String>,
    /// Part of the filtered span.
    pub selected: bool,
    /// It is not over yet.
    pub unfinished: bool,
}

/// A time span with its count.
struct Span {
    /// As a filter takes it: `2019`, `2019-05`.
    value: String,
    when: String,
    short: String,
    count: u64,
    unfinished: bool,
}

impl Histogram {
    /// `None` where nothing has a date.
    pub(super) fn new(frame: &Frame<'_>, state: &SearchState, facets: &Facets) -> Option<Self> {
        let today = (frame.site.settings.today)();
        let words = &frame.words.search;
        let (heading, unit, spans, all) = match one_year(state) {
            Some(year) => {
                let all = frame.search(&state.between("", ""));
                let heading = fill(&words.months, &[("year", &year.to_string())]);
                (heading, &words.month, months(frame, &facets.month, year, today), Some(all))
            }
            None => (words.years.clone(), &words.year, years(&facets.year, today), None),
        };
        let bars = bars(frame, state, &spans);
        let (width, base, height) = (WIDTH, HEIGHT + 14.0, HEIGHT + 18.0);
        (!bars.is_empty()).then(|| Self { heading, bars, unit: unit.clone(), all, width, base, height })
    }
}

/// The year of a search within one year.
fn one_year(state: &SearchState) -> Option<i16> {
    let (from, to) = (state.filters.from()?, state.filters.to()?);
    (from.first.year() == to.last.year()).then(|| from.first.year())
}

fn years(counts: &[FacetCount], today: Date) -> Vec<Span> {
    let counted: BTreeMap<i16, u64> = counts.iter().filter_map(|c| Some((c.value.parse().ok()?, c.count))).collect();
    let (Some((first, _)), Some((last, _))) = (counted.first_key_value(), counted.last_key_value()) else {
        return Vec::new();
    };
    let all: Vec<i16> =
        if last - first <= MOST_YEARS { (*first..=*last).collect() } else { counted.keys().copied().collect() };
    let span = |year: i16| Span {
        value: year.to_string(),
        when: year.to_string(),
        short: year.to_string(),
        count: counted.get(&year).copied().unwrap_or(0),
        unfinished: year == today.year(),
    };
    all.into_iter().map(span).collect()
}

fn months(frame: &Frame<'_>, counts: &[FacetCount], year: i16, today: Date) -> Vec<Span> {
    let span = |month: i8| {
        let value = format!("{year:04}-{month:02}");
        let count = counts.iter().find(|c| c.value == value).map_or(0, |c| c.count);
        let name = frame.words.month_name(month);
        let unfinished = (today.year(), today.month()) == (year, month);
        let short = name.chars().take(3).collect();
        Span { when: frame.words.month(&value), short, value, count, unfinished }
    };
    (1..=12).map(span).collect()
}

fn bars(frame: &Frame<'_>, state: &SearchState, spans: &[Span]) -> Vec<Bar> {
    let most = spans.iter().map(|s| s.count).max().unwrap_or(0).max(1);
    let step = WIDTH / spans.len().max(1) as f32;
    let every = spans.len().div_ceil(LABELS).max(1);
    let bar = |(n, span): (usize, &Span)| {
        let size = match span.count {
            0 => 0.0,
            count => (count as f32 / most as f32 * HEIGHT).max(2.0),
        };
        let x = n as f32 * step;
        let width = (step - GAP).clamp(1.0, 48.0);
        let labelled = spans.len() <= 12 || (spans.len() - 1 - n).is_multiple_of(every);
        Bar {
            when: span.when.clone(),
            count: frame.words.number(span.count),
            name: name(frame, span),
            address: (span.count > 0).then(|| frame.search(&state.between(&span.value, &span.value))),
            x,
            y: HEIGHT - size,
            width,
            height: size,
            middle: x + width / 2.0,
            label: labelled.then(|| span.short.clone()),
            selected: is_within(state, &span.value),
            unfinished: span.unfinished,
        }
    };
    spans.iter().enumerate().map(bar).collect()
}

fn name(frame: &Frame<'_>, span: &Span) -> String {
    let words = &frame.words.search;
    let bar = if span.count == 1 { &words.bar.one } else { &words.bar.many };
    let name = fill(bar, &[("when", &span.when), ("n", &frame.words.number(span.count))]);
    if span.unfinished { format!("{name} ({})", words.unfinished) } else { name }
}

/// True if a span is within the dates of the search. False without dates.
fn is_within(state: &SearchState, value: &str) -> bool {
    let Ok(span) = value.parse::<crate::query::DateBound>() else { return false };
    let filters = &state.filters;
    let (from, to) = (filters.from(), filters.to());
    let asked = from.is_some() || to.is_some();
    asked && from.is_none_or(|f| f.first <= span.last) && to.is_none_or(|t| span.first <= t.last)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn count(value: &str, count: u64) -> FacetCount {
        FacetCount { value: value.into(), count }
    }

    #[test]
    fn years_without_items_have_their_place_and_the_running_one_is_marked() {
        let spans = years(&[count("2023", 2), count("2026", 5)], date(2026, 11, 22));
        let shown: Vec<(&str, u64, bool)> = spans.iter().map(|s| (s.value.as_str(), s.count, s.unfinished)).collect();
        assert_eq!(shown, [("2023", 2, false), ("2024", 0, false), ("2025", 0, false), ("2026", 5, true)]);
        assert!(years(&[], date(2026, 1, 1)).is_empty());
    }

    #[test]
    fn misread_year_does_not_stretch_the_picture() {
        assert_eq!(years(&[count("0203", 1), count("2026", 5)], date(2026, 1, 1)).len(), 2);
    }

    #[test]
    fn one_year_is_shown_by_its_months() {
        let year = |query: &str| one_year(&SearchState::read(query).unwrap());
        assert_eq!(year("from=2019&to=2019"), Some(2019));
        assert_eq!(year("from=2019-05&to=22.05.2019"), Some(2019));
        assert_eq!((year("from=2019"), year("from=2019&to=2020")), (None, None));
        assert!(is_within(&SearchState::read("from=2019-05&to=2019-05").unwrap(), "2019-05"));
        assert!(!is_within(&SearchState::read("from=2019-05&to=2019-05").unwrap(), "2019-06"));
    }
}
