//! How good answers are: the bench's queries over its items, those of `tests/quality` over the bench's fictional documents, and the
//! figures that `tests/quality.txt` keeps.
//!
//! Items are taken from the gold files, so that splitting and repair do not blur what search is worth. The bench is the
//! folder that `DAGSORDEN_BENCH` names; without it there is nothing to measure. `DAGSORDEN_UPDATE=1` writes the figures
//! anew; `DAGSORDEN_SHOW=1` prints what each query missed.

mod kept;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use dagsorden::engine::{Index, Writer};
use dagsorden::index::{FileRecord, Outcome};
use dagsorden::model::{CaseNumber, Item, ItemNumber, Meeting, MeetingKind, Section, SectionKind, Text, TopicPath};
use dagsorden::query::{Form, Hit, Question, search};
use regex::Regex;
use serde_json::Value;

/// The bench's folder, if it is there.
fn bench() -> Option<PathBuf> {
    std::env::var_os("DAGSORDEN_BENCH").map(|shared| PathBuf::from(shared).join("bench"))
}

/// The folder of our own queries.
fn own() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/quality")
}

/// Documents with questions to them.
struct Set {
    meetings: Vec<Meeting>,
    index: Index,
    _folder: tempfile::TempDir,
    /// Whether an item that stands in the agenda and in the minutes is one hit.
    fold: bool,
}

impl Set {
    fn new(gold: &[PathBuf], fold: bool) -> Self {
        let meetings: Vec<Meeting> = gold.iter().flat_map(|folder| meetings(folder)).collect();
        let (folder, index) = index(&meetings);
        Self { meetings, index, _folder: folder, fold }
    }

    fn hits(&self, query: &str, limit: Option<usize>) -> Vec<Hit> {
        let request = Question { words: query.into(), limit, fold: self.fold, explain: true, ..Question::default() };
        // A filter whose value the index does not have finds nothing.
        search(&self.index, &request).map(|answer| answer.hits).unwrap_or_default()
    }

    fn ids(&self, query: &str, limit: Option<usize>) -> Vec<String> {
        self.hits(query, limit).into_iter().map(|h| h.id).collect()
    }
}

fn text(value: &Value, key: &str) -> Option<String> {
    value[key].as_str().map(str::to_owned)
}

fn strings(value: &Value, key: &str) -> Vec<String> {
    value[key].as_array().into_iter().flatten().filter_map(|v| v.as_str().map(str::to_owned)).collect()
}

fn section(value: &Value) -> Section {
    let kind = SectionKind::from_name(value["kind"].as_str().unwrap()).unwrap();
    let words = Text::on_page(text(value, "text").unwrap_or_default(), 1);
    Section { heading: text(value, "heading"), ..Section::new(kind, words) }
}

fn item(value: &Value) -> Item {
    let mut item = Item {
        number: text(value, "number").and_then(|n| ItemNumber::new(&n)),
        presenter: text(value, "presenter"),
        case_number: text(value, "case_number").map(CaseNumber),
        closed: value["closed"].as_bool().unwrap_or(false),
        municipalities: strings(value, "municipalities"),
        topics: strings(value, "topics").into_iter().filter_map(TopicPath::new).collect(),
        sections: value["sections"].as_array().into_iter().flatten().map(section).collect(),
        attachments: strings(value, "attachments"),
        ..Item::titled(text(value, "title").unwrap())
    };
    dagsorden::facts::read_item(&mut item);
    item
}

fn meeting(value: &Value) -> Meeting {
    Meeting {
        source: text(value, "source").unwrap(),
        kind: if value["kind"] == "agenda" { MeetingKind::Agenda } else { MeetingKind::Minutes },
        body: text(value, "body"),
        authority: None,
        region: text(value, "region").and_then(|r| dagsorden::lexicon::authorities().region(&r)),
        date: text(value, "date").and_then(|d| d.parse().ok()),
        start: None,
        end: None,
        place: None,
        participants: Vec::new(),
        items: value["items"].as_array().unwrap().iter().map(item).collect(),
        front: Text::default(),
        contents: Text::default(),
        running: Text::default(),
    }
}

/// The gold meetings, by name of file.
fn meetings(gold: &Path) -> Vec<Meeting> {
    let mut found = Vec::new();
    for entry in fs::read_dir(gold).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "json") {
            let value: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
            found.extend(value["items"].is_array().then(|| meeting(&value)));
        }
    }
    found.sort_by(|a, b| a.source.cmp(&b.source));
    assert!(!found.is_empty(), "the bench has no gold meetings");
    found
}

fn index(meetings: &[Meeting]) -> (tempfile::TempDir, Index) {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = Writer::open(folder.path()).unwrap();
    for meeting in meetings {
        let file = FileRecord {
            source: meeting.source.clone(),
            path: PathBuf::from(&meeting.source),
            bytes: 1,
            modified: 0,
            hash: 0,
            pages: 1,
            items: meeting.items.len() as u32,
            outcome: Outcome::Read,
            notes: Vec::new(),
        };
        writer.put(&file, Some(meeting)).unwrap();
    }
    writer.commit().unwrap();
    let index = Index::open(folder.path()).unwrap();
    (folder, index)
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

fn ndcg(ids: &[String], relevant: &BTreeMap<String, u32>) -> f64 {
    let gain = |grades: &mut dyn Iterator<Item = u32>| -> f64 {
        grades.take(10).zip(2..).map(|(g, rank)| (2f64.powi(g as i32) - 1.0) / f64::from(rank).log2()).sum()
    };
    let mut grades: Vec<u32> = relevant.values().copied().collect();
    grades.sort_unstable_by(|a, b| b.cmp(a));
    let best = gain(&mut grades.into_iter());
    gain(&mut ids.iter().map(|id| relevant.get(id).copied().unwrap_or(0))) / best
}

/// Figures of one kind of query.
#[derive(Default)]
struct Figures {
    recall: Vec<f64>,
    ndcg: Vec<f64>,
    precision: Vec<f64>,
    reciprocal: Vec<f64>,
}

impl Figures {
    fn add(&mut self, ids: &[String], relevant: &BTreeMap<String, u32>) {
        let found = ids.iter().filter(|id| relevant.contains_key(*id)).count() as f64;
        self.recall.push(found / relevant.len().min(20) as f64);
        self.precision.push(if ids.is_empty() { 0.0 } else { found / ids.len() as f64 });
        self.ndcg.push(ndcg(ids, relevant));
        let first = ids.iter().position(|id| relevant.contains_key(id));
        self.reciprocal.push(first.map_or(0.0, |rank| 1.0 / (rank + 1) as f64));
    }
}

/// Runs the queries of a file; figures per kind, `all` among them.
fn queries(set: &Set, file: &Path) -> BTreeMap<String, Figures> {
    let mut by_kind: BTreeMap<String, Figures> = BTreeMap::new();
    let lines = fs::read_to_string(file).unwrap();
    // What the judged half gets wrong is not looked at.
    let shown = std::env::var_os("DAGSORDEN_SHOW").is_some() && !file.ends_with("first_sight_judged.jsonl");
    for line in lines.lines().filter(|l| !l.trim().is_empty()) {
        let query: Value = serde_json::from_str(line).unwrap();
        let relevant = relevant(set, &query);
        let typed = query["q"].as_str().unwrap();
        assert!(!relevant.is_empty(), "nothing answers {typed}");
        let hits = set.hits(typed, Some(20));
        assert_nearer_forms_first(typed, &hits);
        let found: Vec<String> = hits.iter().map(|h| h.id.clone()).collect();
        if shown {
            show(typed, &found, &relevant);
            hits.iter().for_each(|hit| show_hit(hit, relevant.get(&hit.id).copied().unwrap_or(0)));
        }
        for kind in [query["type"].as_str().unwrap(), "all"] {
            by_kind.entry(kind.to_owned()).or_default().add(&found, &relevant);
        }
    }
    by_kind
}

/// The items that answer a query, graded: those that it lists, or those whose text has all of its patterns.
fn relevant(set: &Set, query: &Value) -> BTreeMap<String, u32> {
    if let Some(listed) = query["relevant"].as_object() {
        return listed.iter().map(|(id, grade)| (id.clone(), grade.as_u64().unwrap() as u32)).collect();
    }
    let pattern = |p: &str| Regex::new(p).unwrap();
    let wanted: Vec<Regex> = strings(query, "match").iter().map(|p| pattern(p)).collect();
    let in_title = query["title"].as_str().map(pattern);
    let grade = |title: &str, text: &str| {
        let all = |text: &str| wanted.iter().all(|p| p.is_match(text));
        let title = in_title.as_ref().map_or_else(|| all(title), |p| p.is_match(title));
        u32::from(title || all(text)) + u32::from(title)
    };
    let items = set.meetings.iter().flat_map(|m| m.items.iter().map(move |i| (m, i)));
    let text =
        |item: &Item| format!("{}\n{}", text_of(item), item.presenter.as_deref().unwrap_or_default().to_lowercase());
    let graded = items.map(|(meeting, item)| (id(meeting, item), grade(&item.title.to_lowercase(), &text(item))));
    graded.filter(|(_, grade)| *grade > 0).collect()
}

/// An item's id, as the bench writes it.
fn id(meeting: &Meeting, item: &Item) -> String {
    let stem = meeting.source.rsplit_once('.').map_or(meeting.source.as_str(), |(stem, _)| stem);
    let place = meeting.items.iter().position(|i| i == item).unwrap_or_default() + 1;
    item.number.as_ref().map_or_else(|| format!("{stem}#n{place}"), |number| format!("{stem}#{number}"))
}

/// Title and sections in lower case.
fn text_of(item: &Item) -> String {
    let sections = item.sections.iter().map(|s| s.text.as_str());
    sections.chain([item.title.as_str()]).collect::<Vec<_>>().join("\n").to_lowercase()
}

/// Prints what one query missed and what it should not have found.
fn show(query: &str, found: &[String], relevant: &BTreeMap<String, u32>) {
    let missed: Vec<&String> = relevant.keys().filter(|id| !found.contains(id)).collect();
    let extra: Vec<&String> = found.iter().filter(|id| !relevant.contains_key(*id)).collect();
    let score = ndcg(found, relevant);
    eprintln!("{query}: {} found, ndcg {score:.2}, missed {missed:?}, extra {extra:?}", found.len());
}

/// Asserts that of one word no hit with a farther form is above one with a nearer. An inflection is the word itself.
/// Hits that only have the parts of a compound apart from each other are passed over.
fn assert_nearer_forms_first(typed: &str, hits: &[Hit]) {
    if typed.contains([' ', '*', '"', ':']) {
        return;
    }
    let of_word = |hit: &Hit| hit.explanation.as_ref()?.words.first().map(|w| w.form.max(Form::Inflected));
    let forms: Vec<Form> = hits.iter().filter_map(of_word).collect();
    assert!(forms.is_sorted(), "{typed}: {forms:?}");
}

/// Prints what a hit has of the query: its grade, its score, and the nearest form and the places of each word.
fn show_hit(hit: &Hit, grade: u32) {
    let words = hit.explanation.iter().flat_map(|e| &e.words);
    let words: Vec<String> =
        words.map(|w| format!("{} {:.2}/{:.2} {} {:?}", w.typed, w.score, w.rarity, w.form.name(), w.places)).collect();
    let marked = hit.snippet.iter().flat_map(|s| s.highlights.iter().map(|at| &s.text[at.clone()]));
    let (marked, partial) = (marked.collect::<Vec<_>>().join(" "), if hit.partial { "partial" } else { "whole" });
    eprintln!("    {grade} {:.3} {partial} {} | {marked} | {}", hit.score, hit.id, words.join("; "));
}

/// Recall (mean over families) and precision (over all hits) per spelling.
fn families(set: &Set, file: &Path) -> BTreeMap<&'static str, (f64, f64)> {
    let texts = texts(&set.meetings);
    let mut scores: BTreeMap<&'static str, (Vec<f64>, usize, usize)> = BTreeMap::new();
    let list: Value = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
    for family in list.as_array().unwrap() {
        let relevant = members(&texts, family["match"].as_str().unwrap(), family["not"].as_str().unwrap_or(""));
        if relevant.is_empty() {
            continue;
        }
        for (name, query) in spellings(family) {
            let found: BTreeSet<String> = set.ids(&query, None).into_iter().collect();
            let right = found.intersection(&relevant).count();
            let score = scores.entry(name).or_default();
            score.0.push(right as f64 / relevant.len() as f64);
            score.1 += right;
            score.2 += found.len();
            if std::env::var_os("DAGSORDEN_SHOW").is_some() && found != relevant {
                let missed: Vec<_> = relevant.difference(&found).collect();
                let extra: Vec<_> = found.difference(&relevant).collect();
                eprintln!("{name} {query}: missed {missed:?} extra {extra:?}");
            }
        }
    }
    let figures = |(recall, right, found): (Vec<f64>, usize, usize)| (mean(&recall), right as f64 / found as f64);
    scores.into_iter().map(|(name, score)| (name, figures(score))).collect()
}

/// The words of every item, by id.
fn texts(meetings: &[Meeting]) -> HashMap<String, BTreeSet<String>> {
    let word = Regex::new(r"\w+").unwrap();
    let words = |item: &Item| word.find_iter(&text_of(item)).map(|w| w.as_str().to_owned()).collect();
    let items = meetings.iter().flat_map(|m| m.items.iter().map(move |i| (m, i)));
    items.map(|(meeting, item)| (id(meeting, item), words(item))).collect()
}

/// Items with a word of the family. The patterns use a negative lookahead, which the regex crate has not: it is tried apart.
fn members(texts: &HashMap<String, BTreeSet<String>>, pattern: &str, not: &str) -> BTreeSet<String> {
    let (plain, ahead) = match pattern.split_once("(?!") {
        Some((plain, ahead)) => (plain, Some(Regex::new(&format!("^(?:{ahead}")).unwrap())),
        None => (pattern, None),
    };
    let plain = Regex::new(plain).unwrap();
    let not = (!not.is_empty()).then(|| Regex::new(not).unwrap());
    let fits = |word: &str| {
        let matched = plain.find_iter(word).any(|m| ahead.as_ref().is_none_or(|a| !a.is_match(&word[m.end()..])));
        matched && not.as_ref().is_none_or(|n| !n.is_match(word))
    };
    texts.iter().filter(|(_, words)| words.iter().any(|w| fits(w))).map(|(id, _)| id.clone()).collect()
}

/// One word in five spellings.
fn spellings(family: &Value) -> Vec<(&'static str, String)> {
    let written = family["written"].as_str().unwrap();
    let inflected = family["inflected"].as_str().unwrap();
    let mut found = vec![("written", written.to_owned()), ("inflected", inflected.to_owned())];
    if written.contains(['æ', 'ø', 'å']) {
        for (name, [ae, oe, aa]) in
            [("ascii", ["ae", "oe", "aa"]), ("stripped", ["ae", "o", "a"]), ("scan", ["ee", "g", "a"])]
        {
            found.push((name, written.replace('æ', ae).replace('ø', oe).replace('å', aa)));
        }
    }
    found
}

/// The figures of a set as `tests/quality.txt` holds them.
fn report(by_kind: &BTreeMap<String, Figures>, families: &BTreeMap<&'static str, (f64, f64)>) -> String {
    let mut out = String::from("kind of query  recall@20  nDCG@10  precision@20   MRR\n");
    for (kind, f) in by_kind {
        let [recall, ndcg, precision, mrr] = [&f.recall, &f.ndcg, &f.precision, &f.reciprocal].map(|v| mean(v));
        writeln!(out, "{kind:<14} {recall:>9.3} {ndcg:>8.3} {precision:>13.3} {mrr:>5.2}").unwrap();
    }
    if !families.is_empty() {
        out.push_str("\nword family    recall  precision\n");
    }
    for (name, (recall, precision)) in families {
        writeln!(out, "{name:<14} {recall:>6.3} {precision:>10.3}").unwrap();
    }
    out
}

/// Asserts what answers must be worth at least.
fn assert_good(by_kind: &BTreeMap<String, Figures>) {
    let all = &by_kind["all"];
    assert!(mean(&all.recall) >= 0.95, "recall@20 {}", mean(&all.recall));
    assert!(mean(&all.ndcg) >= 0.94, "nDCG@10 {}", mean(&all.ndcg));
    assert!(mean(&all.precision) >= 0.55, "precision@20 {}", mean(&all.precision));
}

#[test]
fn answers_are_as_good_as_they_were() {
    let Some(bench) = bench() else { return };
    let (layouts, kinds) = (bench.join("layouts"), bench.join("kinds"));
    let all = [layouts.clone(), kinds];
    let sets: [(&str, &[PathBuf], PathBuf, &str, bool); 5] = [
        (
            "search, the bench's queries over its items",
            &[bench.join("gold")],
            bench.join("gold"),
            "queries.jsonl",
            true,
        ),
        ("search, the queries of tests/quality over fictional documents", &[layouts], own(), "queries.jsonl", false),
        ("search, questions that it was tuned on", &all, own(), "first_sight_tuned.jsonl", false),
        ("search, questions that were only measured", &all, own(), "first_sight_judged.jsonl", false),
        ("search, questions at first sight", &all, own(), "first_sight_meaning.jsonl", false),
    ];
    for (name, gold, questions, file, fold) in sets {
        let set = Set::new(gold, fold);
        let by_kind = queries(&set, &questions.join(file));
        if file == "queries.jsonl" {
            let families = families(&set, &questions.join("families.json"));
            kept::keep(name, &report(&by_kind, &families));
            assert_good(&by_kind);
        } else {
            kept::keep(name, &report(&by_kind, &BTreeMap::new()));
        }
    }
}
