//! Hits, counts and completions.

use std::sync::LazyLock;

use schemars::JsonSchema;
use serde::Serialize;

use super::endpoint::{Asked, Endpoint, Kind, MOST, Parameter};
use crate::archive::Snapshot;
use crate::model::SectionKind;
use crate::output::HitObject;
use crate::query::{Dimension, FacetCount, Facets, Filter, FilterKind, Question, Suggestion, filter};
use crate::web::{Problem, Site};

/// The query, as on the page.
pub(super) const QUESTION: &[Parameter] =
    &[Parameter::text("q", "The words, as in the box of the page; docs/query-syntax.md describes them.")];

/// Word forms and synonyms.
pub(super) const FORMS: &[Parameter] = &[
    Parameter::of("exact", YES_NO, "Only these very words."),
    Parameter::of("synonyms", YES_NO, "Words that mean the same are searched too; `yes` where nothing is said."),
];

/// The filters: a parameter for each row of the [table of filters](filter).
pub(super) fn filters() -> &'static [Parameter] {
    static FILTERS: LazyLock<Vec<Parameter>> = LazyLock::new(|| filter::all().map(parameter).collect());
    &FILTERS
}

fn parameter(filter: &'static Filter) -> Parameter {
    let kind = match (filter.kind, filter.choices()) {
        (_, Some(choices)) => Kind::Choice(choices),
        (FilterKind::From | FilterKind::To, _) => Kind::Date,
        _ => Kind::Text,
    };
    Parameter { name: filter.name, about: filter.about, kind, many: filter.is_many() }
}

/// How hits are ordered and cut.
pub(super) const HITS: &[Parameter] = &[
    Parameter::many("section", Kind::Choice(SECTIONS), "Only words in sections of this kind count."),
    Parameter::of("sort", Kind::Choice(&["relevance", "date", "-date"]), "`-date` has the newest first."),
    Parameter::of("unit", Kind::Choice(&["items", "cases"]), "Of the page; without effect here."),
    Parameter::of("lang", Kind::Choice(&["da", "en"]), "Of the page; without effect here."),
];

pub(super) const PAGING: &[Parameter] = &[
    Parameter::of("page", Kind::Number(1, 500), "Which page of them, from 1."),
    Parameter::of("limit", Kind::Number(1, MOST), "Entries on a page; 20 where nothing is said."),
];

pub(super) const YES_NO: Kind = Kind::Choice(filter::YES_NO);
const COUNTS: &[Parameter] = &[
    Parameter::of("facets", YES_NO, "Counts beside the hits; `yes` where nothing is said."),
    Parameter::of("explain", YES_NO, "Each hit says how its score came about."),
];
const BY: &[Parameter] = &[
    Parameter::of("by", Kind::Choice(DIMENSIONS), "Only these counts; all where nothing is said."),
    Parameter::text("prefix", "Only values that begin so."),
];
const SECTIONS: &[&str] = &{
    let mut names = [""; SectionKind::ALL.len()];
    let mut n = 0;
    while n < names.len() {
        names[n] = SectionKind::ALL[n].name();
        n += 1;
    }
    names
};
const DIMENSIONS: &[&str] = &{
    let mut names = [""; Dimension::ALL.len()];
    let mut n = 0;
    while n < names.len() {
        names[n] = Dimension::ALL[n].name();
        n += 1;
    }
    names
};
const TYPED: &[Parameter] = &[
    Parameter::text("q", "What stands in the box so far: its last word is completed."),
    Parameter::of("limit", Kind::Number(1, MOST), "Words that are given; 20 where nothing is said."),
];

/// Letters of a word before it is completed: with fewer every word begins so.
const LEAST_TO_COMPLETE: usize = 2;

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new("/search", "Items that answer a question, best first.", search)
            .with(QUESTION)
            .with(FORMS)
            .with(filters())
            .with(HITS)
            .with(PAGING)
            .with(COUNTS),
        Endpoint::new("/facets", "Values and how many items have each.", facets)
            .with(QUESTION)
            .with(FORMS)
            .with(filters())
            .with(BY),
        Endpoint::new("/suggest", "What a word that is being typed may become, and what may be meant.", suggest)
            .with(TYPED),
    ]
}

/// The answer to a question.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct SearchAnswer {
    /// Items in all, beyond this page too.
    pub total: u64,
    /// From 1.
    pub page: usize,
    /// Entries on a page.
    pub limit: usize,
    /// How the question was read.
    pub reading: String,
    /// Words searched along with the typed ones.
    pub also: Vec<AlsoObject>,
    /// Mistakes in the query and how they were corrected.
    pub remarks: Vec<String>,
    /// For words without hits.
    pub suggestions: Vec<SuggestionObject>,
    pub hits: Vec<HitObject>,
    /// Counts over all hits. A facet's own filter does not narrow its counts. `null` where
    /// `facets=no` asked for none.
    pub facets: Option<FacetsObject>,
}

/// Words searched along with one that was typed.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct AlsoObject {
    pub typed: String,
    pub synonyms: Vec<String>,
    /// Words of the archive with a similar spelling.
    pub spellings: Vec<String>,
}

/// A word without hits, and similar words of the archive.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct SuggestionObject {
    pub typed: String,
    /// The nearest first.
    pub words: Vec<String>,
}

impl From<&Suggestion> for SuggestionObject {
    fn from(s: &Suggestion) -> Self {
        Self { typed: s.typed.clone(), words: s.words.clone() }
    }
}

/// Counts by value, largest first; places, topics, numbers and dates in their order.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub(super) struct FacetsObject {
    pub region: Vec<CountObject>,
    pub municipality: Vec<CountObject>,
    /// Regions, municipalities and former municipalities as one tree: `/Syddanmark/Svendborg/Egebjerg`.
    pub place: Vec<CountObject>,
    pub body: Vec<CountObject>,
    /// A tree: `/social` includes the items of `/social/takster`.
    pub topic: Vec<CountObject>,
    /// Numbers of KL's plan with the groups above them: `27`, `27.35`, `27.35.04`.
    pub kle: Vec<CountObject>,
    pub kind: Vec<CountObject>,
    /// Outcomes of the items; `unclear` where the words allow no single one.
    pub outcome: Vec<CountObject>,
    pub year: Vec<CountObject>,
    pub month: Vec<CountObject>,
    /// Items in no year or month.
    pub undated: u64,
}

/// How many items have a value.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct CountObject {
    pub value: String,
    pub count: u64,
}

impl From<&Facets> for FacetsObject {
    fn from(f: &Facets) -> Self {
        let counts =
            |of: &[FacetCount]| of.iter().map(|c| CountObject { value: c.value.clone(), count: c.count }).collect();
        Self {
            region: counts(&f.region),
            municipality: counts(&f.municipality),
            place: counts(&f.place),
            body: counts(&f.body),
            topic: counts(&f.topic),
            kle: counts(&f.kle),
            kind: counts(&f.kind),
            outcome: counts(&f.outcome),
            year: counts(&f.year),
            month: counts(&f.month),
            undated: f.undated,
        }
    }
}

impl FacetsObject {
    fn of(&mut self, dimension: Dimension) -> &mut Vec<CountObject> {
        match dimension {
            Dimension::Region => &mut self.region,
            Dimension::Municipality => &mut self.municipality,
            Dimension::Place => &mut self.place,
            Dimension::Body => &mut self.body,
            Dimension::Topic => &mut self.topic,
            Dimension::Kle => &mut self.kle,
            Dimension::Kind => &mut self.kind,
            Dimension::Outcome => &mut self.outcome,
            Dimension::Year => &mut self.year,
            Dimension::Month => &mut self.month,
        }
    }
}

/// The request of a page of hits.
///
/// # Errors
///
/// 400 for a limit out of range.
pub(super) fn request(site: &Site, asked: &Asked, counts: bool) -> Result<Question, Problem> {
    let (limit, skip) = (asked.limit()?, asked.skip()?);
    let request = asked.state.question(site.settings.synonyms.clone());
    Ok(Question { limit: Some(skip + limit), skip, counts, ..request })
}

fn search(site: &Site, snapshot: &Snapshot, asked: &Asked) -> Result<SearchAnswer, Problem> {
    let counts = asked.switch("facets", true)?;
    let explain = asked.switch("explain", false)?;
    let answer = snapshot.search(&Question { explain, ..request(site, asked, counts)? })?;
    let also = answer.interpretation.expansions.iter().map(|a| AlsoObject {
        typed: a.typed.clone(),
        synonyms: a.synonyms.clone(),
        spellings: a.spellings.clone(),
    });
    Ok(SearchAnswer {
        total: answer.total,
        page: asked.state.page,
        limit: asked.limit()?,
        reading: answer.interpretation.to_string(),
        also: also.collect(),
        remarks: answer.remarks.iter().map(ToString::to_string).collect(),
        suggestions: answer.suggestions.iter().map(Into::into).collect(),
        hits: answer.hits.iter().map(Into::into).collect(),
        facets: counts.then(|| (&answer.facets).into()),
    })
}

fn facets(site: &Site, snapshot: &Snapshot, asked: &Asked) -> Result<FacetsObject, Problem> {
    let request = Question { limit: Some(1), skip: 0, ..asked.state.question(site.settings.synonyms.clone()) };
    let mut counts = FacetsObject::from(&snapshot.search(&request)?.facets);
    let by = match asked.value("by") {
        None => None,
        Some(name) => Some(Dimension::ALL.into_iter().find(|d| d.name() == name).ok_or_else(|| {
            Problem::parameter("by", format!("expected one of {}, but found {name}", DIMENSIONS.join(", ")))
        })?),
    };
    let key = |value: &str| value.trim_start_matches('/').to_lowercase();
    let prefix = asked.value("prefix").map(|p| key(&p)).unwrap_or_default();
    for dimension in Dimension::ALL {
        let wanted = by.is_none_or(|by| by == dimension);
        counts.of(dimension).retain(|c| wanted && key(&c.value).starts_with(&prefix));
    }
    Ok(counts)
}

/// Completions and spelling suggestions.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct SuggestAnswer {
    /// Completions of the last word, commonest first. Empty before its second letter.
    pub completions: Vec<CompletionObject>,
    /// For words without hits.
    pub suggestions: Vec<SuggestionObject>,
}

/// A word of the archive.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct CompletionObject {
    pub word: String,
    /// Items with the word; an item counts once for each section with it.
    pub items: u64,
}

fn suggest(site: &Site, snapshot: &Snapshot, asked: &Asked) -> Result<SuggestAnswer, Problem> {
    let words = &asked.state.words;
    let last = words.split_whitespace().last().unwrap_or_default().trim_start_matches(['-', '"', '(']);
    let completions = match last.chars().count() >= LEAST_TO_COMPLETE {
        true => snapshot.complete(last, asked.limit()?)?,
        false => Vec::new(),
    };
    let request = Question { limit: Some(1), skip: 0, ..asked.state.question(site.settings.synonyms.clone()) };
    let answer = snapshot.search(&Question { counts: false, ..request })?;
    Ok(SuggestAnswer {
        completions: completions.into_iter().map(|(word, items)| CompletionObject { word, items }).collect(),
        suggestions: answer.suggestions.iter().map(Into::into).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn row_of_the_table_is_a_parameter() {
        let known = |name: &str| filters().iter().find(|p| p.name == name).copied();
        let former = Parameter::many("former", Kind::Text, filter::FORMER.about);
        assert_eq!(known("former"), Some(former));
        assert_eq!(known("closed").map(|p| p.kind), Some(YES_NO));
        assert_eq!(known("to").map(|p| p.kind), Some(Kind::Date));
    }
}
