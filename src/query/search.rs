//! A question → hits.

use tantivy::DocAddress;
use tantivy::query::Query as Condition;

use super::collect::Keep;
use super::expand::Expander;
use super::explain::explanation;
use super::facets::{Counts, Group};
use super::fold::{Conditions, Pairs};
use super::plan::{Plan, Planner};
use super::rank::ranked;
use super::run::{Results, Scored, run};
use super::snippet::{Marker, Passage};
use super::suggest::{Suggestion, suggestion};
use super::synonyms::Synonyms;
use super::syntax::{self, Parsed, Remark};
use super::{Excerpt, Facets, Filters, FoundIn, Hit, QueryError, Reading, resolve};
use crate::index::Index;
use crate::index::format::Part;
use crate::model::{Item, SectionKind};

/// In which order hits come. Ties always by date (newest first), then by id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    #[default]
    Relevance,
    OldestFirst,
    NewestFirst,
}

/// A question.
#[derive(Debug, Clone)]
pub struct Request {
    /// The words as typed. Empty asks for everything that the filters let through.
    pub query: String,
    pub filters: Filters,
    pub order: Order,
    /// Only the very words; no other form, no synonym.
    pub exact: bool,
    pub synonyms: bool,
    /// Synonyms in place of those that the program brings along.
    pub own_synonyms: Option<Synonyms>,
    /// An item that stands in the agenda and in the minutes is one hit.
    pub fold: bool,
    /// How many hits to give, at most. `None` for all.
    pub limit: Option<usize>,
    /// How many of the best to pass over: those of the pages before. They are within the limit.
    pub skip: usize,
    /// The counts are to be shown: those of a facet that is filtered by hold what else there is. Where they are not, they
    /// are those of the hits, which costs less.
    pub counts: bool,
    /// Each hit is to say how its score came about.
    pub explain: bool,
}

impl Default for Request {
    fn default() -> Self {
        Self {
            query: String::new(),
            filters: Filters::default(),
            order: Order::default(),
            exact: false,
            synonyms: true,
            own_synonyms: None,
            fold: true,
            limit: Some(20),
            skip: 0,
            counts: false,
            explain: false,
        }
    }
}

/// The answer to a [`Request`].
#[derive(Debug, Clone, Default)]
pub struct Answer {
    pub hits: Vec<Hit>,
    /// How many there are in all, beyond the limit too.
    pub total: u64,
    pub facets: Facets,
    /// How the query was read.
    pub reading: Reading,
    /// What was wrong with the query as typed and how it was mended.
    pub remarks: Vec<Remark>,
    /// For words that hit nothing: what may have been meant.
    pub suggestions: Vec<Suggestion>,
}

/// Answers a question from an index.
///
/// # Errors
///
/// A filter that fits nothing in the index ([`QueryError::UnknownValue`]), or an index that fails.
pub fn search(index: &Index, request: &Request) -> Result<Answer, QueryError> {
    let Parsed { query, mut remarks } = syntax::parse(&request.query);
    let parts = parts(&request.filters);
    let own = || request.own_synonyms.as_ref().unwrap_or_else(|| Synonyms::shipped());
    let synonyms = (request.synonyms && !request.exact).then(own);
    let planner = Planner::new(index, Expander::new(index, request.exact, synonyms));
    let plan = planner.plan(&query, &parts)?;
    let conditions = conditions(index, &plan, &request.filters)?;
    let results = run(index, &plan, &conditions, request.keep(&plan), request.fold)?;
    let counts = counts_beside(&results, index, &plan, request)?;
    if results.partial {
        remarks.push(Remark::MostWords);
    }
    let (total, undated) = (results.total, results.undated);
    let mut shown = ranked(index, &plan, results.hits, request)?;
    shown.drain(..request.skip.min(shown.len()));
    let mut marker = Marker::new(index, &plan.leaves);
    let has_words = !plan.leaves.is_empty();
    let mut twins = Twins::new(index, &plan, &conditions, request.fold)?;
    let look_up = |h| hit(index, h, &mut marker, has_words, &mut twins);
    let mut hits = shown.iter().map(look_up).collect::<Result<Vec<_>, QueryError>>()?;
    for (hit, Scored { found, .. }) in hits.iter_mut().zip(&shown).filter(|_| request.explain) {
        hit.explanation = Some(explanation(index, &plan.leaves, found.at, found.score)?);
    }
    let facets = Facets::from_counts(counts, undated);
    let suggestions = plan.unknown.iter().filter_map(|word| suggestion(index, word).transpose());
    let suggestions = suggestions.collect::<Result<_, _>>()?;
    let reading = Reading::new(query, request, plan.leaves.iter().map(|(leaf, _)| leaf));
    Ok(Answer { hits, total, facets, reading, remarks, suggestions })
}

impl Request {
    /// Which hits may be shown, where that can be told by their scores.
    fn keep(&self, plan: &Plan) -> Option<Keep> {
        let margin = plan.bonus.iter().map(|b| b.most).sum();
        self.limit.filter(|_| self.order == Order::Relevance).map(|most| Keep { most, margin })
    }
}

/// The counts; those of a facet that is filtered by, as they are without that filter.
fn counts_beside(results: &Results, index: &Index, plan: &Plan, request: &Request) -> Result<Counts, QueryError> {
    let mut counts = results.counts.clone();
    if !request.counts {
        return Ok(counts);
    }
    for group in Group::ALL {
        let Some(filters) = request.filters.without(group) else { continue };
        let none = Some(Keep { most: 1, margin: 0.0 });
        let more = run(index, plan, &conditions(index, plan, &filters)?, none, request.fold)?.counts;
        counts.retain(|(of, _), _| *of != group);
        counts.extend(more.into_iter().filter(|((of, _), _)| *of == group));
    }
    Ok(counts)
}

/// What the filters let through.
fn conditions(index: &Index, plan: &Plan, filters: &Filters) -> Result<Vec<Box<dyn Condition>>, QueryError> {
    let mut conditions = resolve::conditions(index, filters)?;
    if plan.wanted.is_empty() {
        // Files have no words: only a search without any has to keep them out.
        conditions.push(resolve::items(index));
    }
    Ok(conditions)
}

/// Where words may stand.
pub(super) fn parts(filters: &Filters) -> Vec<Part> {
    match filters.sections.as_slice() {
        [] => Part::ALL.to_vec(),
        kinds => Part::ALL.into_iter().filter(|p| matches!(p, Part::Section(k) if kinds.contains(k))).collect(),
    }
}

/// The other items of the pairs of hits that are shown.
struct Twins<'a> {
    index: &'a Index,
    pairs: Pairs<'a>,
    /// What an item must meet to stand for a pair. `None` for all items.
    admitted: Option<Conditions<'a>>,
    fold: bool,
}

impl<'a> Twins<'a> {
    fn new(index: &'a Index, plan: &Plan, conditions: &[Box<dyn Condition>], fold: bool) -> Result<Self, QueryError> {
        let admitted = plan.admitted(index, conditions);
        let admitted = admitted.map(|query| Conditions::new(index, &*query)).transpose()?;
        Ok(Self { index, pairs: Pairs::new(index)?, admitted, fold })
    }

    /// The item that stands for the pair of the one that was found, and the ids of the others.
    fn of(&mut self, found: DocAddress) -> Result<(DocAddress, Vec<String>), QueryError> {
        let whole = self.pairs.whole(found)?;
        let standing = if self.fold { self.standing(&whole, found)? } else { found };
        let others = whole.into_iter().filter(|at| *at != standing);
        let ids = others.map(|at| Ok(self.index.id_at(at)?)).collect::<Result<_, QueryError>>()?;
        Ok((standing, ids))
    }

    fn standing(&self, whole: &[DocAddress], found: DocAddress) -> Result<DocAddress, QueryError> {
        for &at in whole {
            let Some(admitted) = self.admitted.as_ref().filter(|_| at != found) else { return Ok(at) };
            if admitted.are_met_by(at)? {
                return Ok(at);
            }
        }
        Ok(found)
    }
}

/// Looks a hit up and finds its best passage.
fn hit(
    index: &Index,
    scored: &Scored,
    marker: &mut Marker<'_>,
    has_words: bool,
    twins: &mut Twins<'_>,
) -> Result<Hit, QueryError> {
    let (standing, others) = twins.of(scored.found.at)?;
    let found = index.item_at(scored.found.at)?;
    let item = &found.item;
    let passage = match has_words {
        true => Some(marker.passage(scored.found.at, item, scored.partial)?),
        false => None,
    };
    let more = passage.as_ref().map_or_else(Vec::new, |p| p.more.iter().map(|p| excerpt(item, p)).collect());
    let section = passage.as_ref().and_then(|p| p.section).map(|n| &item.sections[n]);
    let in_attachments = passage.as_ref().is_some_and(|p| p.attachments);
    let (section, heading) = (section.map(|s| s.kind), section.and_then(|s| s.heading.clone()));
    let page = passage.as_ref().map_or(item.page, |p| p.page.or(item.page));
    let elsewhere = standing != scored.found.at;
    let found_in = || FoundIn { id: found.id.clone(), source: found.source.clone(), kind: found.meeting.kind };
    let found_in = (elsewhere && has_words).then(found_in);
    let stored = if elsewhere { index.item_at(standing)? } else { found };
    let item = stored.item;
    Ok(Hit {
        sections: section_kinds(&item),
        number: item.number.as_ref().map(ToString::to_string),
        title: item.title,
        date: stored.meeting.date,
        body: stored.meeting.body,
        municipalities: item.municipalities,
        topics: item.topics.iter().map(ToString::to_string).collect(),
        kind: stored.meeting.kind,
        closed: item.closed,
        score: scored.found.score,
        section: section.or(in_attachments.then_some(SectionKind::Attachments)),
        heading,
        page,
        form: passage.as_ref().and_then(|p| p.form),
        more,
        snippet: passage.map(|p| p.snippet).filter(|s| !s.text.is_empty()),
        partial: scored.partial,
        explanation: None,
        twins: others,
        found_in,
        id: stored.id,
        source: stored.source,
    })
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

/// The kinds of sections that an item has, in its order, each once.
fn section_kinds(item: &Item) -> Vec<SectionKind> {
    let mut kinds = Vec::new();
    for section in &item.sections {
        if !kinds.contains(&section.kind) {
            kinds.push(section.kind);
        }
    }
    kinds
}

#[cfg(test)]
mod tests {
    use super::super::history::tests::{index_of, item};
    use super::*;
    use crate::model::{Section, Text};

    #[test]
    fn hit_shows_the_best_passage_of_other_sections_too_and_the_pages_before_are_passed_over() {
        let mut first = item("a#1", "2024-03-01", "Takster for herberg", "Et herberg har plads.");
        let text = Text::on_page("Herberget lukkes.", 2);
        let minutes = Section { kind: SectionKind::Minutes, heading: None, body: None, date: None, text };
        first.item.sections.push(minutes);
        let (_folder, index) = index_of(&[first, item("b#1", "2023-03-01", "Andet", "Et herberg.")]);
        let request = Request { query: "herberg".into(), ..Request::default() };
        let answer = search(&index, &request).unwrap();
        let hit = &answer.hits[0];
        let more: Vec<_> = hit.more.iter().map(|e| (e.section, e.page, e.snippet.text.as_str())).collect();
        assert_eq!((hit.id.as_str(), hit.section), ("a#1", Some(SectionKind::Minutes)));
        assert_eq!(more, [(Some(SectionKind::CaseSummary), Some(1), "Et herberg har plads.")]);
        let second = search(&index, &Request { skip: 1, ..request }).unwrap();
        assert_eq!((second.total, second.hits.len(), second.hits[0].id.as_str()), (2, 1, "b#1"));
    }
}
