//! How fast a document is split, and that the time grows with its length and no faster.
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
    let lines: Vec<&str> = MINUTES.lines().cycle().take(pages * PAGE).collect();
    let page = |(i, lines): (usize, &[&str])| Page {
        number: i as u32 + 1,
        lines: lines.iter().map(|l| Line::plain(*l)).collect(),
        size: None,
        needs_ocr: false,
    };
    let pages = lines.chunks(PAGE).enumerate().map(page).collect();
    Document { name: "minutes.txt".into(), format: Format::PlainText, pages, outline: Vec::new(), unread: Vec::new() }
}

fn parsing(c: &mut Criterion) {
    let mut group = c.benchmark_group("parse");
    for pages in [25, 50, 100, 200] {
        let document = document(pages);
        assert!(!parse(&document).value.items.is_empty());
        group.throughput(Throughput::Elements(pages as u64));
        group.bench_with_input(BenchmarkId::new("pages", pages), &document, |b, d| b.iter(|| black_box(parse(d))));
    }
    group.finish();
}

criterion_group!(benches, parsing);
criterion_main!(benches);
