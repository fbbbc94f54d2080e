//! A question → hits.

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use tantivy::DocAddress;
use tantivy::collector::DocSetCollector;
use tantivy::query::Query as Condition;

use super::collect::{Found, Hits};
use super::expand::Expander;
use super::explain::explanation;
use super::facets::{Counts, Group};
use super::fold::{self, Conditions, Pairs};
use super::plan::{Plan, Planner};
use super::score::rarity;
use super::snippet::Marker;
use super::suggest::{Suggestion, suggestion};
use super::synonyms::Synonyms;
use super::syntax::{self, Parsed, Query};
use super::{Facets, Filters, FoundIn, Hit, QueryError, resolve};
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
    /// How the query was read: `all of: kapacitet* herberg*; in: minutes`.
    pub reading: String,
    /// What was wrong with the query as typed and how it was mended.
    pub remarks: Vec<String>,
    /// For words that hit nothing: what may have been meant.
    pub suggestions: Vec<Suggestion>,
}

/// Fewer hits than this are few: items with most of the words follow.
const FEW: usize = 5;
/// The share of the words, weighed by rarity, that makes an item worth showing: of two words the rarer one does. Measured on the
/// bench: 0.5 loses half a point of recall, 0.6 three.
const MOST: f32 = 0.4;

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
    let results = run(index, &plan, &conditions, request.fold)?;
    let counts = results.counts_beside(index, &plan, request)?;
    if results.hits.iter().any(|h| h.partial) {
        remarks.push("few items have all the words: those with most of them follow".into());
    }
    let total = results.hits.len() as u64;
    let undated = results.hits.iter().filter(|h| h.found.day.is_none()).count() as u64;
    let shown = order(index, results.hits, request)?;
    let mut marker = Marker::new(index, &plan.leaves);
    let has_words = !plan.leaves.is_empty();
    let mut twins = Twins::new(index, &plan, &conditions, request.fold)?;
    let mut hits = shown
        .iter()
        .map(|h| hit(index, h, &mut marker, has_words, &mut twins))
        .collect::<Result<Vec<_>, QueryError>>()?;
    for (hit, Scored { found, .. }) in hits.iter_mut().zip(&shown).filter(|_| request.explain) {
        hit.explanation = Some(explanation(index, &plan.leaves, found.at, found.score)?);
    }
    let facets = Facets::from_counts(counts, undated);
    let suggestions = plan.unknown.iter().filter_map(|word| suggestion(index, word).transpose());
    let suggestions = suggestions.collect::<Result<_, _>>()?;
    Ok(Answer { hits, total, facets, reading: reading(&query, request), remarks, suggestions })
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
fn parts(filters: &Filters) -> Vec<Part> {
    match filters.sections.as_slice() {
        [] => Part::ALL.to_vec(),
        kinds => Part::ALL.into_iter().filter(|p| matches!(p, Part::Section(k) if kinds.contains(k))).collect(),
    }
}

/// A hit before it is looked up.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scored {
    pub found: Found,
    pub partial: bool,
}

/// Every hit and the counts over them.
struct Results {
    hits: Vec<Scored>,
    counts: Counts,
}

impl Results {
    /// The counts; those of a facet that is filtered by, as they are without that filter.
    fn counts_beside(&self, index: &Index, plan: &Plan, request: &Request) -> Result<Counts, QueryError> {
        let mut counts = self.counts.clone();
        if !request.counts {
            return Ok(counts);
        }
        for group in Group::ALL {
            let Some(filters) = request.filters.without(group) else { continue };
            let more = run(index, plan, &conditions(index, plan, &filters)?, request.fold)?.counts;
            counts.retain(|(of, _), _| *of != group);
            counts.extend(more.into_iter().filter(|((of, _), _)| *of == group));
        }
        Ok(counts)
    }
}

/// Runs a plan, and makes one hit of each pair where they are to be folded.
fn run(index: &Index, plan: &Plan, conditions: &[Box<dyn Condition>], fold: bool) -> Result<Results, QueryError> {
    let Results { mut hits, mut counts } = run_unfolded(index, plan, conditions)?;
    if fold {
        hits = fold::fold(index, hits, &mut counts)?;
    }
    Ok(Results { hits, counts })
}

/// Runs a plan: strictly, and where that leaves little, loosely too.
fn run_unfolded(index: &Index, plan: &Plan, conditions: &[Box<dyn Condition>]) -> Result<Results, QueryError> {
    let failed = |e| index.failed(e);
    let (strict, counts) = index.searcher().search(&plan.strict(conditions), &Hits::default()).map_err(failed)?;
    let whole = |found| Scored { found, partial: false };
    let enough = match plan.wanted.len() {
        0 => 0,
        1 => 1,
        _ => FEW,
    };
    if strict.len() >= enough {
        return Ok(Results { hits: strict.into_iter().map(whole).collect(), counts });
    }
    let known: HashSet<DocAddress> = strict.iter().map(|f| f.at).collect();
    let mut accepted = with_most_words(index, plan, conditions)?;
    accepted.extend(&known);
    let hits = Hits { accepted: Some(Arc::new(accepted)) };
    let (loose, counts) = index.searcher().search(&plan.loose(conditions), &hits).map_err(failed)?;
    let more = loose.into_iter().filter(|f| !known.contains(&f.at)).map(|found| Scored { found, partial: true });
    Ok(Results { hits: strict.into_iter().map(whole).chain(more).collect(), counts })
}

/// The items that have most of what is wanted, each thing weighed by its rarity. What nothing has does not count.
fn with_most_words(
    index: &Index,
    plan: &Plan,
    conditions: &[Box<dyn Condition>],
) -> Result<HashSet<DocAddress>, QueryError> {
    let mut weights: HashMap<DocAddress, f32> = HashMap::new();
    let mut all = 0.0;
    for wanted in &plan.wanted {
        let query = plan.one(wanted, conditions);
        let having = index.searcher().search(&query, &DocSetCollector).map_err(|e| index.failed(e))?;
        if having.is_empty() {
            continue;
        }
        let rarity = rarity(having.len() as u64, index.searcher().num_docs());
        all += rarity;
        for at in having {
            *weights.entry(at).or_default() += rarity;
        }
    }
    Ok(weights.into_iter().filter(|(_, weight)| *weight >= MOST * all).map(|(at, _)| at).collect())
}

/// The hits to be shown, in order.
fn order(index: &Index, mut hits: Vec<Scored>, request: &Request) -> Result<Vec<Scored>, QueryError> {
    let by_day = |a: &Scored, b: &Scored| b.found.day.cmp(&a.found.day);
    let oldest = |a: &Scored, b: &Scored| {
        a.found.day.is_none().cmp(&b.found.day.is_none()).then_with(|| a.found.day.cmp(&b.found.day))
    };
    let relevance = |a: &Scored, b: &Scored| {
        a.partial.cmp(&b.partial).then_with(|| b.found.score.total_cmp(&a.found.score)).then_with(|| by_day(a, b))
    };
    let compare: &dyn Fn(&Scored, &Scored) -> Ordering = match request.order {
        Order::Relevance => &relevance,
        Order::NewestFirst => &by_day,
        Order::OldestFirst => &oldest,
    };
    let limit = request.limit.unwrap_or(usize::MAX).min(hits.len());
    let Some(last) = limit.checked_sub(1) else { return Ok(Vec::new()) };
    let last = *hits.select_nth_unstable_by(last, |a, b| compare(a, b)).1;
    // Hits that are equal to the last shown may belong before it by their id.
    hits.retain(|h| compare(h, &last) != Ordering::Greater);
    hits.sort_by(|a, b| compare(a, b));
    sort_ties_by_id(index, &mut hits, compare)?;
    hits.truncate(limit);
    Ok(hits)
}

/// Sorts each run of equal hits by id.
fn sort_ties_by_id(
    index: &Index,
    hits: &mut [Scored],
    compare: &dyn Fn(&Scored, &Scored) -> Ordering,
) -> Result<(), QueryError> {
    for run in hits.chunk_by_mut(|a, b| compare(a, b) == Ordering::Equal).filter(|run| run.len() > 1) {
        let mut named =
            run.iter().map(|h| Ok((index.id_at(h.found.at)?, *h))).collect::<Result<Vec<_>, QueryError>>()?;
        named.sort_by(|a, b| a.0.cmp(&b.0));
        for (place, (_, hit)) in run.iter_mut().zip(named) {
            *place = hit;
        }
    }
    Ok(())
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
        snippet: passage.map(|p| p.snippet).filter(|s| !s.text.is_empty()),
        partial: scored.partial,
        explanation: None,
        twins: others,
        found_in,
        id: stored.id,
        source: stored.source,
    })
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

/// How a query was read.
fn reading(query: &Query, request: &Request) -> String {
    let mut said = Vec::new();
    match query {
        Query::Everything => said.push("every item".to_owned()),
        Query::All(of) => said.extend(reading_of_all(of)),
        Query::Any(of) => said.push(format!("any of: {}", listed(of))),
        other => said.push(format!("all of: {other}")),
    }
    let kinds: Vec<&str> = request.filters.sections.iter().map(|k| k.name()).collect();
    if !kinds.is_empty() {
        said.push(format!("in: {}", kinds.join(", ")));
    }
    if request.exact {
        said.push("only these very words".to_owned());
    }
    said.join("; ")
}

fn reading_of_all(of: &[Query]) -> Vec<String> {
    let (without, with): (Vec<Query>, Vec<Query>) = of.iter().cloned().partition(|q| matches!(q, Query::Not(_)));
    let without: Vec<Query> = without.into_iter().map(|q| if let Query::Not(inner) = q { *inner } else { q }).collect();
    let say = |name: &str, of: &[Query]| (!of.is_empty()).then(|| format!("{name} {}", listed(of)));
    say("all of:", &with).into_iter().chain(say("none of:", &without)).collect()
}

fn listed(of: &[Query]) -> String {
    let show = |q: &Query| if matches!(q, Query::All(_) | Query::Any(_)) { format!("({q})") } else { q.to_string() };
    of.iter().map(show).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(typed: &str, request: Request) -> String {
        reading(&syntax::parse(typed).query, &request)
    }

    #[test]
    fn reading_says_what_was_understood() {
        let plain = Request::default;
        assert_eq!(read("kapacitet* herberg*", plain()), "all of: kapacitet* herberg*");
        assert_eq!(read("a -b (c OR d)", plain()), "all of: a (c OR d); none of: b");
        assert_eq!(read("a OR b", plain()), "any of: a b");
        assert_eq!(read("", plain()), "every item");
        let filters = Filters { sections: vec![SectionKind::Minutes], ..Filters::default() };
        assert_eq!(
            read("a", Request { filters, exact: true, ..plain() }),
            "all of: a; in: minutes; only these very words"
        );
    }
}
