//! Cases through their meetings.

use schemars::JsonSchema;
use serde::Serialize;

use super::endpoint::{Asked, Endpoint, Kind, Parameter};
use super::search::{self, FORMS, HITS, PAGING, QUESTION, SuggestionObject, YES_NO, filters};
use crate::archive::Snapshot;
use crate::output::{Asked as Told, HistoryReport, ListedCaseObject, StepObject};
use crate::query::{HistoryRequest, Question};
use crate::web::{Problem, SearchState, Site};

/// Hits grouped by case at most: each case costs a walk through its meetings.
const MOST_CASES: usize = 20;
/// The highest number `pick` takes: a query with more cases is too wide to pick from.
const MOST_MATTERS: usize = 1_000;

const WHOSE: &[Parameter] = &[
    Parameter::text("q", "Words, as in a search, or a case number, that the case is about. Either this or `id`."),
    Parameter::text("id", "An item of the case."),
    Parameter::of("loose", YES_NO, "Items on the same subject too, though nothing else ties them to it."),
    Parameter::of("case_number", YES_NO, "`q` is a case number, or the beginning of one, and nothing else."),
    Parameter::of("pick", Kind::Number(1, MOST_MATTERS), "Only the matter of that number in `matters`."),
];

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new("/history", "One case through its meetings, in date order.", history)
            .with(WHOSE)
            .with(FORMS)
            .with(filters()),
        Endpoint::new(
            "/cases",
            "The hits of a question by the cases that they belong to; 20 on a page at most.",
            cases,
        )
        .with(QUESTION)
        .with(FORMS)
        .with(filters())
        .with(HITS)
        .with(PAGING),
    ]
}

/// A case through its meetings.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct HistoryAnswer {
    /// How the question was read.
    pub reading: String,
    /// Mistakes in the query and how they were corrected.
    pub remarks: Vec<String>,
    /// For words without hits.
    pub suggestions: Vec<SuggestionObject>,
    /// The state of the case: `decided`, `open`, `awaited` or `overdue`.
    pub state: &'static str,
    /// In date order, undated last.
    pub steps: Vec<StepObject>,
    /// The matching cases, best first; `pick` asks for one of them.
    pub matters: Vec<ListedCaseObject>,
}

/// The history request of an address, with its filters.
///
/// # Errors
///
/// 400 where nothing is asked, or both an item and words.
pub(crate) fn history_request(
    site: &Site,
    state: &SearchState,
    value: impl Fn(&str) -> Option<String>,
    switch: impl Fn(&'static str) -> Result<bool, Problem>,
    pick: Option<usize>,
) -> Result<HistoryRequest, Problem> {
    let id = value("id");
    let item = id.is_some();
    let query = match (Some(state.words.clone()).filter(|q| !q.is_empty()), id) {
        (Some(_), Some(_)) => return Err(Problem::parameter("id", "expected either q or id, but found both")),
        (None, None) => return Err(Problem::parameter("q", "expected words in q or an item in id, but found neither")),
        (Some(asked), None) | (None, Some(asked)) => asked,
    };
    let (loose, case_number) = (switch("loose")?, switch("case_number")?);
    let question = Question { words: query, ..state.question(site.settings.synonyms.clone()) };
    Ok(HistoryRequest { question, loose, case_number, item, pick })
}

fn history(site: &Site, snapshot: &Snapshot, asked: &Asked) -> Result<HistoryAnswer, Problem> {
    let pick = asked.number("pick", (1, MOST_MATTERS))?;
    let switch = |name| asked.switch(name, false);
    let request = history_request(site, &asked.state, |name| asked.value(name), switch, pick)?;
    if let Some(id) = asked.value("id") {
        snapshot.item(&id)?;
    }
    let history = snapshot.history(&request)?;
    let report = HistoryReport { history: &history, asked: &Told::default(), why: true, whole: true };
    Ok(HistoryAnswer {
        reading: history.interpretation.clone(),
        remarks: history.remarks.iter().map(ToString::to_string).collect(),
        suggestions: history.suggestions.iter().map(Into::into).collect(),
        state: history.state.name(),
        steps: report.steps(),
        matters: history.cases.iter().map(Into::into).collect(),
    })
}

/// Hits by their cases.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct CasesAnswer {
    /// Matching items on all pages.
    pub total: u64,
    /// From 1.
    pub page: usize,
    /// Hits on a page.
    pub limit: usize,
    /// In the order of their best hits. A case of several pages comes on each.
    pub cases: Vec<CaseObject>,
}

/// A case and its hits.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct CaseObject {
    #[serde(flatten)]
    pub case: ListedCaseObject,
    /// Ids of the hits of this page.
    pub hits: Vec<String>,
}

fn cases(site: &Site, snapshot: &Snapshot, asked: &Asked) -> Result<CasesAnswer, Problem> {
    let limit = asked.limit()?.min(MOST_CASES);
    let skip = (asked.state.page - 1) * limit;
    let request = search::request(site, asked, false)?;
    let answer = snapshot.search(&Question { limit: Some(skip + limit), skip, ..request })?;
    let ids: Vec<&str> = answer.hits.iter().map(|hit| hit.id.as_str()).collect();
    let cases = snapshot.cases_of_hits(&ids)?.into_iter().map(|found| CaseObject {
        case: (&found.case).into(),
        hits: found.hits.iter().map(|n| ids[*n].to_owned()).collect(),
    });
    Ok(CasesAnswer { total: answer.total, page: asked.state.page, limit, cases: cases.collect() })
}
