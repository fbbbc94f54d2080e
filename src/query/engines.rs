//! Two engines give the same answers: the built-in one and a list of items in memory.

use super::history::tests::{index_of, item, with_case};
use super::{Answer, Filters, HistoryRequest, Question, filter, history, search};
use crate::engine::Engine;
use crate::engine::double::List;
use crate::index::StoredItem;

fn archive() -> Vec<StoredItem> {
    let mut closed = item("d#4", "2021-06-11", "Salg af grund ved herberget", "Grunden sælges til højestbydende.");
    closed.item.closed = true;
    vec![
        item("a#1", "2019-03-01", "Takster for herberger", "Nye takster for herberg og forsorgshjem. Taksten stiger."),
        item("a#2", "2019-03-01", "Cykelsti langs fjorden", "Stien koster 400.000 kr. og følger den gamle bane."),
        item(
            "b#1",
            "2020-05-04",
            "Budgetopfølgning",
            "Herbergspladserne koster mere; taksterne er nye, herberg for herberg.",
        ),
        item("b#2", "2020-05-04", "Nye skoler", "De nye og dyre takster for skolemad gælder fra august."),
        with_case(item("c#3", "2020-09-14", "Høring om vindmøller", "Møllerne ved Fjordby giver støj."), "20/117"),
        closed,
        item("e#1", "2022-01-20", "Rottebekæmpelse", "Kommunen bekæmper rotter i kloakkerne og på havnen."),
        item(
            "e-dagsorden#1",
            "2022-01-20",
            "Rottebekæmpelse",
            "Kommunen bekæmper rotter. Sagen ligner den om skolemad.",
        ),
        item("f#1", "2023-02-02", "Skolemad og takster", "Taksten for skolemad; skolemaden laves på skolen."),
        with_case(item("g#7", "2023-11-30", "Vindmøller ved Fjordby", "Møllerne flyttes. Støjen måles."), "20/117"),
    ]
}

/// The visible parts of an answer, with scores to four figures.
fn shown(engine: &dyn Engine, question: &Question) -> (Vec<String>, Answer) {
    let mut answer = search(engine, question).unwrap();
    let hits = std::mem::take(&mut answer.hits);
    let text = |hit: &super::Hit| hit.snippet.as_ref().map_or("", |snippet| snippet.text.as_str()).to_owned();
    let lines = hits.iter().map(|hit| {
        let (partial, form) = (if hit.partial { " partial" } else { "" }, hit.form.map_or("", |form| form.name()));
        format!("{} {:.3}{partial} {form} {:?} {:?}", hit.id, hit.score, hit.twins, text(hit))
    });
    (lines.collect(), answer)
}

fn agree(question: &Question) -> Vec<String> {
    let items = archive();
    let (_folder, index) = index_of(&items);
    let (of_index, index_answer) = shown(&index, question);
    let (of_list, list_answer) = shown(&List::of(&items), question);
    assert_eq!(of_index, of_list, "{question:?}");
    assert_eq!((index_answer.total, index_answer.facets), (list_answer.total, list_answer.facets), "{question:?}");
    of_index
}

#[test]
fn two_engines_answer_alike() {
    let queries = [
        ("takst", 4),
        ("takst herberg", 3),
        ("nye takster", 3),
        ("\"nye takster\"", 1),
        ("\"nye takster\"~2", 2),
        ("takst -skolemad", 2),
        ("herberg OR vindmølle", 5),
        ("(takst OR støj) nye", 3),
        ("titel:skolemad", 1),
        ("vindm*", 2),
        ("nr:20/117", 2),
        ("vindmgller", 2),
        ("rotter havnen", 1),
        ("skolemad rotter bane", 1),
        ("", 9),
    ];
    for (query, least) in queries {
        let found = agree(&Question { words: query.into(), counts: true, ..Question::default() });
        assert!(found.len() >= least, "{query}: {found:#?}");
    }
}

#[test]
fn two_engines_filter_order_and_fold_alike() {
    let filters = [(&filter::FROM, "2020"), (&filter::CLOSED, "no"), (&filter::KIND, "agenda")];
    for (filter, value) in filters {
        for (order, fold) in [(super::Order::Relevance, true), (super::Order::OldestFirst, false)] {
            let filters = Filters::default().with(filter, value).unwrap();
            let question = Question { words: "skolemad rotter".into(), filters, order, fold, ..Question::default() };
            assert!(!agree(&Question { counts: true, ..question }).is_empty());
        }
    }
}

/// The visible parts of a history, with scores to three figures.
fn case(engine: &dyn Engine, request: &HistoryRequest) -> Vec<String> {
    let case = history(engine, request).unwrap();
    let steps = case.steps.iter().map(|step| {
        let twins: Vec<&str> = step.twins.iter().map(|twin| twin.id.as_str()).collect();
        format!("{} {:.3} {twins:?} {:?} {:?}", step.item.id, step.score, step.outcome, step.changes)
    });
    let mut edges: Vec<String> = case.edges.iter().map(|edge| format!("{edge:?}")).collect();
    edges.sort_unstable();
    let rest = format!("{} {:?} {:?} {:?}", case.interpretation, case.remarks, case.cases, case.state);
    steps.chain(edges).chain([rest]).collect()
}

#[test]
fn two_engines_follow_a_case_alike() {
    let items = archive();
    let (_folder, index) = index_of(&items);
    let list = List::of(&items);
    let queries = ["vindmøller fjordby", "20/117", "c#3", "e#1", "skolemad -rotter", "herbreg", "findes ikke"];
    for (query, loose) in queries.iter().flat_map(|query| [(query, false), (query, true)]) {
        let request = HistoryRequest { loose, ..HistoryRequest::of(*query) };
        assert_eq!(case(&index, &request), case(&list, &request), "{query}, loose: {loose}");
    }
    let by_number = case(&list, &HistoryRequest::of("20/117"));
    assert!(by_number[0].starts_with("c#3 ") && by_number[1].starts_with("g#7 "), "{by_number:#?}");
    assert!(
        matches!(history(&list, &HistoryRequest::of("c#9")), Err(super::QueryError::NoSuchItem { near, .. }) if near == ["c#3"])
    );
}

#[test]
fn score_of_a_phrase_depends_on_nothing_but_the_item_and_the_rarity_of_its_words() {
    let score = |more: &[StoredItem]| {
        let items: Vec<StoredItem> = archive().into_iter().chain(more.iter().cloned()).collect();
        let (_folder, index) = index_of(&items);
        let question = Question { words: "\"nye takster\"".into(), ..Question::default() };
        search(&index, &question).unwrap().hits[0].score
    };
    // As many items with and without the words, but much longer ones.
    let other = |text: &str| [item("z#1", "2024-01-01", "Andet", text)];
    let (short, long) = ("En bænk.", "En bænk og et bord ved søen. ".repeat(200));
    assert_eq!(score(&other(short)), score(&other(&long)));
}
