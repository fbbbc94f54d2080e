//! How fast documents are read: every file of a folder, PDFs and texts apart.
//!
//! Reads `bench/reading` of the folder that `DAGSORDEN_BENCH` names, or `corpus/` of the repository.

use std::hint::black_box;
use std::path::{Path, PathBuf};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use dagsorden::source;

/// A file and its bytes.
type Loaded = (String, Vec<u8>);

fn folder() -> PathBuf {
    match std::env::var_os("DAGSORDEN_BENCH") {
        Some(bench) => Path::new(&bench).join("bench/reading"),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus"),
    }
}

/// The readable files below a folder whose names end so.
fn load(folder: &Path, suffix: &str) -> Vec<Loaded> {
    let files =
        ignore::Walk::new(folder).flatten().filter(|entry| entry.path().extension().is_some_and(|e| e == suffix));
    let loaded = files.filter_map(|entry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        let bytes = std::fs::read(entry.path()).ok()?;
        source::read_bytes(&name, bytes.clone()).ok()?;
        Some((name, bytes))
    });
    loaded.collect()
}

fn read_all(files: &[Loaded]) -> usize {
    let lines = |(name, bytes): &Loaded| source::read_bytes(name, bytes.clone()).map_or(0, |d| d.value.lines().count());
    files.iter().map(lines).sum()
}

fn reading(criterion: &mut Criterion) {
    let folder = folder();
    let mut found = 0;
    for suffix in ["pdf", "txt"] {
        let files = load(&folder, suffix);
        if files.is_empty() {
            continue;
        }
        found += files.len();
        let mut group = criterion.benchmark_group(format!("read {suffix}"));
        group.throughput(Throughput::Bytes(files.iter().map(|(_, bytes)| bytes.len() as u64).sum()));
        group.bench_function(format!("{} files", files.len()), |bench| {
            bench.iter(|| assert!(black_box(read_all(&files)) > 0));
        });
        group.finish();
    }
    assert!(found > 0, "no documents in {}", folder.display());
}

criterion_group!(benches, reading);
criterion_main!(benches);
