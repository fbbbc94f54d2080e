//! A question → hits.

use tantivy::query::Query as Condition;

use super::expand::Expander;
use super::facets::Counts;
use super::hits::Hits;
use super::plan::{Plan, Planner};
use super::suggest::{Suggestion, suggestion};
use super::synonyms::Synonyms;
use super::syntax::{self, Parsed, Remark};
use super::{Facets, Filters, Hit, QueryError, Reading};
use crate::engine::Index;
use crate::engine::local::rank::ranked;
use crate::engine::local::run::{Results, run};
use crate::engine::local::values as resolve;
use crate::index::Dimension;
use crate::index::format::Part;

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
    let (answer, hits) = search_lazily(index, request)?;
    Ok(Answer { hits: hits.collect::<Result<_, _>>()?, ..answer })
}

/// The same, for more hits than memory should hold: the answer comes without its hits, and they come one after another.
///
/// # Errors
///
/// As [`search`].
pub fn search_lazily<'a>(index: &'a Index, request: &Request) -> Result<(Answer, Hits<'a>), QueryError> {
    let Parsed { query, mut remarks } = syntax::parse(&request.query);
    let parts = parts(index, &request.filters)?;
    let own = || request.own_synonyms.as_ref().unwrap_or_else(|| Synonyms::shipped());
    let synonyms = (request.synonyms && !request.exact).then(own);
    let planner = Planner::new(index, Expander::new(index, request.exact, synonyms));
    let plan = planner.plan(&query, &parts)?;
    let conditions = conditions(index, &plan, &request.filters)?;
    let results = run(index, &plan, &conditions, request.fold)?;
    let counts = counts_beside(&results, index, &plan, request)?;
    if results.partial {
        remarks.push(Remark::MostWords);
    }
    let suggestions = plan.unknown.iter().filter_map(|word| suggestion(index, word).transpose());
    let answer = Answer {
        hits: Vec::new(),
        total: results.hits.len() as u64,
        facets: Facets::from_counts(counts, results.undated),
        reading: Reading::new(query, request, plan.leaves.iter().map(|(leaf, _)| leaf)),
        remarks,
        suggestions: suggestions.collect::<Result<_, _>>()?,
    };
    let mut shown = ranked(index, &plan, results.hits, request)?;
    shown.drain(..request.skip.min(shown.len()));
    Ok((answer, Hits::new(index, plan, &conditions, shown, request)?))
}

/// The counts; those of a facet that is filtered by, as they are without that filter.
fn counts_beside(results: &Results, index: &Index, plan: &Plan, request: &Request) -> Result<Counts, QueryError> {
    let mut counts = results.counts.clone();
    if !request.counts {
        return Ok(counts);
    }
    for dimension in Dimension::ALL {
        let Some(filters) = request.filters.without(dimension) else { continue };
        let more = run(index, plan, &conditions(index, plan, &filters)?, request.fold)?.counts;
        counts.retain(|(of, _), _| *of != dimension);
        counts.extend(more.into_iter().filter(|((of, _), _)| *of == dimension));
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
pub(super) fn parts(index: &Index, filters: &Filters) -> Result<Vec<Part>, QueryError> {
    let kinds = &filters.sections;
    let may = |part: &Part| kinds.is_empty() || matches!(part, Part::Section(kind) if kinds.contains(kind));
    Ok(index.parts()?.iter().copied().filter(may).collect())
}

#[cfg(test)]
mod tests {
    use super::super::history::tests::{index_of, item};
    use super::*;
    use crate::model::{Section, SectionKind, Text};

    #[test]
    fn hit_shows_the_best_passage_of_other_sections_too_and_the_pages_before_are_passed_over() {
        let mut first = item("a#1", "2024-03-01", "Takster for herberg", "Et herberg har plads.");
        let text = Text::on_page("Herberget lukkes.", 2);
        let minutes = Section::new(SectionKind::Minutes, text);
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
