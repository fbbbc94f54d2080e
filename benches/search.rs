//! How fast a made-up archive is indexed and searched, beside the bare engine on the same text.
//!
//! `cargo bench --bench search`. The archive is the same in every run: words drawn from a list of stems and endings by a
//! generator with a fixed seed, common ones oftener (Zipf), in items of some two hundred words.

use std::hint::black_box;
use std::path::PathBuf;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use dagsorden::index::analyze::Danish;
use dagsorden::index::{FileRecord, Index, Outcome, Writer};
use dagsorden::model::{Item, ItemNumber, Meeting, MeetingKind, Region, Section, SectionKind, Text, TopicPath};
use dagsorden::query::{Request, search};
use tantivy::collector::TopDocs;
use tantivy::query::TermQuery;
use tantivy::schema::{IndexRecordOption, STORED, Schema, TEXT};
use tantivy::tokenizer::{SimpleTokenizer, TokenStream, Tokenizer};
use tantivy::{TantivyDocument, Term};

/// Meetings of twenty items each.
const MEETINGS: usize = 150;
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
        region: Some(Region::Midtjylland),
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

fn build(folder: &std::path::Path, meetings: &[Meeting]) {
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

/// The bare engine's index of the same items: one field, its default tokenizer.
fn bare(folder: &std::path::Path, meetings: &[Meeting]) -> (tantivy::Index, tantivy::schema::Field) {
    let mut schema = Schema::builder();
    let field = schema.add_text_field("text", TEXT | STORED);
    let index = tantivy::Index::create_in_dir(folder, schema.build()).expect("an empty folder");
    let mut writer = index.writer_with_num_threads::<TantivyDocument>(1, 64 << 20).expect("memory");
    for item in meetings.iter().flat_map(|m| &m.items) {
        let text = item.sections.iter().map(|s| s.text.as_str()).collect::<Vec<_>>().join("\n");
        writer.add_document(tantivy::doc!(field => text)).expect("memory");
    }
    writer.commit().expect("memory");
    (index, field)
}

fn searching(c: &mut Criterion) {
    let meetings = archive(MEETINGS);
    let folder = tempfile::tempdir().expect("a folder");
    build(folder.path(), &meetings);
    let index = Index::open(folder.path()).expect("the index just built");
    let found = search(&index, &Request { query: "herberg".into(), ..Request::default() }).expect("an answer").total;
    assert!(found > 100, "the archive must have hits to time, but herberg has {found}");
    let mut group = c.benchmark_group("search");
    for query in ["herberg", "takst bolig", "\"social takst\"", "budgetsanalyse", "mgder", "herb*", ""] {
        let request = Request { query: query.into(), ..Request::default() };
        group.bench_with_input(BenchmarkId::new("dagsorden", query), &request, |b, request| {
            b.iter(|| black_box(search(&index, request).expect("an answer")).total);
        });
    }
    let bare_folder = tempfile::tempdir().expect("a folder");
    let (engine, field) = bare(bare_folder.path(), &meetings);
    let searcher = engine.reader().expect("a reader").searcher();
    group.bench_function("bare engine, one term/herberg", |b| {
        let query = TermQuery::new(Term::from_field_text(field, "herberg"), IndexRecordOption::WithFreqs);
        b.iter(|| black_box(searcher.search(&query, &TopDocs::with_limit(20).order_by_score()).expect("hits")).len());
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
