//! Hits, looked up one after another.

use super::explain::explanation;
use super::plan::Planned;
use super::snippet::{Highlighter, Passage};
use super::{Excerpt, FoundIn, Hit, HitDecision, QueryError, Question};
use crate::engine::plan::Plan;
use crate::engine::{Engine, Found, Place};
use crate::index::StoredItem;
use crate::model::{Item, SectionKind};
use crate::text::shortened;

/// Most characters of a hit's decision: two lines of a terminal.
const SENTENCE: usize = 160;

/// The hits of an answer, in order. Each is looked up when it is asked for.
pub struct Hits<'a> {
    engine: &'a dyn Engine,
    shown: std::vec::IntoIter<Found>,
    highlighter: Highlighter<'a>,
    twins: Twins<'a>,
    explain: bool,
}

impl<'a> Hits<'a> {
    pub(super) fn new(engine: &'a dyn Engine, planned: Planned, shown: Vec<Found>, question: &Question) -> Self {
        let twins = Twins { engine, plan: planned.plan, fold: question.fold };
        let highlighter = Highlighter::new(engine, planned.leaves);
        Self { engine, shown: shown.into_iter(), highlighter, twins, explain: question.explain }
    }

    /// The ids of the hits, without reading their text.
    pub fn ids(self) -> impl Iterator<Item = Result<String, QueryError>> {
        let Self { engine, shown, twins, .. } = self;
        shown.map(move |found| Ok(engine.id_at(twins.of(found.at)?.0)?))
    }

    /// Looks a hit up and finds its best passage.
    fn look_up(&mut self, found: &Found) -> Result<Hit, QueryError> {
        let (head, others) = self.twins.of(found.at)?;
        let with_words = self.engine.item_at(found.at)?;
        let passage = match self.highlighter.leaves().is_empty() {
            true => None,
            false => Some(self.highlighter.passage(found.at, &with_words.item, found.partial)?),
        };
        let explain = || explanation(self.engine, self.highlighter.leaves(), found.at, found.score);
        let explanation = self.explain.then(explain).transpose()?;
        let hit = hit(&with_words, passage, found);
        let hit = if head == found.at { hit } else { led_by(hit, self.engine.item_at(head)?) };
        let twins = others.into_iter().map(|at| Ok(self.engine.id_at(at)?)).collect::<Result<_, QueryError>>()?;
        Ok(Hit { explanation, twins, ..hit })
    }
}

impl Iterator for Hits<'_> {
    type Item = Result<Hit, QueryError>;

    fn next(&mut self) -> Option<Self::Item> {
        let found = self.shown.next()?;
        Some(self.look_up(&found))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.shown.size_hint()
    }
}

/// Hits up to the first unreadable one, for writing them one after another. The
/// caller asks for the error at the end.
pub struct Checked<I> {
    hits: I,
    failed: Option<QueryError>,
}

impl<I> Checked<I> {
    /// Nothing is wrong yet.
    pub fn new(hits: I) -> Self {
        Self { hits, failed: None }
    }

    /// The error behind an early end of the hits.
    pub fn outcome(&mut self) -> Result<(), QueryError> {
        self.failed.take().map_or(Ok(()), Err)
    }

    /// The remaining hits.
    pub fn into_inner(self) -> I {
        self.hits
    }
}

impl<T, I: Iterator<Item = Result<T, QueryError>>> Iterator for Checked<I> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        match self.hits.next()? {
            Ok(hit) => Some(hit),
            Err(e) => {
                self.failed = Some(e);
                None
            }
        }
    }
}

/// The other items of the pairs of shown hits.
struct Twins<'a> {
    engine: &'a dyn Engine,
    /// An item must meet its conditions to be the head of a pair.
    plan: Plan,
    fold: bool,
}

impl Twins<'_> {
    /// The head of the found item's pair, and the others.
    fn of(&self, found: Place) -> Result<(Place, Vec<Place>), QueryError> {
        let mut whole = self.engine.pair(found)?;
        let head = if self.fold { self.head(&whole, found)? } else { found };
        whole.retain(|at| *at != head);
        Ok((head, whole))
    }

    /// The first item of a pair passing the filters.
    fn head(&self, whole: &[Place], found: Place) -> Result<Place, QueryError> {
        if whole.first() == Some(&found) {
            return Ok(found);
        }
        let admitted = self.engine.admitted(&self.plan, whole)?;
        let head = whole.iter().zip(admitted).find(|(at, admitted)| *admitted || **at == found);
        Ok(head.map_or(found, |(at, _)| *at))
    }
}

/// A hit without its twins.
fn hit(stored: &StoredItem, passage: Option<Passage>, found: &Found) -> Hit {
    let item = &stored.item;
    let section = passage.as_ref().and_then(|p| p.section).map(|n| &item.sections[n]);
    let in_attachments = passage.as_ref().is_some_and(|p| p.attachments);
    Hit {
        id: stored.id.clone(),
        source: stored.source.clone(),
        twins: Vec::new(),
        found_in: None,
        number: item.number.as_ref().map(ToString::to_string),
        title: item.title.clone(),
        date: stored.meeting.date,
        body: stored.meeting.body.clone(),
        municipalities: item.municipalities.clone(),
        topics: item.topics.iter().map(ToString::to_string).collect(),
        kind: stored.meeting.kind,
        closed: item.closed,
        decision: decision(item),
        sections: section_kinds(item),
        score: found.score,
        section: section.map(|s| s.kind).or(in_attachments.then_some(SectionKind::Attachments)),
        heading: section.and_then(|s| s.heading.clone()),
        page: passage.as_ref().map_or(item.page, |p| p.page.or(item.page)),
        form: passage.as_ref().and_then(|p| p.form),
        more: passage.as_ref().map_or_else(Vec::new, |p| p.more.iter().map(|p| excerpt(item, p)).collect()),
        snippet: passage.map(|p| p.snippet).filter(|s| !s.text.is_empty()),
        partial: found.partial,
        explanation: None,
    }
}

/// The item's own decision, with its deciding sentence.
fn decision(item: &Item) -> Option<HitDecision> {
    let own = item.decision.as_ref()?;
    let outcome = own.outcome_name()?;
    let sentence = shortened(item.deciding_sentence().unwrap_or_default(), SENTENCE);
    Some(HitDecision { outcome, votes: own.votes.clone(), sentence })
}

fn excerpt(item: &Item, passage: &Passage) -> Excerpt {
    let section = passage.section.map(|n| &item.sections[n]);
    Excerpt {
        snippet: passage.snippet.clone(),
        section: section.map(|s| s.kind).or(passage.attachments.then_some(SectionKind::Attachments)),
        heading: section.and_then(|s| s.heading.clone()),
        page: passage.page.or(item.page),
    }
}

/// The hit of a pair's head, with the passage of the item with the words.
fn led_by(found: Hit, head: StoredItem) -> Hit {
    let found_in = FoundIn { id: found.id.clone(), source: found.source.clone(), kind: found.kind };
    let own = hit(&head, None, &Found { at: Place::new(0, 0), score: found.score, day: 0, partial: found.partial });
    match found {
        Hit { form: None, snippet: None, .. } => own,
        Hit { section, heading, page, form, snippet, more, .. } => {
            Hit { found_in: Some(found_in), section, heading, page, form, snippet, more, ..own }
        }
    }
}

/// The kinds of an item's sections, in its order, each once.
fn section_kinds(item: &Item) -> Vec<SectionKind> {
    let mut kinds = Vec::new();
    for section in &item.sections {
        if !kinds.contains(&section.kind) {
            kinds.push(section.kind);
        }
    }
    kinds
}
