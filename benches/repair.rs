//! How fast broken text is mended, and how fast clean text passes the gate.
//!
//! ```text
//! cargo bench --bench repair
//! ```

use std::hint::black_box;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use dagsorden::lexicon::Vocabulary;
use dagsorden::repair::{is_broken, repair};
use dagsorden::source::{Document, read_bytes};

/// Four fictional meetings, printed and read by tesseract with its English model.
const SCAN: &str = include_str!("scan.txt");

fn document(text: &str) -> Document {
    read_bytes("scan.txt", text.as_bytes().to_vec()).expect("plain text").value
}

fn broken(c: &mut Criterion) {
    let scan = document(SCAN);
    let archive = Vocabulary::default();
    let words = SCAN.split_whitespace().count();
    assert!(words > 1_000 && is_broken(&scan));
    let mut group = c.benchmark_group("repair");
    group.throughput(Throughput::Elements(words as u64));
    group.bench_function("broken words", |b| {
        b.iter_batched(|| scan.clone(), |scan| black_box(repair(scan, &archive)), BatchSize::SmallInput);
    });
}

fn clean(c: &mut Criterion) {
    let text = repair(document(SCAN), &Vocabulary::default()).text().repeat(40);
    let clean = document(&text);
    assert!(!is_broken(&clean));
    let mut group = c.benchmark_group("gate");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("clean bytes", |b| b.iter(|| black_box(is_broken(&clean))));
}

criterion_group!(benches, broken, clean);
criterion_main!(benches);
