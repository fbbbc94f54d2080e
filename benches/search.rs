//! How fast a made-up archive of 100,000 items is indexed and searched, beside the bare engine on the same text.
//!
//! `cargo bench --bench search`. The archive is the same in every run: words drawn from a list of stems and endings by a
//! generator with a fixed seed, common ones oftener (Zipf), in items of some two hundred words. `DAGSORDEN_ITEMS` makes it
//! smaller. The bare engine does what one would do with it for the same answer: its default tokenizer on one field, a term query,
//! the twenty best, counts of five facets, its own snippets of the twenty. Where `DAGSORDEN_BENCH` names the bench, its queries are
//! timed too. The index's size is printed per token and beside the text's.

mod archive;
mod dice;

use std::hint::black_box;
use std::path::Path;

use archive::{ITEMS, archive, build};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use dagsorden::index::Index;
use dagsorden::index::analyze::{Danish, words};
use dagsorden::model::{Item, Meeting};
use dagsorden::query::{Request, search};
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
    let mut writer = index.writer_with_num_threads::<TantivyDocument>(1, 64 << 20).expect("memory");
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

fn searching(c: &mut Criterion) {
    let items = std::env::var("DAGSORDEN_ITEMS").ok().and_then(|n| n.parse().ok()).unwrap_or(ARCHIVE);
    let meetings = archive(items / ITEMS);
    let folder = tempfile::tempdir().expect("a folder");
    build(folder.path(), &meetings);
    tell_size(folder.path(), &meetings);
    let index = Index::open(folder.path()).expect("the index just built");
    let found = search(&index, &Request { query: "herberg".into(), ..Request::default() }).expect("an answer").total;
    assert!(found > 100, "the archive must have hits to time, but herberg has {found}");
    let mut group = c.benchmark_group("search");
    group.sample_size(20);
    let own = ["herberg", "takst bolig", "\"social takst\"", "budgetsanalyse", "mgder", "herb*", ""].map(str::to_owned);
    let of_bench = bench_queries().into_iter().filter(|q| !own.contains(q)).collect::<Vec<_>>();
    for query in own.iter().cloned().chain(of_bench) {
        let request = Request { query: query.clone(), ..Request::default() };
        group.bench_with_input(BenchmarkId::new("dagsorden", query), &request, |b, request| {
            b.iter(|| black_box(search(&index, request).expect("an answer")).total);
        });
    }
    let bare_folder = tempfile::tempdir().expect("a folder");
    let (engine, field) = bare(bare_folder.path(), &meetings);
    let searcher = engine.reader().expect("a reader").searcher();
    group.bench_function("bare engine, one term, facets, snippets/herberg", |b| {
        b.iter(|| black_box(bare_answer(&searcher, field, "herberg")));
    });
    group.finish();
}

fn indexing(c: &mut Criterion) {
    let meetings = archive(100);
    let text = all_text(&meetings);
    let mut group = c.benchmark_group("index");
    group.throughput(Throughput::Bytes(text.len() as u64)).sample_size(10);
    group.bench_function("dagsorden", |b| {
        b.iter(|| {
            let folder = tempfile::tempdir().expect("a folder");
            build(folder.path(), &meetings);
        });
    });
    group.bench_function("bare engine", |b| {
        b.iter(|| {
            let folder = tempfile::tempdir().expect("a folder");
            bare(folder.path(), &meetings);
        });
    });
    group.finish();
    let mut group = c.benchmark_group("analysis");
    group.throughput(Throughput::Bytes(text.len() as u64)).sample_size(20);
    group.bench_function("dagsorden", |b| {
        let mut danish = Danish::default();
        b.iter(|| count(danish.token_stream(&text)));
    });
    group.bench_function("bare engine", |b| {
        let mut simple = SimpleTokenizer::default();
        b.iter(|| count(simple.token_stream(&text)));
    });
    group.finish();
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
