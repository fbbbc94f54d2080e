//! How fast a made-up archive of 100,000 items is indexed and searched, beside the bare engine on the same text.
//!
//! `cargo bench --bench search`. The archive is the same in every run: words drawn from a list of stems and endings by a
//! generator with a fixed seed, common ones oftener (Zipf), in items of some two hundred words. `DAGSORDEN_ITEMS` makes it
//! smaller. The bare engine does what one would do with it for the same answer: its default tokenizer on one field, a term query,
//! the twenty best, counts of five facets, its own snippets of the twenty. Where `DAGSORDEN_BENCH` names the bench, its queries are
//! timed too. The index's size is printed per token and beside the text's.

use std::hint::black_box;
use std::path::{Path, PathBuf};

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use dagsorden::index::analyze::{Danish, words};
use dagsorden::index::{FileRecord, Index, Outcome, Writer};
use dagsorden::model::{Item, ItemNumber, Meeting, MeetingKind, Region, Section, SectionKind, Text, TopicPath};
use dagsorden::query::{Request, search};
use tantivy::collector::{FacetCollector, MultiCollector, TopDocs};
use tantivy::query::TermQuery;
use tantivy::schema::{Facet, FacetOptions, Field, IndexRecordOption, STORED, Schema, TEXT};
use tantivy::snippet::SnippetGenerator;
use tantivy::tokenizer::{SimpleTokenizer, TokenStream, Tokenizer};
use tantivy::{Searcher, TantivyDocument, Term};

/// Items in all, unless `DAGSORDEN_ITEMS` says otherwise, and of one meeting.
const ARCHIVE: usize = 100_000;
const ITEMS: usize = 20;
const WORDS: usize = 200;

const FIRST: [&str; 24] = [
    "social",
    "takst",
    "bolig",
    "skole",
    "plads",
    "herberg",
    "budget",
    "psykiatri",
    "udvikling",
    "børne",
    "ældre",
    "kommune",
    "ramme",
    "aftale",
    "sundhed",
    "kultur",
    "miljø",
    "teknik",
    "plan",
    "drift",
    "anlæg",
    "beskæftigelse",
    "udvalg",
    "område",
];
const LAST: [&str; 16] = [
    "område",
    "aftalen",
    "planen",
    "puljen",
    "udvalget",
    "tilbuddet",
    "pladserne",
    "analyse",
    "styring",
    "møder",
    "sagen",
    "indsatsen",
    "opgaver",
    "ordningen",
    "midlerne",
    "bygning",
];
const SMALL: [&str; 20] = [
    "at", "og", "i", "det", "der", "er", "til", "af", "for", "på", "som", "med", "den", "en", "har", "ikke", "om",
    "ved", "kan", "skal",
];

/// A generator of numbers that are the same in every run (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n as u64) as usize
    }

    /// A word of a list, the first ones oftener.
    fn of<'a>(&mut self, list: &[&'a str]) -> &'a str {
        let reach = 1 + self.below(list.len());
        list[self.below(reach)]
    }

    fn word(&mut self) -> String {
        match self.below(10) {
            0..5 => self.of(&SMALL).to_owned(),
            5..8 => self.of(&FIRST).to_owned(),
            8 => format!("{}s{}", self.of(&FIRST), self.of(&LAST)),
            _ => format!("{}{}", self.of(&FIRST), self.below(3000)),
        }
    }

    fn text(&mut self, words: usize) -> String {
        (0..words).map(|_| self.word()).collect::<Vec<_>>().join(" ")
    }
}

fn item(dice: &mut Dice, number: usize) -> Item {
    let kinds = [(SectionKind::Proposal, 20), (SectionKind::CaseSummary, WORDS), (SectionKind::Minutes, 30)];
    let section = |(kind, words): (SectionKind, usize)| Section {
        kind,
        heading: None,
        body: None,
        date: None,
        text: Text::on_page(dice.text(words), 1),
    };
    let sections = kinds.map(section).into();
    Item {
        number: ItemNumber::new(&number.to_string()),
        municipalities: vec![["Viborg", "Aarhus", "Skive"][number % 3].to_owned()],
        topics: TopicPath::new(["/social/takster", "/skole", "/social"][number % 3]).into_iter().collect(),
        sections,
        ..Item::titled(dice.text(6))
    }
}

fn archive(meetings: usize) -> Vec<Meeting> {
    let mut dice = Dice(0x5eed_da65);
    let meeting = |n: usize| Meeting {
        source: format!("{n}.pdf"),
        kind: MeetingKind::Minutes,
        body: Some(["Byrådet", "Socialudvalget"][n % 2].to_owned()),
        authority: None,
        region: Some(Region::new("Midtjylland")),
        date: format!("{}-{:02}-10", 2005 + n % 20, 1 + n % 12).parse().ok(),
        start: None,
        end: None,
        place: None,
        participants: Vec::new(),
        items: (1..=ITEMS).map(|number| item(&mut dice, number)).collect(),
        front: Text::default(),
        contents: Text::default(),
        running: Text::default(),
    };
    (0..meetings).map(meeting).collect()
}

fn file(source: &str) -> FileRecord {
    FileRecord {
        source: source.into(),
        path: PathBuf::new(),
        bytes: 0,
        modified: 0,
        hash: 0,
        pages: 1,
        items: ITEMS as u32,
        outcome: Outcome::Read,
        notes: Vec::new(),
    }
}

fn build(folder: &Path, meetings: &[Meeting]) {
    let mut writer = Writer::open(folder).expect("an empty folder");
    for meeting in meetings {
        writer.put(&file(&meeting.source), Some(meeting)).expect("room on the disk");
    }
    writer.commit().expect("room on the disk");
}

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
    for query in own.into_iter().chain(bench_queries()) {
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
