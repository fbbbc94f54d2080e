//! Finds references to other items and meetings: `jf. pkt. 1.2`, `(DASSOS, 18.2.19, pkt. 2.5)`, `på mødet den 3. november`.
//!
//! | form | gives |
//! | --- | --- |
//! | `Økonomiudvalget, 12. maj 2014, pkt. 7` | body, date, point |
//! | `KKR Midtjylland den 17. april`, `DASSOS besluttede på sit møde den 5. maj 2022` | body, date |
//! | `næste møde afholdes den 2. marts` | the own body, date |
//! | `jf. pkt. 2.2 ovenfor`, `sag nr. 8`, `punkt 4 på dagsordenen` | point of the own agenda |
//! | `(referatets pkt. 3)` | point of the meeting last referred to |
//!
//! A date counts as a meeting's date only with a body or a word such as *møde* in the same sentence. Deadlines and
//! dates of letters do not count. A missing year is chosen nearest to this meeting, or in the direction given by the
//! sentence (*næste*, *besluttede*).

use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use crate::lexicon::{authorities, dates};
use crate::model::{Item, Region};
use crate::text::bounded::Bounded;

/// A reference to another item or meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// Byte range in the text.
    pub at: Range<usize>,
    /// The words as printed.
    pub text: String,
    /// The body's full name in the nominative. `None` for this meeting.
    pub body: Option<String>,
    /// `None` for this meeting, or if unknown.
    pub date: Option<Date>,
    /// The number of the item.
    pub point: Option<String>,
}

/// Context of the text: supplies years, bodies and regions left out in it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Context<'a> {
    /// The body of this meeting.
    pub body: Option<&'a str>,
    /// The day of this meeting.
    pub date: Option<Date>,
    /// The region of this meeting's body, for initials such as `KKR`.
    pub region: Option<Region>,
}

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a pattern of our own")
}

/// Names of bodies: initials (with a region), compounds with common suffixes, a municipality's council.
static BODY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?x)
        \b(?P<kkr>KKR(?:[\ -](?:Hovedstaden|Midtjylland|Nordjylland|Sjælland|Syddanmark))?)\b
        | \b(?P<council>(?i:byrådet|kommunalbestyrelsen))\s+i\s+(?P<of>[A-ZÆØÅ][\w-]+)(?:\s+Kommune)?
        | \b(?P<before>[A-ZÆØÅ][\w-]+)\s+(?P<council2>Byråd|Kommunalbestyrelse)\b
        | \b(?:KLs?[’']?s?\s+|[A-ZÆØÅ]\w+s\s+)?(?P<forum>[Kk]oordinationsforum|[Dd]ialogforum)\b
        | \b(?P<kdnet>KD-[Nn]et)s?\b
        | \b(?P<meeting>\w+(?:udvalg|råd|styregruppe|gruppe)s)møde\w*
        | \b(?P<committee>[Uu]dvalget\s+for\s+[A-ZÆØÅ]\w+(?:(?:,\s+|\s+og\s+)[A-ZÆØÅ]\w+)*)
        | \b(?P<word>(?:[A-ZÆØÅ]\w+-(?:,\s+\w+-)*\s+og\s+)?\w*(?:udvalget|[Bb]yrådet|ommunalbestyrelsen|egionsrådet|styregruppen|rådet|arbejdsgruppen|ministeriet|irektionen|estyrelsen|ormandskabet))s?\b
        | \b(?P<dialog>(?:dialog|tema|styregruppe|fælles)møde)(?:t|r|rne)?\b
        | \b(?P<initials>[A-ZÆØÅ]{2,8})(?:[’']?s)?\b",
    )
});
/// Words for meetings. A date next to one is a meeting's date.
static MEETING: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)\b\w*mød(?:e|et|er|ets|erne)\b|\breferat\w*|\bkonstituering\w*|\bdagsorden\w*"));
/// Verbs for actions of a body.
static ACTS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:besluttede|godkendte|drøftede|behandlede|vedtog|anmodede|tiltrådte|indstillede|anbefalede|udpegede|beslutning(?:en|er)?|behandlingen|drøftelsen|drøftet|behandlet|besluttet|godkendt|vedtaget|drøftes|behandles|forelægges)\b",
    )
});
/// Unambiguous words for the future and for the past.
static AHEAD: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)\b(?:næste|kommende|afholdes)\b"));
static BEHIND: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)\b(?:seneste|sidste|besluttede|godkendte|drøftede|behandlede|vedtog|anmodede|tiltrådte)\b")
});
/// The number of an item.
static POINT: LazyLock<Bounded> = LazyLock::new(|| {
    Bounded::new(
        r"(?i)\b(?P<of>referatets\s+|dagsordenens\s+)?(?:pkt\.?|punkt(?:et)?|dagsordens?punkt|sag(?:en)?\s+nr\.?)(?:\s*nr\.?)?\s*(?P<number>\d{1,3}(?:\.\d{1,2})*)",
    )
});
/// Words for a point on this agenda: `jf.`, `se` before it, or words after it.
static OWN_BEFORE: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)(?:\bjf\.?|\bjævnfør|\bse|\bcf\.?|\()\s*$"));
static OWN_AFTER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)^\.?\s*(?:ovenfor|nedenfor|på\s+(?:dagsordenen|dagens|dette)|i\s+(?:dagsordenen|nærværende)|ovf)")
});

/// Text allowed between a point and its meeting.
static LEADS_TO_MEETING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)^(?:\s+(?:på|i|fra|af|til|ved|referatet|dagsordenen|mødet|den|det))+\s*$|^\s*\($|^,\s*$")
});

/// A joint meeting of two bodies has its own name.
const DIALOGUE: &str = "dialogmøde";
/// Maximum bytes between a body's name and its date. Wide enough for `på sit ordinære møde …`; names further away
/// usually belong to something else.
const REACH: usize = 70;
/// Maximum bytes between a word for a meeting and its date. Shorter, because *møde* is far more common than a body's
/// name.
const MEETING_REACH: usize = 45;
/// Maximum bytes between a date and the point after it: room for `, dagsordenspunkt nr. `.
const POINT_REACH: usize = 30;

/// Every reference in a text, in order.
///
/// ```
/// use dagsorden::facts::case::reference::{Context, find};
///
/// let found = find("Videreføres (FU, 3.4.19, pkt. 2.3), jf. pkt. 1.2.", &Context::default());
/// assert_eq!(found[0].body.as_deref(), Some("Forretningsudvalget"));
/// assert_eq!((found[0].point.as_deref(), found[1].point.as_deref()), (Some("2.3"), Some("1.2")));
/// ```
pub fn find(text: &str, context: &Context) -> Vec<Reference> {
    let mut found: Vec<Reference> =
        days(text, context).into_iter().filter_map(|(at, date)| dated(text, at, date, context)).collect();
    let bare: Vec<Reference> = POINT
        .captures_iter(text)
        .filter_map(|c| {
            let at = c.get(0)?.range();
            let taken = found.iter().any(|r| r.at.start < at.end && at.start < r.at.end);
            if taken { None } else { point_alone(text, at, &c["number"], c.name("of").map(|m| m.as_str()), &found) }
        })
        .collect();
    found.extend(bare);
    found.sort_by_key(|r| r.at.start);
    found
}

/// Every reference in an item's sections.
pub fn in_item(item: &Item, context: &Context) -> Vec<Reference> {
    item.sections.iter().flat_map(|s| find(s.text.as_str(), context)).collect()
}

/// Every date in the text, with missing years completed.
fn days(text: &str, context: &Context) -> Vec<(Range<usize>, Date)> {
    let whole = dates::find(text).into_iter().map(|f| (f.at, f.date));
    let partial = dates::find_partial(text).into_iter().filter_map(|p| {
        let own = context.date?;
        let clause = &text[clause(text, &p.at)];
        let years = (own.year() - 1..=own.year() + 1).filter_map(|y| p.in_year(y));
        let date = complete(years, own, clause)?;
        Some((p.at, date))
    });
    let mut all: Vec<_> = whole.chain(partial).collect();
    all.sort_by_key(|(at, _)| at.start);
    all
}

/// The candidate in the direction given by the clause, else the nearest.
fn complete(candidates: impl Iterator<Item = Date>, own: Date, clause: &str) -> Option<Date> {
    let distance = |d: &Date| (own.until(*d).map_or(i32::MAX, |s| s.get_days())).abs();
    let (ahead, behind) = (AHEAD.is_match(clause), BEHIND.is_match(clause));
    let fits = |d: &Date| match (ahead, behind) {
        (true, false) => *d >= own,
        (false, true) => *d <= own,
        _ => true,
    };
    candidates.filter(fits).min_by_key(distance)
}

/// The reference at a date, if it is a meeting's date.
fn dated(text: &str, at: Range<usize>, date: Date, context: &Context) -> Option<Reference> {
    let clause = clause(text, &at);
    let meeting = nearest(&MEETING, text, &clause, &at, MEETING_REACH);
    let body = nearest_body(text, &clause, &at, context);
    let named = [Some(&at), meeting.as_ref(), body.as_ref().map(|(b, _)| b)].into_iter().flatten();
    let begin = named.map(|place| place.start).min().unwrap_or(at.start);
    let point = point_after(text, &at).or_else(|| point_before(text, &clause, begin));
    let dialogue = meeting.as_ref().is_some_and(|m| text[m.clone()].to_lowercase().starts_with(DIALOGUE));
    let acts = ACTS.is_match(&text[clause.clone()]);
    let beside = body.as_ref().is_some_and(|(b, _)| is_beside(text, b, &at));
    let own_meeting = context.date == Some(date) && point.is_none();
    if own_meeting || !(meeting.is_some() || point.is_some() || body.is_some() && acts || beside) {
        return None;
    }
    let own = || context.body.map(str::to_owned);
    let places =
        [Some(at.clone()), meeting, body.as_ref().map(|(b, _)| b.clone()), point.as_ref().map(|(p, _)| p.clone())];
    let places = || places.iter().flatten();
    let at = places().map(|p| p.start).min()?..places().map(|p| p.end).max()?;
    let body = dialogue.then(|| DIALOGUE.to_owned()).or(body.map(|(_, name)| name)).or_else(own);
    Some(Reference { text: text[at.clone()].to_owned(), at, body, date: Some(date), point: point.map(|(_, p)| p) })
}

/// A point without a date: on this agenda or at the last-mentioned meeting, depending on the words around it.
fn point_alone(
    text: &str,
    at: Range<usize>,
    number: &str,
    of: Option<&str>,
    before: &[Reference],
) -> Option<Reference> {
    let printed = text[at.clone()].to_owned();
    let point = Some(number.to_owned());
    if of.is_some_and(|o| o.to_lowercase().starts_with("referat")) {
        let last = before.iter().rev().find(|r| r.at.end <= at.start).or(before.first());
        let (body, date) = last.map_or((None, None), |r| (r.body.clone(), r.date));
        return Some(Reference { at, text: printed, body, date, point });
    }
    let own = of.is_some()
        || printed.to_lowercase().starts_with("dagsorden")
        || OWN_BEFORE.is_match(&text[..at.start])
        || OWN_AFTER.is_match(&text[at.end..]);
    own.then_some(Reference { at, text: printed, body: None, date: None, point })
}

/// The byte range of the sentence around a date. A full stop ends it only before a space and a capital.
fn clause(text: &str, at: &Range<usize>) -> Range<usize> {
    let ends = |i: usize, c: char| {
        let mut rest = text[i + c.len_utf8()..].chars();
        let stop =
            matches!(c, '.' | '?' | '!') && rest.next() == Some(' ') && rest.next().is_some_and(char::is_uppercase);
        let abbreviated =
            text[..i].ends_with(char::is_numeric) || text[..i].ends_with("pkt") || text[..i].ends_with("jf");
        c == '\n' || c == '•' || stop && !abbreviated
    };
    let start = text[..at.start].char_indices().rev().find(|&(i, c)| ends(i, c)).map_or(0, |(i, c)| i + c.len_utf8());
    let end = text[at.end..].char_indices().find(|&(i, c)| ends(at.end + i, c)).map_or(text.len(), |(i, _)| at.end + i);
    start..end
}

fn point_after(text: &str, date: &Range<usize>) -> Option<(Range<usize>, String)> {
    let found = POINT.captures_at(text, date.end)?;
    let at = found.get(0)?.range();
    let between = &text[date.end..at.start];
    let sentence_goes_on = !between.replace("jf. ", "").contains(". ");
    let near = between.len() <= POINT_REACH && !between.contains(['\n', '•', ';']) && sentence_goes_on;
    near.then(|| (at, found["number"].to_owned()))
}

/// A point before its meeting: `punkt 8 i referatet fra`, `sag nr. 5 på`, `pkt. 6 (`.
fn point_before(text: &str, clause: &Range<usize>, meeting: usize) -> Option<(Range<usize>, String)> {
    let found = POINT.captures_iter(text.get(clause.start..meeting)?).last()?;
    let at = found.get(0)?.range();
    let between = text.get(clause.start + at.end..meeting)?;
    LEADS_TO_MEETING
        .is_match(between)
        .then(|| (clause.start + at.start..clause.start + at.end, found["number"].to_owned()))
}

/// The match nearest to the date within its clause.
fn nearest(what: &Regex, text: &str, clause: &Range<usize>, date: &Range<usize>, reach: usize) -> Option<Range<usize>> {
    let found = what.find_iter(&text[clause.clone()]).map(|m| clause.start + m.start()..clause.start + m.end());
    let near = found.map(|m| (distance(&m, date), m)).filter(|(d, _)| *d <= reach);
    near.min_by_key(|(d, _)| *d).map(|(_, m)| m)
}

fn distance(a: &Range<usize>, b: &Range<usize>) -> usize {
    b.start.saturating_sub(a.end).max(a.start.saturating_sub(b.end))
}

/// The body named nearest to the date. Names before the date are preferred, except if `i` connects the date directly
/// with a name after it.
fn nearest_body(
    text: &str,
    clause: &Range<usize>,
    date: &Range<usize>,
    context: &Context,
) -> Option<(Range<usize>, String)> {
    let found = BODY.captures_iter(&text[clause.clone()]).filter_map(|c| {
        let m = c.get(0)?;
        let at = clause.start + m.start()..clause.start + m.end();
        let behind = at.start >= date.end;
        let led = text.get(date.end..at.start).is_some_and(|between| between.trim() == "i");
        let cost = distance(&at, date) + if behind && !led { REACH / 2 } else { 0 };
        (cost <= REACH).then_some((cost, at, body_name(&c, context)?))
    });
    found.min_by_key(|(cost, ..)| *cost).map(|(_, at, name)| (at, name))
}

/// Only a comma or `den` in between: `DASSOS den 27. august`, `(DASSOS, 18.2.19`.
fn is_beside(text: &str, body: &Range<usize>, date: &Range<usize>) -> bool {
    let between = text.get(body.end..date.start).unwrap_or("…").trim();
    matches!(between, "" | "," | "den" | "d.")
}

/// A body's full name. `None` for other initials: units, laws, abbreviations.
fn body_name(found: &regex::Captures, context: &Context) -> Option<String> {
    let named = |group: &str| found.name(group).map(|m| m.as_str());
    if let Some(kkr) = named("kkr") {
        let region = context.region.filter(|_| kkr == "KKR");
        return Some(region.map_or_else(|| kkr.to_owned(), |r| format!("KKR {r}")));
    }
    if let Some(of) = named("of").or(named("before")) {
        let authority = authorities().named(of)?;
        let council = named("council").or(named("council2")).unwrap_or_default().to_lowercase();
        let kind = if council.starts_with("byråd") { "Byråd" } else { "Kommunalbestyrelse" };
        return Some(format!("{} {kind}", authority.name));
    }
    if let Some(meeting) = named("meeting") {
        return Some(definite(meeting.trim_end_matches('s')));
    }
    if let Some(initials) = named("initials") {
        return full_name(initials, context);
    }
    if named("forum").is_some() {
        return Some(found[0].replace("KLs ", "KL's ").replace("KL’s ", "KL's "));
    }
    if named("kdnet").is_some() {
        return Some("KD-Net".into());
    }
    named("word").or(named("committee")).or(named("dialog")).map(str::to_owned)
}

/// `Forretningsudvalg` → `Forretningsudvalget`.
fn definite(body: &str) -> String {
    if body.ends_with('e') { format!("{body}n") } else { format!("{body}et") }
}

/// The body with these initials.
fn full_name(initials: &str, context: &Context) -> Option<String> {
    const NO_BODY: [&str; 14] =
        ["CPR", "KR", "PKT", "NR", "KL", "BPA", "STU", "ADHD", "FACT", "VISO", "GDPR", "ESDH", "EU", "SFO"];
    match initials {
        "FU" => Some("Forretningsudvalget".into()),
        "ØU" => Some("Økonomiudvalget".into()),
        short if NO_BODY.contains(&short) => None,
        short => {
            let own = context.body.filter(|b| b.strip_prefix(short).is_some_and(|rest| rest.starts_with(' ')));
            Some(own.unwrap_or(short).to_owned())
        }
    }
}

/// Whether two names mean one body: `DAS` and `DAS Social`, `Aarhus Byråd` and `Byrådet`.
pub fn same_body(a: &str, b: &str) -> bool {
    let fold = |s: &str| {
        let last_or_whole = s.rsplit(' ').next().filter(|w| w.to_lowercase().starts_with("byråd"));
        last_or_whole.unwrap_or(s).to_lowercase().trim_end_matches("et").to_owned()
    };
    let (a, b) = (fold(a), fold(b));
    let begins =
        |long: &str, short: &str| long.strip_prefix(short).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
    !a.is_empty() && !b.is_empty() && (begins(&a, &b) || begins(&b, &a))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn dassos(text: &str) -> Vec<(Option<String>, Option<Date>, Option<String>)> {
        let context =
            Context { body: Some("DASSOS"), date: Some(date(2026, 2, 27)), region: Some(Region::new("Midtjylland")) };
        find(text, &context).into_iter().map(|r| (r.body, r.date, r.point)).collect()
    }

    fn one(text: &str) -> (String, String, String) {
        let found = dassos(text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        let (body, date, point) = found.into_iter().next().unwrap();
        (body.unwrap_or_default(), date.map(|d| d.to_string()).unwrap_or_default(), point.unwrap_or_default())
    }

    #[test]
    fn body_date_and_point_are_read_together() {
        for (text, body, date, point) in [
            ("Sagen (DASSOS, 18.2.19, pkt. 2.5) genoptages", "DASSOS", "2019-02-18", "2.5"),
            ("jf. Økonomiudvalget, 12. maj 2014, pkt. 7", "Økonomiudvalget", "2014-05-12", "7"),
            ("Forretningsudvalgsmødet den 3. april 2019", "Forretningsudvalget", "2019-04-03", ""),
            ("Byrådet i Syddjurs Kommune har på mødet den 21. maj 2025 besluttet", "Syddjurs Byråd", "2025-05-21", ""),
            ("Punktet drøftes i KKR den 24. marts", "KKR Midtjylland", "2026-03-24", ""),
            ("Næste møde afholdes den 18. maj 2026", "DASSOS", "2026-05-18", ""),
        ] {
            assert_eq!(one(text), (body.into(), date.into(), point.into()), "{text}");
        }
    }

    /// Forms of references: body, date and point, empty if absent.
    #[test]
    fn references_are_read_as_they_are_written() {
        for (text, expected) in [
            ("som behandlet på mødet den 12. december 2025", "DASSOS|2025-12-12|"),
            ("jf. beslutning i Byrådet den 26-03-2013", "Byrådet|2013-03-26|"),
            ("Økonomiudvalgets møde den 5. juni 2019, punkt 12", "Økonomiudvalget|2019-06-05|12"),
            ("Byrådets beslutning af 4. februar 2020", "Byrådet|2020-02-04|"),
            ("blev godkendt i Social- og Sundhedsudvalget d. 7. maj 2024", "Social- og Sundhedsudvalget|2024-05-07|"),
            ("drøftet i Udvalget for Børn og Unge den 3. juni 2024", "Udvalget for Børn og Unge|2024-06-03|"),
            ("punkt 8 i referatet fra mødet den 3. november 2023", "DASSOS|2023-11-03|8"),
            ("(sag nr. 5 på Økonomiudvalgets møde den 22. januar 2014)", "Økonomiudvalget|2014-01-22|5"),
            ("pkt. 6 (Teknik- og Miljøudvalget, 14. maj 2024)", "Teknik- og Miljøudvalget|2024-05-14|6"),
            ("jf. pkt. 3.2 på dagsordenen", "||3.2"),
            ("se dagsordenspunkt 4", "||4"),
            ("Der henvises til punkt 3 ovenfor.", "||3"),
            ("jf. punkt nr. 11", "||11"),
            ("genoptages på Byrådets møde 24. april 2024", "Byrådet|2024-04-24|"),
            ("KKR Midtjylland behandlede sagen på mødet d. 9. juni 2023", "KKR Midtjylland|2023-06-09|"),
            ("FU den 3.4.19, pkt. 2.3", "Forretningsudvalget|2019-04-03|2.3"),
            ("jf. ØU 10.06.2020 pkt. 5", "Økonomiudvalget|2020-06-10|5"),
            ("på sit møde 1. december 2025, pkt. 9, besluttede", "DASSOS|2025-12-01|9"),
            (
                "Kommunalbestyrelsen i Odder Kommune godkendte den 30. september 2024",
                "Odder Kommunalbestyrelse|2024-09-30|",
            ),
            ("Skive Byråd, 12. maj 2014, pkt. 7", "Skive Byråd|2014-05-12|7"),
            ("Næste møde er den 21. maj 2026", "DASSOS|2026-05-21|"),
            ("på mødet den 18. november blev det aftalt", "DASSOS|2025-11-18|"),
            ("Socialudvalget drøftede sagen den 2. februar", "Socialudvalget|2026-02-02|"),
            ("jf. referat af 17. januar 2023", "DASSOS|2023-01-17|"),
            ("Forelægges Byrådet den 27. marts 2026", "Byrådet|2026-03-27|"),
            ("Regionsrådet godkendte 25. september 2024 budgettet", "Regionsrådet|2024-09-25|"),
            ("(Byrådet, 20.03.2013, sag nr. 14)", "Byrådet|2013-03-20|14"),
        ] {
            let (body, date, point) = one(text);
            assert_eq!([body, date, point].join("|"), expected, "{text}");
        }
    }

    #[test]
    fn dates_of_laws_letters_and_deadlines_are_no_references() {
        for text in [
            "Fristen for høringssvar er den 15. marts 2026.",
            "Aftalen trådte i kraft den 1. januar 2020.",
            "jf. lov nr. 389 af 27. maj 2021",
            "Brev af 3. maj 2024 fra borgeren er vedlagt.",
            "Udvalgets møde i maj er aflyst.",
            "Projektet forventes afsluttet den 31. december 2026.",
        ] {
            assert_eq!(dassos(text), [], "{text}");
        }
    }

    #[test]
    fn missing_year_is_completed_in_the_direction_told() {
        assert_eq!(one("DASSOS besluttede på sit møde den 3. november").1, "2025-11-03");
        assert_eq!(one("næste DASSOS møde den 27. januar").1, "2027-01-27");
        assert_eq!(one("KKR Midtjylland den 10. februar").1, "2026-02-10");
    }

    #[test]
    fn bare_point_is_of_the_own_agenda() {
        assert_eq!(dassos("Se i øvrigt jf. pkt. 2.2 ovenfor."), [(None, None, Some("2.2".into()))]);
        assert_eq!(dassos("punkt 4 på dagsordenen"), [(None, None, Some("4".into()))]);
        assert_eq!(dassos("Der er 3 punkter i planen."), []);
    }

    #[test]
    fn date_of_something_else_is_no_reference() {
        assert_eq!(dassos("Fristen er den 1. maj 2026. Loven trådte i kraft 1. januar 2025."), []);
    }

    #[test]
    fn bodies_are_the_same_by_their_short_names() {
        assert!(same_body("DAS Social", "DAS") && same_body("Byrådet", "Aarhus Byråd"));
        assert!(!same_body("DASSOS", "DAS") && !same_body("", "DAS"));
    }

    proptest! {
        #[test]
        fn references_are_in_order_and_within_any_text(text in r"([A-ZÆØÅa-zæøå,.() \n•-]|DASSOS|møde |den 3. marts|pkt. 2.1|byrådet i Skive){0,30}") {
            let context = Context { body: Some("DASSOS"), date: Some(date(2026, 2, 27)), region: None };
            let found = find(&text, &context);
            prop_assert!(found.iter().all(|r| text.get(r.at.clone()) == Some(r.text.as_str())));
            prop_assert!(found.is_sorted_by_key(|r| r.at.start));
        }
    }
}
