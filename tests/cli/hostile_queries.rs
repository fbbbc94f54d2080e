//! Queries that nobody in their senses types are answered or cut, in bounded time and memory.

use std::time::{Duration, Instant};

use crate::archive::{Run, index, run};

/// Far more than any of them needs on a busy machine with an unoptimised build.
const LONGEST: Duration = Duration::from_secs(60);

fn counted(query: &str) -> Run {
    let index = index().to_str().expect("the folder has a plain name");
    run(["search", "--count", "--index", index, "--", query])
}

fn answered(query: &str) -> String {
    let started = Instant::now();
    let got = counted(query);
    assert!(started.elapsed() < LONGEST, "{} took {:?}", &query[..20.min(query.len())], started.elapsed());
    assert!(matches!(got.code(), 0 | 1), "{}: {}", got.code(), got.err());
    got.err()
}

#[test]
fn endless_query_is_cut_and_that_is_told() {
    let told = answered(&"takst ".repeat(100_000 / 6));
    assert!(told.contains("only the first 4096 bytes were read") && told.contains("only the first 64 words"), "{told}");
    let told = answered(&"x".repeat(100_000));
    assert!(told.contains("only the first 4096 bytes were read"), "{told}");
}

#[test]
fn thousands_of_alternatives_are_cut() {
    let many: Vec<String> = (0..2000).map(|n| format!("w{n}")).collect();
    assert!(answered(&many.join(" OR ")).contains("only the first"));
}

#[test]
fn nesting_is_cut_at_a_depth() {
    let told = answered(&format!("{}takst{}", "(".repeat(1500), ")".repeat(1500)));
    assert!(told.contains("only 16 parentheses within each other were read"), "{told}");
    answered(&"-".repeat(4000));
    answered(&"titel:".repeat(600));
}

#[test]
fn signs_alone_ask_for_everything() {
    for signs in ["*", "\"\"", "()", "?!", "§", "~3", "OR", "*:*"] {
        assert_eq!(counted(signs).code(), 0, "{signs}");
    }
}

#[test]
fn prefix_of_one_letter_is_answered() {
    answered("s*");
    answered("a* b* d* e* f* g* h* i* k* l* m* n* o* p* r* s* t* u* v*");
}
