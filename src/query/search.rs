//! A [`Question`] → an [`Answer`]: the words become a plan, the filters become conditions, the engine answers, and hits are read lazily.

use std::collections::HashSet;

use super::expand::Expander;
use super::hits::Hits;
use super::plan::{Planned, Planner};
use super::suggest::{Suggestion, suggestion};
use super::synonyms::Synonyms;
use super::syntax::{self, Parsed, Query, Remark};
use super::{Facets, Filters, Hit, Interpretation, QueryError, Question, resolve};
use crate::engine::plan::Plan;
use crate::engine::{Counts, Engine, Listing, Order, Place};
use crate::index::Dimension;
use crate::index::format::ItemPart;

/// The answer to a [`Question`].
#[derive(Debug, Clone, Default)]
pub struct Answer {
    /// The hits in order.
    pub hits: Vec<Hit>,
    /// How many there are in all, beyond the limit too.
    pub total: u64,
    /// How many of them have only most of the words.
    pub partial: u64,
    /// The counts over all hits.
    pub facets: Facets,
    /// How the query was read.
    pub interpretation: Interpretation,
    /// Errors in the query as typed, with their corrections.
    pub remarks: Vec<Remark>,
    /// Corrections for words without a hit.
    pub suggestions: Vec<Suggestion>,
}

/// Answers a question from an index.
///
/// # Errors
///
/// A filter fits nothing in the index ([`QueryError::UnknownValue`]), or the index fails.
pub fn search(engine: &dyn Engine, question: &Question) -> Result<Answer, QueryError> {
    let (answer, hits) = search_lazily(engine, question)?;
    Ok(Answer { hits: hits.collect::<Result<_, _>>()?, ..answer })
}

/// The same, for more hits than memory should hold: the answer comes without its hits, and they come one after another.
///
/// # Errors
///
/// As [`search`].
pub fn search_lazily<'a>(engine: &'a dyn Engine, question: &Question) -> Result<(Answer, Hits<'a>), QueryError> {
    let Parsed { query, mut remarks } = syntax::parse(&question.words);
    let mut planned = planned(engine, question, &query)?;
    planned.plan.filters = resolve::conditions(engine, &question.filters)?;
    let listing = Listing { order: question.order, limit: question.limit, fold: question.fold };
    let found = engine.answer(&planned.plan, &listing)?;
    let counts = counts_beside(found.counts, engine, &planned.plan, question)?;
    if found.partial > 0 {
        remarks.push(Remark::MostWords);
    }
    let suggestions = planned.unknown.iter().filter_map(|word| suggestion(engine, word).transpose());
    let answer = Answer {
        hits: Vec::new(),
        total: found.total,
        partial: found.partial,
        facets: Facets::from_counts(counts, found.undated),
        interpretation: Interpretation::new(query, question, planned.leaves.iter().map(|(leaf, _)| leaf)),
        remarks,
        suggestions: suggestions.collect::<Result<_, _>>()?,
    };
    let mut shown = found.hits;
    shown.drain(..question.skip.min(shown.len()));
    Ok((answer, Hits::new(engine, planned, shown, question)))
}

/// The places of the matching items, agenda and minutes each for itself.
pub(super) fn places(engine: &dyn Engine, question: &Question) -> Result<HashSet<Place>, QueryError> {
    let mut planned = planned(engine, question, &syntax::parse(&question.words).query)?;
    planned.plan.filters = resolve::conditions(engine, &question.filters)?;
    let listing = Listing { order: Order::default(), limit: None, fold: false };
    Ok(engine.answer(&planned.plan, &listing)?.hits.into_iter().map(|found| found.at).collect())
}

/// The plan of a query, without the question's filters.
pub(super) fn planned(engine: &dyn Engine, question: &Question, query: &Query) -> Result<Planned, QueryError> {
    planned_in(engine, question, query, &parts(engine, &question.filters)?)
}

/// The same for words in `parts`.
pub(super) fn planned_in(
    engine: &dyn Engine,
    question: &Question,
    query: &Query,
    parts: &[ItemPart],
) -> Result<Planned, QueryError> {
    let own = || question.own_synonyms.as_ref().unwrap_or_else(|| Synonyms::shipped());
    let synonyms = (question.synonyms && !question.exact).then(own);
    let planner = Planner::new(engine, Expander::new(engine, question.exact, synonyms));
    planner.plan(query, parts)
}

/// The counts; a filtered facet counts as without its filter.
fn counts_beside(
    mut counts: Counts,
    engine: &dyn Engine,
    plan: &Plan,
    question: &Question,
) -> Result<Counts, QueryError> {
    if !question.counts {
        return Ok(counts);
    }
    for dimension in Dimension::ALL {
        let Some(filters) = question.filters.without(dimension) else { continue };
        let plan = Plan { filters: resolve::conditions(engine, &filters)?, ..plan.clone() };
        let more = engine.count(&plan, question.fold)?;
        counts.retain(|(of, _), _| *of != dimension);
        counts.extend(more.into_iter().filter(|((of, _), _)| *of == dimension));
    }
    Ok(counts)
}

/// The possible parts for words.
fn parts(engine: &dyn Engine, filters: &Filters) -> Result<Vec<ItemPart>, QueryError> {
    let kinds = &filters.sections;
    let may = |part: &ItemPart| kinds.is_empty() || matches!(part, ItemPart::Section(kind) if kinds.contains(kind));
    Ok(engine.parts()?.iter().copied().filter(may).collect())
}

#[cfg(test)]
mod tests {
    use super::super::history::tests::{index_of, item};
    use super::*;
    use crate::engine::double::List;
    use crate::model::{Section, SectionKind, Text};

    /// The titles found by a question in an archive with many other items.
    fn titles(question: Question, titles: &[&str]) -> Vec<String> {
        let others = (0..60).map(|n| format!("Orientering {n}"));
        let all = titles.iter().map(|title| (*title).to_owned()).chain(others).enumerate();
        let items: Vec<_> = all.map(|(n, title)| item(&format!("{n}#1"), "2024-03-01", &title, "")).collect();
        search(&List::of(&items), &question).unwrap().hits.into_iter().map(|hit| hit.title).collect()
    }

    fn found(words: &str, in_titles: &[&str]) -> Vec<String> {
        titles(Question { words: words.into(), ..Question::default() }, in_titles)
    }

    #[test]
    fn english_words_find_the_danish_ones() {
        let archive = ["Nyt plejehjem", "Hjemløse ved havnen", "Liste over havne", "Ventelisten"];
        assert_eq!(found("nursing home", &archive), ["Nyt plejehjem"]);
        assert_eq!(found("homeless at the harbour", &archive)[0], "Hjemløse ved havnen");
        assert_eq!(found("waiting list", &archive)[0], "Ventelisten");
        let danish = Question { words: "nursing home".into(), synonyms: false, ..Question::default() };
        assert_eq!(titles(danish, &archive), [""; 0]);
    }

    #[test]
    fn compound_that_no_item_has_is_found_by_its_parts() {
        let archive = ["Skolen i Nørby lukkes", "Unge og hash", "Politik mod vold", "Rapport fra Københavns Rådhus"];
        assert_eq!(found("skolelukning", &archive), ["Skolen i Nørby lukkes"]);
        assert_eq!(found("hashrygning", &archive), ["Unge og hash"]);
        assert_eq!(found("anti-vold", &archive), ["Politik mod vold"]);
        assert_eq!(found("kobenhavn", &archive), ["Rapport fra Københavns Rådhus"]);
        assert_eq!(found("orienteringsplan", &archive), [""; 0], "a part that most items have says nothing");
    }

    #[test]
    fn hit_shows_the_best_passage_of_other_sections_too_and_the_pages_before_are_passed_over() {
        let mut first = item("a#1", "2024-03-01", "Takster for herberg", "Et herberg har plads.");
        let text = Text::on_page("Herberget lukkes.", 2);
        let minutes = Section::new(SectionKind::Minutes, text);
        first.item.sections.push(minutes);
        let (_folder, index) = index_of(&[first, item("b#1", "2023-03-01", "Andet", "Et herberg.")]);
        let question = Question { words: "herberg".into(), ..Question::default() };
        let answer = search(&index, &question).unwrap();
        let hit = &answer.hits[0];
        let more: Vec<_> = hit.more.iter().map(|e| (e.section, e.page, e.snippet.text.as_str())).collect();
        assert_eq!((hit.id.as_str(), hit.section), ("a#1", Some(SectionKind::Minutes)));
        assert_eq!(more, [(Some(SectionKind::CaseSummary), Some(1), "Et herberg har plads.")]);
        let second = search(&index, &Question { skip: 1, ..question }).unwrap();
        assert_eq!((second.total, second.hits.len(), second.hits[0].id.as_str()), (2, 1, "b#1"));
    }
}
