//! Finds the body of a decision, and splits texts with decisions of several bodies.

use jiff::civil::Date;

use super::clauses;
use super::events::{self, Agent};
use super::pieces::{self, Piece};
use super::words::{Act, Sense, lexicon};
use crate::lexicon::dates;
use crate::model::{Item, Section, SectionKind, Text};
use crate::text::sentences;

/// Splits the minutes of an item by body, if one text holds decisions of several bodies or of an earlier one:
/// `Kulturudvalget behandlede sagen den 7. maj 2013 og anbefaler indstillingen.`
pub(crate) fn separate(item: &mut Item) {
    let may_part = |s: &Section| match s.kind {
        SectionKind::Minutes => s.date.is_none(),
        SectionKind::Proposal => true,
        _ => false,
    };
    if !item.sections.iter().any(may_part) {
        return;
    }
    let sections = std::mem::take(&mut item.sections);
    item.sections = sections
        .into_iter()
        .flat_map(|s| if s.kind == SectionKind::Proposal { without_earlier(s) } else { parted(s) })
        .collect();
}

/// A proposal, and behind it the decisions of earlier bodies that are printed under the same heading:
/// `Teknisk Udvalg, 10. september 2019, pkt. 65: Anbefales.`
fn without_earlier(section: Section) -> Vec<Section> {
    let text = section.text.as_str();
    let heads: Vec<(usize, usize, String, Date)> = lines(text)
        .filter_map(|at| head_of_body(text, &at).map(|(body, date, end)| (at.start, end, body, date)))
        .collect();
    let mut out = Vec::new();
    for (n, (_, from, body, date)) in heads.iter().enumerate() {
        let end = heads.get(n + 1).map_or(text.len(), |h| h.0);
        let context = super::Context { body: Some(body), date: Some(*date), ..super::Context::default() };
        let part = cut(&section.text, *from, end);
        let decides = super::of_text(part.as_str(), &context);
        if decides.outcome.is_none() && !decides.unclear {
            return vec![section];
        }
        let heading = None;
        out.push(Section {
            kind: SectionKind::Minutes,
            heading,
            body: Some(body.clone()),
            date: Some(*date),
            text: part,
            decision: None,
        });
    }
    let Some((first, ..)) = heads.first() else { return vec![section] };
    let proposal = Section { text: cut(&section.text, 0, *first), ..section.clone() };
    if proposal.text.is_blank() {
        return vec![section];
    }
    std::iter::once(proposal).chain(out).collect()
}

/// The bytes of each line.
fn lines(text: &str) -> impl Iterator<Item = std::ops::Range<usize>> + '_ {
    let mut from = 0;
    text.split_inclusive('\n').map(move |line| {
        let start = from;
        from += line.len();
        start..start + line.trim_end().len()
    })
}

/// The body and the day that a line begins with, and where what it decided begins: behind the colon, or on the next line.
fn head_of_body(text: &str, at: &std::ops::Range<usize>) -> Option<(String, Date, usize)> {
    let line = &text[at.clone()];
    let date = dates::find(line).into_iter().next()?;
    let before = line[..date.at.start].trim().trim_end_matches(',').trim();
    let before =
        before.strip_suffix("den").or_else(|| before.strip_suffix("d.")).unwrap_or(before).trim_end_matches([',', ' ']);
    let name = ["Behandling i ", "Beslutning i ", "Indstilling fra ", "Behandlet i "]
        .iter()
        .find_map(|lead| before.strip_prefix(lead))
        .unwrap_or(before);
    let pieces = pieces::pieces(name, &(0..name.len()));
    let [.., last] = pieces.as_slice() else { return None };
    if !last.is(Sense::Body) || !name.starts_with(char::is_uppercase) || name.split_whitespace().count() > LONGEST_NAME
    {
        return None;
    }
    let behind = &line[date.at.end..];
    let label = |s: &str| {
        let s = s.trim().trim_start_matches(',').trim();
        s.is_empty()
            || ["pkt.", "punkt", "sag"]
                .iter()
                .any(|w| s.strip_prefix(w).is_some_and(|n| n.trim().chars().all(|c| c.is_ascii_digit() || c == '.')))
    };
    let end = match behind.split_once(':') {
        Some((between, _)) if label(between) => at.start + date.at.end + between.len() + 1,
        None if label(behind) => at.end,
        _ => return None,
    };
    Some((name.split_whitespace().collect::<Vec<_>>().join(" "), date.date, end))
}

/// Words of the longest name of a body before a date: `Udvalget for Børn, Unge og Uddannelse`.
const LONGEST_NAME: usize = 7;

fn parted(section: Section) -> Vec<Section> {
    if section.kind != SectionKind::Minutes || section.date.is_some() || section.body.is_some() {
        return vec![section];
    }
    let text = section.text.as_str();
    let starts: Vec<(usize, String, Date)> =
        sentences(text).filter_map(|at| of_body(text, &at).map(|(body, date)| (at.start, body, date))).collect();
    let Some((first, ..)) = starts.first() else { return vec![section] };
    let head = text[..*first].trim();
    let mut out = Vec::new();
    if !head.is_empty() {
        out.push(Section { text: cut(&section.text, 0, *first), ..section.clone() });
    }
    for (n, (start, body, date)) in starts.iter().enumerate() {
        let end = starts.get(n + 1).map_or(text.len(), |s| s.0);
        let text = cut(&section.text, *start, end);
        out.push(Section { body: Some(body.clone()), date: Some(*date), text, ..section.clone() });
    }
    out
}

/// Bytes `from..to` of a text, with pages and repairs, trimmed.
fn cut(text: &Text, from: usize, to: usize) -> Text {
    let whole = text.as_str();
    let piece = whole[from..to].trim();
    let from = from + (whole[from..to].len() - whole[from..to].trim_start().len());
    let to = from + piece.len();
    let mut out = Text::default();
    let mut start = from;
    let within: Vec<usize> = text.breaks().iter().map(|b| b.at).filter(|at| (from + 1..to).contains(at)).collect();
    for end in within.into_iter().chain([to]) {
        let repairs = text.repairs().iter().filter(|r| r.at.start >= start && r.at.end <= end).cloned();
        let repairs = repairs.map(|mut r| {
            r.at = r.at.start - start..r.at.end - start;
            r
        });
        out.push(&whole[start..end], text.page_at(start).unwrap_or(1), repairs);
        start = end;
    }
    out
}

/// Body and day of a sentence about a body's decision on the case.
fn of_body(text: &str, at: &std::ops::Range<usize>) -> Option<(String, Date)> {
    let sentence = &text[at.clone()];
    // A cheap test first: most sentences have no digits.
    if !sentence.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let date = dates::find(sentence).first()?.date;
    let pieces = pieces::pieces(text, at);
    let clauses = clauses::clauses(&pieces);
    let first = pieces.iter().take(5).position(|p| p.is(Sense::Body))?;
    let body = printed_body(text, &pieces, first);
    let events = events::events(&pieces, &clauses);
    let decides = |e: &events::Event| {
        let act = matches!(
            e.act,
            Act::Approve
                | Act::Recommend
                | Act::Reject
                | Act::Postpone
                | Act::SendBack
                | Act::SendOn
                | Act::Send
                | Act::Take
                | Act::Discuss
                | Act::Decide
        );
        act && events::performs(e.level)
            && !e.is_future
            && matches!(e.agent, Agent::Body(_) | Agent::Nobody)
            && (e.theme == Some(Sense::Main) || e.theme.is_none() && !e.other_theme)
    };
    let about_case = pieces.iter().any(|p| p.is(Sense::Main));
    let recommends = events.iter().any(|e| e.act == Act::Recommend);
    ((about_case || recommends) && events.iter().any(decides)).then_some((body, date))
}

/// `Psykiatri- og socialudvalget`, `Udvalget for Voksne`.
fn printed_body(text: &str, pieces: &[Piece<'_>], k: usize) -> String {
    let start =
        if pieces[..k].iter().any(|p| p.text.len() > 3 && p.capital) { pieces[0].at.start } else { pieces[k].at.start };
    let mut end = pieces[k].at.end;
    let area = |j: usize| pieces.get(j).filter(|p| p.capital && p.is(Sense::Other));
    if pieces.get(k + 1).is_some_and(|p| p.word == "for") {
        let mut j = k + 2;
        while let Some(piece) = area(j) {
            end = piece.at.end;
            let and = pieces.get(j + 1).is_some_and(|p| p.is(Sense::And)) && area(j + 2).is_some();
            j += if and { 2 } else { 1 };
        }
    }
    text[start..end].split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Kinds of bodies, by the suffixes of their names, longest first.
const SORTS: [&[&str]; 4] = [
    &["kommunalbestyrels", "byråd", "regionsråd", "amtsråd"],
    &["udvalg", "fu"],
    &["bestyrels"],
    &["nævn", "råd", "kreds"],
];

/// Whether two names mean one body. A general word (`udvalget`) means the meeting's own body.
pub(super) fn same_body(own: &str, named: &str) -> bool {
    let fold = |s: &str| s.to_lowercase().trim_end_matches("et").trim_end_matches("en").to_owned();
    let (own, named) = (fold(own), fold(named));
    let same = named.contains(&own) || own.contains(&named);
    // `Udvalget` matches any committee, but not a council.
    let sort =
        |s: &str| SORTS.iter().position(|words| words.iter().any(|w| s.ends_with(w) || s.contains(&format!("{w} "))));
    let general = SORTS.iter().flat_map(|words| words.iter()).any(|w| *w == named);
    same || general && (sort(&own).is_none() || sort(&own) == sort(&named))
}

/// Whether two people or parties share a distinctive word.
pub(super) fn same_words(a: &str, b: &str) -> bool {
    let words = |s: &str| -> Vec<String> {
        let parts = s.to_lowercase();
        parts
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| !w.is_empty())
            .map(|w| w.trim_end_matches('s').to_owned())
            .collect()
    };
    let (a, b) = (words(a), words(b));
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    let same = |w: &String| {
        long.iter().any(|l| l == w || lexicon().is_same_party(w, l) && is_party_word(w) | is_party_word(l))
    };
    !short.is_empty() && short.iter().all(same)
}

/// The letter or letters of a party.
fn is_party_word(word: &str) -> bool {
    word.chars().count() == 1 || lexicon().is_party_letters(word)
}

/// The mover of a proposal: `Ole Brink foreslår, at …`, `Forslag fra Venstre om …`.
pub(super) fn mover(text: &str) -> Option<String> {
    let at = sentences(text).next()?;
    let pieces = pieces::pieces(text, &at);
    let near = &pieces[..pieces.len().min(12)];
    // `Svar på forslag fra V` is an answer, not the proposal.
    if near.first().is_some_and(|p| p.word == "svar") {
        return None;
    }
    let proposes = near.iter().position(|p| {
        p.does(Act::Propose)
            || p.is(Sense::Proposal)
            || p.word == "beslutningsforslag"
            || p.word == "beslutningsforslaget"
            || p.does(Act::Wish)
            || p.does(Act::Request)
    })?;
    let voter = near.iter().position(Piece::is_voter)?;
    let before = voter < proposes
        && voter <= 2
        && !near[proposes].is(Sense::Proposal)
        && near[voter..proposes].iter().all(|p| !p.is(Sense::At));
    let from = proposes <= 1
        && near[proposes..].iter().take(3).any(|p| matches!(p.word.as_str(), "fra" | "af"))
        && voter > proposes
        && voter <= proposes + 4;
    let spoken = near[proposes].is(Sense::Proposal)
        || near[proposes].does(Act::Propose)
        || near[proposes].word.starts_with("beslutningsforslag")
        || before;
    if !(spoken && (before || from)) {
        return None;
    }
    let list = events::voters_around(near, voter, 0..near.len());
    let names: Vec<&str> = list.iter().map(|k| near[*k].text).collect();
    Some(names.join(", "))
}
