//! Hits as they are shown, one by one or by their case.

use crate::archive::Snapshot;
use crate::model::MeetingKind;
use crate::query::{self, Answer, Case, Form, Hit, Snippet};
use crate::text::shortened;
use crate::web::pages::case::standing;
use crate::web::pages::{Badge, Fragment, Frame, Link, fragments};
use crate::web::search_state::Unit;
use crate::web::{Problem, SearchState};
use crate::words::fill;

/// The most characters of a title and of a snippet: a misread title can be a whole page.
const TITLE: usize = 240;
const SNIPPET: usize = 600;
/// The most municipalities named for a hit: they fit one line.
const NAMED: usize = 3;

/// The hits of a page.
#[derive(Default)]
pub(super) struct Hits {
    pub groups: Vec<Group>,
    /// How many cases they are of, where they are shown so.
    pub cases: Option<String>,
    /// The number of the first, from 1.
    pub first: usize,
}

/// Hits of one case, or all hits.
#[derive(Default)]
pub(super) struct Group {
    /// Their case. `None` for hits one by one.
    pub case: Option<CaseView>,
    pub hits: Vec<HitView>,
}

/// A case above its hits.
pub(super) struct CaseView {
    pub link: Link,
    /// `3 møder · 2019–2024 · DASSOS`.
    pub facts: String,
    pub state: String,
    /// How many hits are of it, where there are several.
    pub count: Option<String>,
}

/// A hit.
#[derive(Default)]
pub(super) struct HitView {
    pub address: String,
    pub whole: String,
    pub title: String,
    pub day: String,
    pub written: Option<String>,
    pub body: String,
    pub body_address: Option<String>,
    pub municipalities: Option<String>,
    pub number: Option<String>,
    pub kind: String,
    pub closed: bool,
    /// The outcome of its decision.
    pub badge: Option<Badge>,
    /// The sentence that decides, if no passage shows it.
    pub decision: Option<String>,
    /// The best passages.
    pub passages: Vec<Passage>,
    pub remarks: Vec<String>,
    pub twin: Option<Link>,
}

/// A passage, and where it is from: `Beslutning, side 4`.
pub(super) struct Passage {
    pub place: String,
    pub text: Vec<Fragment>,
}

impl Hits {
    pub(super) fn is_empty(&self) -> bool {
        self.groups.iter().all(|g| g.hits.is_empty())
    }

    pub(super) fn new(
        frame: &Frame<'_>,
        snapshot: &Snapshot,
        state: &SearchState,
        answer: &Answer,
    ) -> Result<Self, Problem> {
        let first = (state.page - 1) * crate::web::search_state::PER_PAGE + 1;
        let mut views: Vec<Option<HitView>> = answer.hits.iter().map(|h| Some(view(frame, state, h))).collect();
        if state.unit == Unit::Items {
            let hits = views.into_iter().flatten().collect();
            return Ok(Self { groups: vec![Group { case: None, hits }], cases: None, first });
        }
        let ids: Vec<&str> = answer.hits.iter().map(|h| h.id.as_str()).collect();
        let cases = snapshot.cases_of_hits(&ids)?;
        let count = frame.words.count(cases.len() as u64, &frame.words.search.cases_on_page);
        let group = |case: &query::CaseOfHits| Group {
            case: Some(CaseView::new(frame, &case.case, ids[case.hits[0]], case.hits.len())),
            hits: case.hits.iter().filter_map(|n| views.get_mut(*n)?.take()).collect(),
        };
        Ok(Self { groups: cases.iter().map(group).collect(), cases: Some(count), first })
    }
}

impl CaseView {
    fn new(frame: &Frame<'_>, case: &Case, id: &str, hits: usize) -> Self {
        let words = frame.words;
        let mut facts = vec![words.count(case.meetings as u64, &words.search.case_of)];
        facts.extend(years(case));
        facts.extend(case.bodies.iter().take(NAMED).cloned());
        Self {
            link: Link::new(shortened(&case.title, TITLE), frame.thing("case", id)),
            facts: facts.join(" · "),
            state: standing(frame, &case.state),
            count: (hits > 1).then(|| words.count(hits as u64, &words.search.of_items)),
        }
    }
}

/// `2019–2024`.
fn years(case: &Case) -> Option<String> {
    let (first, last) = (case.first?.year(), case.last?.year());
    Some(if first == last { first.to_string() } else { format!("{first}–{last}") })
}

fn view(frame: &Frame<'_>, state: &SearchState, hit: &Hit) -> HitView {
    let words = &frame.words.hit;
    let address = frame.with(&frame.site.links.thing("item", &hit.id), words_of(state));
    HitView {
        whole: frame.whole(&frame.site.links.thing("item", &hit.id)),
        address,
        title: shortened(&hit.title, TITLE),
        day: frame.day(hit.date),
        written: hit.date.map(|d| d.to_string()),
        body: hit.body.clone().unwrap_or_else(|| words.no_body.clone()),
        body_address: hit.body.as_ref().map(|b| frame.thing("body", b)),
        municipalities: municipalities(frame, &hit.municipalities),
        number: hit.number.as_ref().map(|n| fill(&words.item, &[("number", n)])),
        kind: frame.words.names.kind(hit.kind).to_owned(),
        closed: hit.closed,
        badge: hit.decision.as_ref().map(|d| frame.badge_named(d.outcome)),
        decision: decision(hit),
        passages: passages(frame, hit),
        remarks: remarks(frame, hit),
        twin: twin(frame, state, hit),
    }
}

/// The sentence that decides. `None` without a decision, and if the snippet shows the sentence already.
fn decision(hit: &Hit) -> Option<String> {
    let sentence = &hit.decision.as_ref()?.sentence;
    let is_shown = |snippet: &Snippet| snippet.text.contains(sentence.trim_end_matches('…'));
    (!sentence.is_empty() && !hit.snippet.as_ref().is_some_and(is_shown)).then(|| sentence.clone())
}

/// The parameters an item's page needs to highlight the words of the search.
fn words_of(state: &SearchState) -> Vec<(&'static str, String)> {
    let told = ["q", "exact", "synonyms", "section"];
    state.pairs().into_iter().filter(|(name, _)| told.contains(name)).collect()
}

fn municipalities(frame: &Frame<'_>, names: &[String]) -> Option<String> {
    let shown = names.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(NAMED) {
        0 => (!shown.is_empty()).then_some(shown),
        more => Some(format!("{shown} {}", frame.words.count(more as u64, &frame.words.hit.and_more))),
    }
}

/// `i dagsordenen, Sagsfremstilling, side 4`.
fn place(frame: &Frame<'_>, hit: &Hit) -> String {
    let words = &frame.words.hit;
    let twin = hit.found_in.as_ref().map(|found| match found.kind {
        MeetingKind::Agenda | MeetingKind::Other => words.found_in_agenda.clone(),
        MeetingKind::Minutes => words.found_in_minutes.clone(),
    });
    let own = || hit.section.map(|s| frame.words.names.section(s).to_owned());
    let heading = hit.heading.as_ref().map(|h| shortened(h, TITLE)).or_else(own);
    let title = || hit.snippet.as_ref().map(|_| words.in_title.clone());
    let page = hit.page.map(|p| fill(&words.page, &[("page", &p.to_string())]));
    let parts = twin.into_iter().chain(heading.or_else(title)).chain(page);
    parts.collect::<Vec<_>>().join(", ")
}

fn passages(frame: &Frame<'_>, hit: &Hit) -> Vec<Passage> {
    let best = hit.snippet.as_ref().map(|s| Passage { place: place(frame, hit), text: shown(s) });
    let more = hit.more.iter().map(|excerpt| {
        let own = excerpt.section.map(|s| frame.words.names.section(s).to_owned());
        let heading = excerpt.heading.as_ref().map(|h| shortened(h, TITLE)).or(own);
        let page = excerpt.page.map(|p| fill(&frame.words.hit.page, &[("page", &p.to_string())]));
        let place = heading.into_iter().chain(page).collect::<Vec<_>>().join(", ");
        Passage { place, text: shown(&excerpt.snippet) }
    });
    best.into_iter().chain(more).collect()
}

fn shown(snippet: &Snippet) -> Vec<Fragment> {
    let end = snippet.text.char_indices().nth(SNIPPET).map_or(snippet.text.len(), |(at, _)| at);
    let marks: Vec<_> = snippet.highlights.iter().filter(|m| m.end <= end).cloned().collect();
    fragments(&snippet.text[..end], &marks)
}

fn remarks(frame: &Frame<'_>, hit: &Hit) -> Vec<String> {
    let words = &frame.words.hit;
    let form = match hit.form {
        Some(Form::Spelling) => Some(&words.spelling),
        Some(Form::Synonym) => Some(&words.synonym),
        _ => None,
    };
    let partial = hit.partial.then_some(&words.partial);
    form.into_iter().chain(partial).cloned().collect()
}

fn twin(frame: &Frame<'_>, state: &SearchState, hit: &Hit) -> Option<Link> {
    let id = hit.found_in.as_ref().map(|f| &f.id).or(hit.twins.first())?;
    let words = &frame.words.hit;
    let name = if hit.kind == MeetingKind::Minutes { &words.twin_agenda } else { &words.twin_minutes };
    Some(Link::new(name, frame.with(&frame.site.links.thing("item", id), words_of(state))))
}
