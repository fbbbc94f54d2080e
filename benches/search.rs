//! How fast a made-up archive of 100,000 items is indexed and searched, beside the bare engine on the same text.
//!
//! `cargo bench --bench search`, some three minutes. The archive is the same in every run (`benches/archive`).
//! `DAGSORDEN_ITEMS` makes it smaller. Hits are folded, as they are unless one asks otherwise. The bare engine does what one
//! would do with it for the same answer: its default tokenizer on one field, a term query, the twenty best, counts of five
//! facets, its own snippets of the twenty; one thread writes in both. Where `DAGSORDEN_BENCH` names the bench, its queries are timed too. The index's size is
//! printed per token and beside the text's.

mod archive;
mod dice;

use std::hint::black_box;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use archive::{ITEMS, archive, build};
use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use dagsorden::engine::Index;
use dagsorden::engine::analysis::{Danish, words};
use dagsorden::model::{Item, Meeting};
use dagsorden::query::{Question, search};
use tantivy::collector::{FacetCollector, MultiCollector, TopDocs};
use tantivy::query::TermQuery;
use tantivy::schema::{Facet, FacetOptions, Field, IndexRecordOption, STORED, Schema, TEXT};
use tantivy::snippet::SnippetGenerator;
use tantivy::tokenizer::{SimpleTokenizer, TokenStream, Tokenizer};
use tantivy::{Searcher, TantivyDocument, Term};

/// Items in all, unless `DAGSORDEN_ITEMS` says otherwise.
const ARCHIVE: usize = 100_000;

fn all_text(meetings: &[Meeting]) -> String {
    let sections = meetings.iter().flat_map(|m| &m.items).flat_map(|i| &i.sections);
    sections.map(|s| s.text.as_str()).collect::<Vec<_>>().join("\n")
}

/// The facets that the bare engine counts.
const FACETS: [&str; 5] = ["place", "body", "topic", "kind", "month"];

/// The bare engine's index of the same items: one field, its default tokenizer, the same facets.
fn bare(folder: &Path, meetings: &[Meeting]) -> (tantivy::Index, Field) {
    let mut schema = Schema::builder();
    let field = schema.add_text_field("text", TEXT | STORED);
    let facets = FACETS.map(|name| schema.add_facet_field(name, FacetOptions::default()));
    let index = tantivy::Index::create_in_dir(folder, schema.build()).expect("an empty folder");
    let mut writer = index.writer_with_num_threads::<TantivyDocument>(1, 128 << 20).expect("memory");
    for (meeting, item) in meetings.iter().flat_map(|m| m.items.iter().map(move |i| (m, i))) {
        let sections = item.sections.iter().map(|s| s.text.as_str());
        let text = [item.title.as_str()].into_iter().chain(sections).collect::<Vec<_>>().join("\n");
        let mut document = tantivy::doc!(field => text);
        for (facet, path) in facets.iter().zip(facet_paths(meeting, item)) {
            document.add_facet(*facet, path);
        }
        writer.add_document(document).expect("memory");
    }
    writer.commit().expect("memory");
    writer.wait_merging_threads().expect("memory");
    (index, field)
}

fn facet_paths(meeting: &Meeting, item: &Item) -> [Facet; 5] {
    let month = meeting.date.map(|d| d.strftime("%Y-%m").to_string()).unwrap_or_default();
    [
        Facet::from_path(["Midtjylland", item.municipalities[0].as_str()]),
        Facet::from_path([meeting.body.as_deref().unwrap_or_default()]),
        Facet::from_path(item.topics[0].steps()),
        Facet::from_path(["minutes"]),
        Facet::from_path([&month[..4], month.as_str()]),
    ]
}

/// The bare engine's answer to one word: the twenty best with their snippets, and how many have each facet.
fn bare_answer(searcher: &Searcher, field: Field, word: &str) -> usize {
    let query = TermQuery::new(Term::from_field_text(field, word), IndexRecordOption::WithFreqs);
    let mut collectors = MultiCollector::new();
    let best = collectors.add_collector(TopDocs::with_limit(20).order_by_score());
    let counts = FACETS.map(|name| {
        let mut facet = FacetCollector::for_field(name);
        facet.add_facet("/");
        collectors.add_collector(facet)
    });
    let mut found = searcher.search(&query, &collectors).expect("an answer");
    for count in counts {
        black_box(count.extract(&mut found));
    }
    let snippets = SnippetGenerator::create(searcher, &query, field).expect("a field of text");
    let best = best.extract(&mut found);
    for (_, at) in &best {
        let document: TantivyDocument = searcher.doc(*at).expect("a stored text");
        black_box(snippets.snippet_from_doc(&document).to_html());
    }
    best.len()
}

/// The queries of the bench, if it is there.
fn bench_queries() -> Vec<String> {
    let Some(shared) = std::env::var_os("DAGSORDEN_BENCH") else { return Vec::new() };
    let path = Path::new(&shared).join("bench/gold/queries.jsonl");
    let lines = std::fs::read_to_string(path).expect("the bench has queries");
    let query = |line: &str| {
        let object: serde_json::Value = serde_json::from_str(line).expect("a line is JSON");
        object["q"].as_str().expect("a query has words").to_owned()
    };
    lines.lines().filter(|line| !line.trim().is_empty()).map(query).collect()
}

/// Prints the size of the index per token, stored items apart, and beside the size of the text.
fn tell_size(folder: &Path, meetings: &[Meeting]) {
    let text = all_text(meetings);
    let tokens = words(&text).len() as f64;
    let size = |stored: bool| -> u64 {
        let files = std::fs::read_dir(folder).expect("the index just built").flatten();
        let of_kind = files.filter(|f| f.path().extension().is_some_and(|s| (s == "store") == stored));
        of_kind.filter_map(|f| f.metadata().ok()).map(|m| m.len()).sum()
    };
    let (without, stored) = (size(false) as f64, size(true) as f64);
    eprintln!(
        "index: {:.2} bytes a token without the stored items, {:.2} times the text with them",
        without / tokens,
        (without + stored) / text.len() as f64
    );
}

/// Questions of our own: single words of all kinds, words in a row, the beginning of words, a misread word, everything.
const OWN: [&str; 9] =
    ["herberg", "takst", "takst bolig", "\"social takst\"", "budgetsanalyse", "autisme", "mgder", "herb*", ""];
/// Words that the bare engine is asked for too.
const BESIDE: [&str; 4] = ["herberg", "takst", "autisme", "psykiatri"];

fn group<'c>(c: &'c mut Criterion, name: &str) -> BenchmarkGroup<'c, WallTime> {
    let mut group = c.benchmark_group(name);
    group.sample_size(15).warm_up_time(Duration::from_millis(150)).measurement_time(Duration::from_millis(500));
    group
}

fn searching(c: &mut Criterion) {
    let items = std::env::var("DAGSORDEN_ITEMS").ok().and_then(|n| n.parse().ok()).unwrap_or(ARCHIVE);
    let meetings = archive(items / ITEMS);
    let (folder, bare_folder) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let (engine, field) = std::thread::scope(|scope| {
        let bare = scope.spawn(|| bare(bare_folder.path(), &meetings));
        build(folder.path(), &meetings);
        bare.join().expect("an index")
    });
    tell_size(folder.path(), &meetings);
    let index = Index::open(folder.path()).expect("the index just built");
    let found = search(&index, &Question { words: "herberg".into(), ..Question::default() }).expect("an answer").total;
    assert!(found > 100, "the archive must have hits to time, but herberg has {found}");
    let mut group = group(c, "search");
    let of_bench = bench_queries().into_iter().filter(|q| !OWN.contains(&q.as_str())).collect::<Vec<_>>();
    for query in OWN.map(str::to_owned).into_iter().chain(of_bench) {
        let request = Question { words: query.clone(), ..Question::default() };
        group.bench_with_input(BenchmarkId::new("dagsorden", query), &request, |b, request| {
            b.iter(|| black_box(search(&index, request).expect("an answer")).total);
        });
    }
    let searcher = engine.reader().expect("a reader").searcher();
    for word in BESIDE {
        group.bench_function(BenchmarkId::new("bare engine, one term, facets, snippets", word), |b| {
            b.iter(|| black_box(bare_answer(&searcher, field, word)));
        });
    }
    group.bench_function("a process of its own, from its start to its end", |b| b.iter(|| ask_process(folder.path())));
    group.finish();
}

/// Runs the program for one question.
fn ask_process(index: &Path) {
    let program = Command::new(env!("CARGO_BIN_EXE_dagsorden"))
        .args(["search", "autisme", "--index"])
        .arg(index)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    assert!(program.is_ok_and(|status| status.success()), "the program finds the word");
}

fn indexing(c: &mut Criterion) {
    let meetings = archive(200);
    let text = all_text(&meetings);
    let mut index = group(c, "index");
    index.throughput(Throughput::Bytes(text.len() as u64)).sample_size(10).measurement_time(Duration::from_secs(8));
    index.bench_function("dagsorden", |b| {
        b.iter(|| {
            let folder = tempfile::tempdir().expect("a folder");
            build(folder.path(), &meetings);
        });
    });
    index.bench_function("bare engine", |b| {
        b.iter(|| {
            let folder = tempfile::tempdir().expect("a folder");
            bare(folder.path(), &meetings);
        });
    });
    index.finish();
    let mut analysis = group(c, "analysis");
    analysis.throughput(Throughput::Bytes(text.len() as u64)).sample_size(10);
    analysis.bench_function("dagsorden", |b| {
        let mut danish = Danish::default();
        b.iter(|| count(danish.token_stream(&text)));
    });
    analysis.bench_function("bare engine", |b| {
        let mut simple = SimpleTokenizer::default();
        b.iter(|| count(simple.token_stream(&text)));
    });
    analysis.finish();
}

fn count(mut stream: impl TokenStream) -> usize {
    let mut tokens = 0;
    while stream.advance() {
        tokens += 1;
    }
    black_box(tokens)
}

criterion_group!(benches, searching, indexing);
criterion_main!(benches);
