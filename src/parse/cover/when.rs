//! Reads the day and the hours of the meeting.

use std::sync::LazyLock;

use jiff::civil::{Date, Time};
use regex::Regex;

use super::evidence::{Tally, date as weight};
use super::material::Material;
use super::titles;
use super::words::{Label, pattern, words};
use crate::lexicon::dates;

/// A longer line of the cover, in bytes, is a sentence about something else: this has room for day, hours and place.
const LONGEST_TIME_LINE: usize = 70;

/// So many lines of a cover may open with the day of the meeting.
const OPENING_LINES: usize = 4;
/// What stands before the day at the start of such a line.
static OPENS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^\s*(?:m\S{1,2}det?\s+)?(?:(?:blev\s+)?(?:afholdt|afholdes|holdt|holdes)\s+)?(?:\p{L}+dag\s+)?(?:den\s*|d\.\s*)?$",
    )
});

static BEGAN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)m\S{1,2}det\s+(?:blev\s+)?(?:startede|startet|start|begyndte|begyndt|p\S{1,2}begyndt|\S{1,2}bnet|\S{1,2}bnede)\D{0,20}\d",
    )
});
static ENDED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:m\S{1,2}det\s+(?:blev\s+)?(?:h\S{1,2}vet|h\S{1,2}ves|h\S{1,2}vedes|sluttede|sluttet|slut|afsluttet|afsluttedes)|(?:^|\s)og\s+(?:sluttede|h\S{1,2}vet))\D{0,20}\d",
    )
});

/// The day of the meeting, from all evidence.
pub(super) fn date(material: &Material<'_>) -> Option<Date> {
    let mut tally = Tally::default();
    by_labels(material, &mut tally);
    by_titles(material, &mut tally);
    by_opening(material, &mut tally);
    by_addresses(material, &mut tally);
    by_decisions(material, &mut tally);
    by_completion(material, &mut tally);
    tally.best(0.5)
}

fn by_labels(material: &Material<'_>, tally: &mut Tally<Date>) {
    for field in &material.fields {
        let base = match field.label {
            Label::MeetingDate | Label::Time | Label::Start | Label::End => weight::MEETING_LABEL,
            Label::Date => weight::LABEL,
            Label::OtherDate => weight::OTHER_LABEL,
            _ => continue,
        };
        let block = field.first_block();
        let Some(found) = dates::find(&block).into_iter().next() else { continue };
        let timed = if dates::find_times(&block).is_empty() { 0.0 } else { weight::WITH_TIME };
        tally.add(found.date, base + timed + weekday(found.weekday_agrees()));
    }
}

fn weekday(agrees: Option<bool>) -> f32 {
    agrees.map_or(0.0, |right| if right { weight::RIGHT_WEEKDAY } else { weight::WRONG_WEEKDAY })
}

fn by_titles(material: &Material<'_>, tally: &mut Tally<Date>) {
    // A labelled day outranks links to other meetings and lines around the cover.
    let labelled: Vec<Date> = material
        .fields
        .iter()
        .filter(|f| matches!(f.label, Label::MeetingDate | Label::Date | Label::Time | Label::Start))
        .filter_map(|f| dates::find(&f.first_block()).into_iter().next())
        .map(|f| f.date)
        .collect();
    let many = material.titles.iter().filter(|t| !t.dates.is_empty()).count() > 1;
    for title in &material.titles {
        let link = title.body.is_none() && !title.kinds.is_empty() && title.times.is_none() && many;
        let other = title.dates.iter().all(|d| !labelled.contains(&d.0));
        let named = title.body.as_ref().is_some_and(|b| words().is_body_name(b)) || title.times.is_some();
        let outranked = link && other || !labelled.is_empty() && other && (title.body.is_none() || !named);
        let printed = material.is_browser_print() && title.leads_with_date;
        for (i, (date, agrees)) in title.dates.iter().enumerate() {
            let named = title.body.is_some() || !title.kinds.is_empty();
            let base = match (printed && i == 0, named) {
                (true, _) => weight::OTHER_LABEL,
                (false, true) if material.lists_meetings || outranked => weight::LISTED,
                (false, true) => weight::TITLE,
                (false, false) => weight::ALONE,
            };
            let timed = if title.times.is_some() { weight::WITH_TIME } else { 0.0 };
            tally.add(*date, base + timed + weekday(*agrees));
        }
    }
    for repeated in &material.running {
        let printed = material.is_browser_print() && repeated.title.leads_with_date;
        // A web page has one page only, and its top line may be a link.
        let link = repeated.times == 1 && repeated.title.body.is_none() && !repeated.title.kinds.is_empty() && many;
        for (i, (date, _)) in repeated.title.dates.iter().enumerate() {
            let base = if link { weight::LISTED } else { weight::RUNNING };
            tally.add(*date, if printed && i == 0 { weight::OTHER_LABEL } else { base });
        }
    }
}

/// A first line that is too long for a title and opens with the day: `Torsdag den 9. juni 2022 kl. 9 på Rådhuset samt …`.
fn by_opening(material: &Material<'_>, tally: &mut Tally<Date>) {
    for line in opening_lines(material).filter(|l| titles::read(l).is_none()) {
        if let Some(found) = dates::find(line).into_iter().next() {
            let timed = if dates::find_times(line).is_empty() { 0.0 } else { weight::WITH_TIME };
            tally.add(found.date, weight::ALONE + timed + weekday(found.weekday_agrees()));
        }
    }
}

/// The first lines of the cover that have a date near their start and are no row of a list.
fn opening_lines<'m>(material: &'m Material<'_>) -> impl Iterator<Item = &'m String> {
    let lines = material.front.iter().filter(|l| !l.trim().is_empty()).take(OPENING_LINES);
    lines.filter(|line| {
        let found = dates::find(line);
        found.first().is_some_and(|d| OPENS.is_match(&line[..d.at.start]))
    })
}

fn by_addresses(material: &Material<'_>, tally: &mut Tally<Date>) {
    for date in material.addresses.first().into_iter().flat_map(|a| dates::find_in_name(a)) {
        tally.add(date, weight::ADDRESS);
    }
    for date in dates::find_in_name(material.file_name) {
        tally.add(date, weight::FILE_NAME);
    }
}

/// The date in most headings of decisions: a meeting decides its own items, and decisions by other bodies have various
/// dates.
fn by_decisions(material: &Material<'_>, tally: &mut Tally<Date>) {
    let mut named = Tally::default();
    for line in decision_lines(material) {
        for found in dates::find(line) {
            named.add(found.date, 1.0);
        }
    }
    if let Some(date) = named.best(2.0) {
        tally.add(date, weight::DECISIONS);
    }
}

/// Short lines with a date that may head a decision: `Beslutning i Byrådet den 20-03-2013:`.
pub(super) fn decision_lines<'a>(material: &'a Material<'_>) -> impl Iterator<Item = &'a str> {
    let lines = material.lines.iter().copied();
    lines.filter(|l| {
        let text = l.trim().trim_start_matches(['•', '-', '*', ' ']);
        if text.len() >= 120 || !text.bytes().any(|b| b.is_ascii_digit()) {
            return false;
        }
        let lower = text.to_lowercase();
        lower.starts_with("beslutning")
            || lower.contains(", pkt.")
            || lower.contains("s beslutning")
            || lower.contains("s møde den")
    })
}

/// A meeting's label with day and month only; another date of the cover gives the year.
fn by_completion(material: &Material<'_>, tally: &mut Tally<Date>) {
    let years: Vec<i16> = material
        .titles
        .iter()
        .flat_map(|t| t.dates.iter().map(|(d, _)| d.year()))
        .chain(dates::find_in_name(material.file_name).into_iter().map(Date::year))
        .chain(dates::find(&material.front_text()).into_iter().map(|f| f.date.year()))
        .collect();
    let Some(year) = years.first() else { return };
    for field in &material.fields {
        if !matches!(field.label, Label::MeetingDate | Label::Time | Label::Date | Label::Start) {
            continue;
        }
        let partial = dates::find_partial(&field.first_block()).into_iter().next();
        if let Some(date) = partial.and_then(|p| p.in_year(*year)) {
            tally.add(date, weight::COMPLETED);
        }
    }
}

/// When the meeting began and ended.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Hours {
    pub start: Option<Time>,
    pub end: Option<Time>,
}

/// The hours of the meeting: from labels, then from titles, then from a sentence about the meeting.
pub(super) fn hours(material: &Material<'_>) -> Hours {
    let labelled = labelled_hours(material);
    let told = hours_in_text(material);
    let titled = titled_hours(material);
    let lone = lone_hours(material);
    let all = [labelled, told, titled, lone];
    let start = all.iter().find_map(|h| h.start);
    let end = all.iter().find_map(|h| h.end).filter(|e| start.is_none_or(|s| s != *e));
    Hours { start, end }
}

fn labelled_hours(material: &Material<'_>) -> Hours {
    let mut hours = Hours::default();
    for field in &material.fields {
        let block = field.first_block();
        match field.label {
            Label::Start => set(&mut hours.start, dates::parse_times(field.first_line()).map(|t| t.start)),
            Label::End => set(&mut hours.end, dates::parse_times(field.first_line()).map(|t| t.start)),
            Label::Time => fill(&mut hours, dates::parse_times(&without_partial_date(&block))),
            Label::MeetingDate | Label::Date => fill(&mut hours, dates::find_times(&block).into_iter().next()),
            _ => {}
        }
    }
    hours
}

/// `1. marts kl. 13.00`: the day is no hour.
fn without_partial_date(text: &str) -> String {
    let mut out = text.to_owned();
    for found in dates::find_partial(text) {
        out.replace_range(found.at.clone(), &" ".repeat(found.at.len()));
    }
    out
}

fn fill(hours: &mut Hours, found: Option<dates::FoundTimes>) {
    if let Some(found) = found {
        set(&mut hours.start, Some(found.start));
        set(&mut hours.end, found.end);
    }
}

fn set(slot: &mut Option<Time>, value: Option<Time>) {
    if slot.is_none() {
        *slot = value;
    }
}

/// `Mødet startede kl. 15:00 og sluttede kl. 17:40`, `Mødet hævet kl. 21.10.`, anywhere.
fn hours_in_text(material: &Material<'_>) -> Hours {
    let told = |form: &Regex| {
        material.lines.iter().find_map(|line| {
            let found = form.find(line)?;
            dates::parse_times(&line[found.start()..]).map(|t| t.start)
        })
    };
    Hours { start: told(&BEGAN), end: told(&ENDED) }
}

/// A time beside the date in a title: `28-01-2022 11:00 - 12:20`.
fn titled_hours(material: &Material<'_>) -> Hours {
    let mut hours = Hours::default();
    let mut times: Vec<_> = material.titles.iter().filter_map(|t| t.times.clone()).collect();
    times.sort_by_key(|t| t.end.is_none());
    times.into_iter().for_each(|t| fill(&mut hours, Some(t)));
    hours
}

/// `Kl. 19:00 i Mødelokale 1` on a line of its own, else the first short line of the cover with a time.
fn lone_hours(material: &Material<'_>) -> Hours {
    let mut hours = Hours::default();
    let found =
        |line: &String| dates::find_times(line).into_iter().next().map(|t| (line[..t.at.start].trim().len(), t));
    let times: Vec<_> =
        material.front.iter().filter(|l| l.len() < LONGEST_TIME_LINE && !ENDED.is_match(l)).filter_map(found).collect();
    let leading = times.iter().find(|(before, _)| *before == 0);
    fill(&mut hours, leading.or(times.first()).map(|(_, t)| t.clone()));
    let opening = opening_lines(material).find_map(|l| dates::find_times(l).into_iter().next());
    fill(&mut hours, opening);
    hours
}
