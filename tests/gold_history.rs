//! How well cases are followed through the gold meetings of the bench, counted as `score.py history` does.

mod gold_meetings;
mod kept;

use std::collections::BTreeSet;

use dagsorden::archive::{Archive, Cancel, UpdateOptions};
use dagsorden::engine::Index;
use dagsorden::query::{HistoryRequest, all_cases, history};
use gold_meetings::{bench, gold_list, index_of, text};
use serde_json::Value;

#[derive(Default)]
struct Scores {
    recall: f64,
    precision: f64,
    in_order: f64,
    n: f64,
}

impl Scores {
    fn add(&mut self, given: &[String], wanted: &[String]) {
        let right = given.iter().filter(|id| wanted.contains(id)).count() as f64;
        self.recall += right / wanted.len() as f64;
        self.precision += if given.is_empty() { 0.0 } else { right / given.len() as f64 };
        let common: Vec<_> = given.iter().filter(|id| wanted.contains(id)).collect();
        self.in_order += f64::from(common == wanted.iter().filter(|id| given.contains(id)).collect::<Vec<_>>());
        self.n += 1.0;
    }

    fn figures(&self) -> (f64, f64, f64) {
        (self.recall / self.n, self.precision / self.n, self.in_order / self.n)
    }
}

fn measure(cases: &[Value], index: &Index, strict: bool, loose: bool) -> (f64, f64, f64) {
    let show = std::env::var_os("DAGSORDEN_SHOW").is_some();
    let mut scores = Scores::default();
    for case in cases.iter().filter(|c| c["strict"].as_bool() == Some(strict)) {
        let query = text(case, "matter").expect("a matter");
        let wanted: Vec<String> =
            case["items"].as_array().expect("items").iter().filter_map(|i| text(i, "id")).collect();
        let found = history(index, &HistoryRequest { loose, ..HistoryRequest::of(&query) }).expect("an index");
        let given: Vec<String> = found.steps.iter().map(|s| s.item.id.clone()).collect();
        scores.add(&given, &wanted);
        let (a, b): (BTreeSet<_>, BTreeSet<_>) = (given.iter().collect(), wanted.iter().collect());
        if show && a != b {
            println!("{query}");
            for step in &found.steps {
                let mark = if wanted.contains(&step.item.id) { ' ' } else { '+' };
                println!("   {mark} {:.2} {}", step.score, step.item.id);
            }
            println!("   missed {:?}", b.difference(&a).collect::<Vec<_>>());
        }
    }
    scores.figures()
}

#[test]
fn cases_are_followed() {
    let Some(bench) = bench() else { return };
    let ((_folder, items), cases) = (index_of(&bench, &["gold"]), gold_list(&bench, "histories.json"));
    let (recall, precision, in_order) = measure(&cases, &items, true, false);
    println!("strict: recall {recall:.3}, precision {precision:.3}, in order {in_order:.3}");
    let loose = measure(&cases, &items, false, true);
    println!("loose: recall {:.3}, precision {:.3}, in order {:.3}", loose.0, loose.1, loose.2);
    // Looser bounds (0.12, 0.2) find 0.01 more of the steps and cost 0.11 of precision.
    // Precision was 0.71 until words with hyphens were found in all inflections: one question, *KKR-konferencer*, then also has
    // items about another case that name the conference.
    assert!(loose.0 >= 0.83 && loose.1 >= 0.65 && loose.2 == 1.0, "loose: {loose:?}");
    assert!(recall >= 0.92 && precision >= 0.85 && in_order == 1.0, "{recall:.3} {precision:.3} {in_order:.3}");
}

/// A case of `tests/quality/cases.jsonl`.
struct GoldCase {
    /// `tuned` or `judged`.
    half: String,
    /// The items of the case.
    items: BTreeSet<String>,
    /// Items that may be shown with it or left out.
    maybe: BTreeSet<String>,
    /// The items that are asked for.
    asked: Vec<String>,
}

fn gold_cases() -> Vec<GoldCase> {
    let list = |case: &Value, name: &str| -> Vec<String> {
        case[name].as_array().expect(name).iter().filter_map(|id| id.as_str().map(str::to_owned)).collect()
    };
    let case = |line: &str| {
        let case: Value = serde_json::from_str(line).expect("a case in JSON");
        GoldCase {
            half: text(&case, "half").expect("a half"),
            items: list(&case, "items").into_iter().collect(),
            maybe: list(&case, "maybe").into_iter().collect(),
            asked: list(&case, "asked"),
        }
    };
    include_str!("quality/cases.jsonl").lines().map(case).collect()
}

/// Recall and precision of the histories of all items that a half asks for.
fn from_items(gold: &[GoldCase], half: &str, index: &Index) -> (f64, f64) {
    let show = std::env::var_os("DAGSORDEN_SHOW").is_some();
    let mut scores = Scores::default();
    for case in gold.iter().filter(|c| c.half == half) {
        for id in &case.asked {
            let found = history(index, &HistoryRequest { item: true, ..HistoryRequest::of(id) }).expect("an index");
            let given = found.steps.into_iter().map(|s| s.item.id).filter(|id| !case.maybe.contains(id));
            let given: Vec<String> = given.collect();
            let wanted: Vec<String> = case.items.iter().cloned().collect();
            if show && given.iter().collect::<BTreeSet<_>>() != wanted.iter().collect() {
                println!("{half} {id}: {given:?}, wanted {wanted:?}");
            }
            scores.add(&given, &wanted);
        }
    }
    let (recall, precision, _) = scores.figures();
    (recall, precision)
}

/// Of the gold cases of several documents: how many there are, how many are listed whole. And how many listed cases mix a
/// gold case with items that are not of it.
fn listed(gold: &[GoldCase], half: &str, index: &Index) -> (usize, usize, usize) {
    let cases = all_cases(index).expect("an index");
    let several: Vec<BTreeSet<&String>> =
        cases.iter().filter(|c| c.meetings > 1).map(|c| c.items.iter().collect()).collect();
    let (mut known, mut whole, mut mixed) = (0, 0, 0);
    for case in gold.iter().filter(|c| c.half == half) {
        let wanted: BTreeSet<&String> = case.items.iter().collect();
        let sources: BTreeSet<&str> = case.items.iter().filter_map(|id| id.split('#').next()).collect();
        known += usize::from(sources.len() > 1);
        whole += usize::from(sources.len() > 1 && several.iter().any(|c| wanted.is_subset(c)));
        let foreign = |id: &&&String| !case.items.contains(**id) && !case.maybe.contains(**id);
        let is_mixed = |c: &&BTreeSet<&String>| !c.is_disjoint(&wanted) && c.iter().any(|id| foreign(&id));
        mixed += several.iter().filter(is_mixed).count();
    }
    (known, whole, mixed)
}

#[test]
fn cases_are_followed_from_their_items_and_listed() {
    let Some(bench) = bench() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let archive = Archive::open(folder.path().join("index")).expect("an empty folder");
    let documents = ["../corpus", "layouts/txt", "decisions", "kinds", "real"].map(|name| bench.join(name));
    archive.update(&UpdateOptions::new(documents), &(), &Cancel::default()).expect("documents that can be read");
    let (index, gold) = (archive.index().expect("an index"), gold_cases());
    let mut figures = String::new();
    for half in ["tuned", "judged"] {
        let (recall, precision) = from_items(&gold, half, &index);
        let (known, whole, mixed) = listed(&gold, half, &index);
        for (name, figure) in [("recall", recall), ("precision", precision)] {
            figures.push_str(&format!("{:<32} {figure:.3}\n", format!("{half} {name}")));
        }
        for (name, figure) in [("cases of several documents", known), ("listed whole", whole), ("mixed", mixed)] {
            figures.push_str(&format!("{:<32} {figure}\n", format!("{half} {name}")));
        }
    }
    kept::keep("cases from items of documents", &figures);
}
