//! Reads lines that name the meeting: `Referat fra DASSOS 22. maj 2019`, `Socialudvalget, den 3. juni 2009⇥Side 1`.
//!
//! The parts of a line decide, not their order. Date, time, kind of document, authority and page number are taken out,
//! and the rest is the body, if it is short enough to be a name. Covers, running heads and decision headings are read
//! alike.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use super::fields::cells;
use super::words::{pattern, words};
use crate::lexicon::{authorities, dates};
use crate::model::{Authority, AuthorityKind, MeetingKind};

/// The longest name of a body, in words: `Udvalget for Børn, Unge og Uddannelse i Viborg Kommune` has nine. Longer ones
/// are sentences.
const MOST_WORDS: usize = 9;

/// The facts of a meeting named in one line.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Title {
    pub kinds: Vec<MeetingKind>,
    /// Every date, and whether its weekday matches; `None` without a weekday.
    pub dates: Vec<(Date, Option<bool>)>,
    /// The line's first cell is nothing but a date, with more cells after it: a browser's date of printing.
    pub leads_with_date: bool,
    pub times: Option<dates::FoundTimes>,
    pub body: Option<String>,
    pub authority: Option<Authority>,
    /// The place in a phrase such as `i regionsrådssalen`.
    pub place: Option<String>,
}

impl Title {
    /// True where the line has more than a name.
    pub(super) fn has_date_or_kind(&self) -> bool {
        !self.dates.is_empty() || !self.kinds.is_empty()
    }
}

static PAGE_NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)\b(?:side|s\.)\s*(?:[0-9]+|[ivxl]+)(?:\s*(?:af|/)\s*[0-9]+)?\s*$|^\s*[0-9]+\s*/\s*[0-9]+\s*$")
});
static MUNICIPALITY: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(\p{Lu}[\p{L}.-]+(?: (?:og |& )?\p{Lu}[\p{L}.-]+){0,2}?)(?:s)? [Kk]ommune$"));
/// `Viborg Kommune Referat …`, where a copy has both in one line.
static AUTHORITY_FIRST: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(\p{Lu}[\p{L}.-]+(?: \p{Lu}[\p{L}.-]+)?s? [Kk]ommune)[,.]? (\p{Lu}.*)$"));
static PLACE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[\s,]*(?:i|på)\s+(\p{L}.{2,80})$"));
/// A place behind the time and a comma.
static PLACE_AFTER_COMMA: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*,\s*(\p{L}.{2,80})$"));
/// Words between kind and body, or between body and date.
static CONNECTION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:(?:fra|til|for|af|over|vedr\.?|i|nr\.?\s*[0-9]*|den|d\.|kl\.?|(?:ordin\S{1,2}rt|ekstraordin\S{1,2}rt|konstituerende)|m\S{1,2}det?|udvalgsm\S{1,2}de)(?:\s+|$|[,.:]))+",
    )
});
static MEETING_AFTER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(.+?)(?:['’]?s)\s+(?:(?:ordin\S{1,2}re|ekstraordin\S{1,2}re)\s+)?m\S{1,2}de(?:\s+(?:den|d\.|nr\.?.*))?$",
    )
});
/// The beginning of a call to a meeting.
static CALL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)^(?:der )?indkaldes (?:hermed )?til (?:(?:ordin|ekstraordin)\S{1,2}rt )?m\S{1,2}de i ")
});
static TRAILING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)(?:\s+(?:den|d\.|kl\.?|m\S{1,2}de|m\S{1,2}det|nr\.?|fra|til|i|af|på)|[\s,.:;|(–—-])+$")
});
static NUMBERED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)^\s*(?:[•*-]\s*)?(?:(?:pkt|punkt|sag)\.?\s*(?:nr\.?\s*)?)?[0-9]+(?:\.[0-9]+)*\s*[.:)]?\s+\p{L}")
});
/// The heading of an item's decision: it names body and date as a title does.
static DECISION: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)\bbeslutning\b"));
static LEADERS: LazyLock<Regex> = LazyLock::new(|| pattern(r"\.{4,}|…{2,}"));
static YEARS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:\bÅr )?\(?\b(?:19|20)[0-9]{2}(?:\s*[-–]\s*(?:19|20)?[0-9]{2})?\b\)?"));

/// Another name of the body: `Hovedudvalget (Hoved-MED)`.
static IN_BRACKETS: LazyLock<Regex> = LazyLock::new(|| pattern(r"\s*\([^()]{2,20}\)"));
/// Words about the body's task or members, after its name.
static TASK: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i) (?:mellem|afholdt|under|holdt) "));

/// The facts in `line`; `None` for running text, a row of the contents or an item's head.
pub(super) fn read(line: &str) -> Option<Title> {
    let line = join_spaced_letters(line);
    if LEADERS.is_match(&line)
        || (NUMBERED.is_match(&line) && dates::find(&line).first().is_none_or(|d| d.at.start > 3))
    {
        return None;
    }
    if DECISION.is_match(&line) {
        return None;
    }
    let mut title = Title::default();
    let parts: Vec<&str> = cells(&line).into_iter().flat_map(|c| c.split(" | ")).map(str::trim).collect();
    title.leads_with_date = parts.len() > 1 && dates::parse(parts[0]).is_some();
    for part in parts {
        read_part(part, &mut title)?;
    }
    (title.has_date_or_kind() || title.body.is_some() || title.authority.is_some()).then_some(title)
}

/// Reads one cell into `title`. `None` where it cannot be part of a title, so the whole line is none.
fn read_part(part: &str, title: &mut Title) -> Option<()> {
    let part = PAGE_NUMBER.replace(part, "");
    let part = part.trim();
    if part.is_empty() || part.chars().all(|c| !c.is_alphanumeric()) {
        return Some(());
    }
    if let Some(authority) = authority_named(part) {
        title.authority.get_or_insert(authority);
        return Some(());
    }
    if let Some((authority, body)) = authority_and_body(part) {
        title.authority.get_or_insert(authority);
        title.body.get_or_insert(body);
        return Some(());
    }
    let part = match AUTHORITY_FIRST.captures(part) {
        Some(found) if begins_title(&found[2]) => {
            title.authority = title.authority.take().or_else(|| authority_named(&found[1]));
            found.get(2).map_or(part, |m| m.as_str())
        }
        _ => part,
    };
    let part = CALL.replace(part, "");
    let Stripped { rest, place } = strip_dates(&part, title);
    let name = strip_kinds(&rest, title);
    if let Some(place) = place {
        title.place.get_or_insert(place);
    }
    if name.is_empty() {
        return Some(());
    }
    let short = name.split_whitespace().count() <= MOST_WORDS && !name.contains("://");
    if !short || name.ends_with('.') {
        return None;
    }
    if title.body.as_ref().is_none_or(|b| !words().is_body_name(b) && words().is_body_name(&name)) {
        title.body = Some(name);
    }
    Some(())
}

/// A kind of document, or the name of a body.
fn begins_title(text: &str) -> bool {
    let name = text.split([',', '.']).next().unwrap_or(text).trim();
    words().minutes.is_match(text) || words().agenda.is_match(text) || words().is_body_name(name)
}

/// `Viborg Kommune, Socialudvalget`, in either order.
fn authority_and_body(part: &str) -> Option<(Authority, String)> {
    let (first, second) = part.split_once(',')?;
    let (first, second) = (first.trim(), second.trim());
    let read = |authority: &str, body: &str| {
        let authority = authority_named(authority)?;
        words().is_body_name(body).then(|| (authority, body.to_owned()))
    };
    read(first, second).or_else(|| read(second, first))
}

/// A cell without its dates and times, and the place after them.
struct Stripped {
    rest: String,
    place: Option<String>,
}

fn strip_dates(part: &str, title: &mut Title) -> Stripped {
    let found = dates::find(part);
    title.dates.extend(found.iter().map(|f| (f.date, f.weekday_agrees())));
    let mut times = dates::find_times(part);
    let mut spans: Vec<_> = found.into_iter().map(|f| f.at).chain(times.iter().map(|t| t.at.clone())).collect();
    spans.sort_by_key(|s| s.start);
    let tail = spans.last().map_or("", |s| &part[s.end..]);
    let room = || PLACE_AFTER_COMMA.captures(tail).filter(|c| words().place.is_match(&c[1]));
    let place = PLACE.captures(tail).or_else(room).map(|c| c[1].trim_end_matches(['.', ',']).to_owned());
    let end = if place.is_some() { part.len() - tail.len() } else { part.len() };
    let mut rest = part[..end].to_owned();
    for span in spans.iter().rev() {
        rest.replace_range(span.clone(), "\u{1}");
    }
    if title.times.is_none() && !times.is_empty() {
        title.times = Some(times.swap_remove(0));
    }
    // A name repeated with its date in brackets: `DAS Social (DAS Social 28-01-2022)`.
    let rest = match rest.split_once('(') {
        Some((name, inside)) if inside.contains('\u{1}') => name.to_owned(),
        _ => rest,
    };
    Stripped { rest, place }
}

/// The part of `text` left after removing dates, dashes and kinds of document: the name of the body.
fn strip_kinds(text: &str, title: &mut Title) -> String {
    let spaced = text.replace(" - ", "\u{1}").replace(" – ", "\u{1}").replace(" — ", "\u{1}");
    let pieces: Vec<String> = spaced.split('\u{1}').map(|p| strip_kind(p, title)).filter(|p| !p.is_empty()).collect();
    let body = pieces.iter().find(|p| words().is_body_name(p));
    body.or(pieces.first()).cloned().unwrap_or_default()
}

fn strip_kind(piece: &str, title: &mut Title) -> String {
    let mut rest = piece.trim().trim_matches(|c: char| ",.:;()–-".contains(c)).trim().to_owned();
    for (kind, pattern) in [(MeetingKind::Minutes, &words().minutes), (MeetingKind::Agenda, &words().agenda)] {
        if let Some(found) = pattern.find(&rest) {
            title.kinds.push(kind);
            rest = rest[found.end()..].trim_start().to_owned();
        } else if let Some((before, last)) = rest.rsplit_once(' ')
            && pattern.is_match(last)
        {
            title.kinds.push(kind);
            rest = before.to_owned();
        }
    }
    let rest = YEARS.replace_all(&rest, "");
    name_of_body(&rest)
}

/// A body's name without the words linking it to kind and date, and without its genitive.
fn name_of_body(text: &str) -> String {
    let text = CONNECTION.replace(text.trim(), "");
    if let Some(body) = words().body_of_meeting(&text) {
        return body;
    }
    let text = IN_BRACKETS.replace(&text, "");
    let text = MEETING_AFTER.captures(text.trim()).map_or(text.to_string(), |c| c[1].to_owned());
    let text = TRAILING.replace(&text, "");
    let text = without_tasks(without_authority(text.trim()));
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// `Byrådet i Viborg Kommune` is the body `Byrådet`, and so is `Byrådet i Viborg`.
fn without_authority(text: &str) -> &str {
    match text.rsplit_once(" i ") {
        Some((body, place)) if authority_named(place).is_some() => body.trim_end(),
        Some((body, place)) if words().is_body_name(body) && authorities().named(place).is_some() => body.trim_end(),
        _ => text,
    }
}

/// `Kontaktudvalget mellem regionen og kommunerne` is the body `Kontaktudvalget`.
fn without_tasks(text: &str) -> &str {
    let before = TASK.find(text).map(|task| text[..task.start()].trim_end());
    before.filter(|body| words().is_body_name(body)).unwrap_or(text)
}

/// The authority in a cell with nothing else: `Viborg Kommune`, `Region Midtjylland`, also a former municipality.
pub(super) fn authority_named(cell: &str) -> Option<Authority> {
    let cell = cell.trim_end_matches([',', '.', ':']);
    let name = MUNICIPALITY.captures(cell).map(|c| c[1].to_owned());
    let known = authorities().named(cell).filter(|a| a.kind == AuthorityKind::Region || name.is_some());
    known.cloned().or_else(|| {
        let name = name?;
        Some(Authority { name, kind: AuthorityKind::Municipality, region: None })
    })
}

/// Fewer letters with spaces between them are initials or a list.
const FEWEST_SPACED: usize = 4;

fn is_letter(token: &str) -> bool {
    token.chars().count() == 1 && token.chars().all(char::is_alphabetic)
}

/// `K K R  M I D T` is `KKR MIDT`, `R E F E R A T 2 0 1 5` is `REFERAT 2015`.
fn join_spaced_letters(line: &str) -> String {
    let tokens: Vec<&str> = line.split_whitespace().collect();
    let spaced = tokens.iter().skip_while(|t| !is_letter(t)).take_while(|t| is_letter(t)).count();
    // `R e f e r a t MØDE`: the rest of the line is set as usual.
    if spaced >= FEWEST_SPACED && spaced < tokens.len() && !line.trim().contains("  ") {
        let from = tokens.iter().position(|t| is_letter(t)).unwrap_or(0);
        let word = tokens[from..from + spaced].concat();
        return [&tokens[..from], &[word.as_str()], &tokens[from + spaced..]].concat().join(" ");
    }
    if tokens.len() < FEWEST_SPACED || tokens.iter().any(|t| t.chars().count() > 1) {
        return line.to_owned();
    }
    let words = line.trim().split("  ").map(|w| w.split_whitespace().collect::<String>()).filter(|w| !w.is_empty());
    let joined: Vec<String> = words.map(|w| part_digits(&w)).collect();
    joined.join(" ")
}

fn part_digits(word: &str) -> String {
    let first = word.find(|c: char| c.is_ascii_digit()).unwrap_or(word.len());
    if first == 0 { word.to_owned() } else { format!("{} {}", &word[..first], &word[first..]).trim_end().to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn body(line: &str) -> Option<String> {
        read(line).and_then(|t| t.body)
    }

    #[test]
    fn body_is_what_is_left_of_a_title() {
        for (line, name) in [
            ("DASSOS 22.05.19", "DASSOS"),
            ("DASSOS den 17. januar 2023", "DASSOS"),
            ("DASSOS Referat 27.2.26", "DASSOS"),
            ("Referat fra DASSOS 22. maj 2019", "DASSOS"),
            ("Dagsorden til møde i DASSOS", "DASSOS"),
            ("DAS Social (DAS Social 28-01-2022 11:00:00)", "DAS Social"),
            ("Referat Aarhus Byråd 20-11-2019", "Aarhus Byråd"),
            ("Socialudvalget, den 3. juni 2009                   Side 1", "Socialudvalget"),
            ("KKR Midtjylland | 16-11-2021", "KKR Midtjylland"),
            ("12.6.2023   Socialudvalgets møde den 07.06.2023 | Københavns Kommune", "Socialudvalget"),
            ("Social- og Ældreudvalget – Referat – 1. juni 2021", "Social- og Ældreudvalget"),
            ("Referat til mødet i regionsrådet den 23. november 2021 kl. 12.00 i regionsrådssalen", "Regionsrådet"),
            ("Social og sundheds møde den 18. januar 2024", "Social og sundhed"),
            ("Udvalget for Social, Sundhed & Ældre     Side 1", "Udvalget for Social, Sundhed & Ældre"),
            ("Skive Kommune      Social- og Ældreudvalget   01-06-2021", "Social- og Ældreudvalget"),
            ("Referat af møde i Byrådet i Viborg Kommune den 3. maj 2016", "Byrådet"),
            ("K K R  M I D T J Y L L A N D", "KKR MIDTJYLLAND"),
        ] {
            assert_eq!(body(line).as_deref(), Some(name), "{line}");
        }
    }

    #[test]
    fn kind_is_read_from_either_end_of_a_title() {
        for (line, kinds) in [
            ("Åben dagsorden", &[MeetingKind::Agenda][..]),
            ("R E F E R A T 2 0 1 5", &[MeetingKind::Minutes]),
            ("Referat - Åben dagsorden", &[MeetingKind::Minutes, MeetingKind::Agenda]),
            ("Byrådet Beslutningsprotokol", &[MeetingKind::Minutes]),
        ] {
            assert_eq!(read(line).map(|t| t.kinds).as_deref(), Some(kinds), "{line}");
        }
    }

    #[test]
    fn prose_title_tells_time_and_place() {
        let title =
            read("Referat til mødet i regionsrådet den 23. november 2021 kl. 12.00 i regionsrådssalen").unwrap();
        assert_eq!(title.dates, [(date(2021, 11, 23), None)]);
        assert_eq!(title.place.as_deref(), Some("regionsrådssalen"));
        assert!(title.times.is_some());
    }

    #[test]
    fn rows_of_the_contents_are_no_titles() {
        assert_eq!(read("67 Referat fra dialogmøde med Udsatterådet"), None);
        assert_eq!(read("Deltagerfortegnelse........................3"), None);
        assert_eq!(read("1.1 Godkendelse af referat"), None);
        assert_eq!(read("Beslutning i Byrådet den 20-03-2013"), None);
    }

    #[test]
    fn municipality_that_is_no_more_is_an_authority() {
        assert_eq!(authority_named("Bramming Kommune").map(|a| (a.name, a.region)), Some(("Bramming".into(), None)));
        assert_eq!(authority_named("Københavns Kommune").map(|a| a.name).as_deref(), Some("København"));
        assert_eq!(authority_named("Social- og Ældreudvalget"), None);
    }
}
