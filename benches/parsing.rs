//! How fast a document is split, and that the time grows with its length and no faster; also where lines are made to look
//! like heads, or one line is a megabyte.
//!
//! ```text
//! cargo bench --bench parsing
//! ```

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use dagsorden::parse::parse;
use dagsorden::source::{Document, Format, Line, Page};

/// Invented minutes, a few pages.
const MINUTES: &str = include_str!("../tests/golden/lejre-social-2011.txt");
/// Lines of a printed page.
const PAGE: usize = 45;

/// The minutes again and again, on so many pages.
fn document(pages: usize) -> Document {
    of_lines(&MINUTES.lines().cycle().take(pages * PAGE).collect::<Vec<_>>())
}

fn of_lines(lines: &[&str]) -> Document {
    let page = |(i, lines): (usize, &[&str])| Page {
        number: i as u32 + 1,
        lines: lines.iter().map(|l| Line::plain(*l)).collect(),
        size: None,
        needs_ocr: false,
    };
    let pages = lines.chunks(PAGE).enumerate().map(page).collect();
    Document { name: "minutes.txt".into(), format: Format::PlainText, pages, outline: Vec::new(), unread: Vec::new() }
}

/// Lines that all could head an item: numbered, short, with white space before.
fn heads(lines: usize) -> Document {
    let text: String = (0..lines).map(|n| format!("\n{}. Sag om noget nyt\nIndstilling\n", n % 40 + 1)).collect();
    of_lines(&text.lines().take(lines).collect::<Vec<_>>())
}

/// One line of a megabyte between two items.
fn long_line() -> Document {
    let line = "ord ".repeat(1 << 18);
    of_lines(&["1. Takster", "Sagsfremstilling", &line, "2. Eventuelt", "Beslutning", "Intet."])
}

fn nasty(c: &mut Criterion) {
    let mut group = c.benchmark_group("nasty");
    for lines in [10_000, 20_000] {
        let document = heads(lines);
        group.throughput(Throughput::Elements(lines as u64));
        group.bench_with_input(BenchmarkId::new("heads", lines), &document, |b, d| b.iter(|| black_box(parse(d))));
    }
    let document = long_line();
    group.throughput(Throughput::Bytes(1 << 20));
    group.bench_function("long line", |b| b.iter(|| black_box(parse(&document))));
    group.finish();
}

fn parsing(c: &mut Criterion) {
    let mut group = c.benchmark_group("parse");
    for pages in [100, 200, 400, 800] {
        let document = document(pages);
        assert!(!parse(&document).value.items.is_empty());
        group.throughput(Throughput::Elements(pages as u64));
        group.bench_with_input(BenchmarkId::new("pages", pages), &document, |b, d| b.iter(|| black_box(parse(d))));
    }
    group.finish();
}

criterion_group!(benches, parsing, nasty);
criterion_main!(benches);
