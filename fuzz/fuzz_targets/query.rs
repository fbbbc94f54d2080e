//! What a person may type into a search: read without a fault, and the same when its normal form is read again.

#![no_main]

use dagsorden::query::syntax::parse;

libfuzzer_sys::fuzz_target!(|text: &str| {
    let parsed = parse(text);
    let normal = parsed.query.to_string();
    // A query that was cut is no longer what it was.
    if parsed.remarks.is_empty() {
        assert_eq!(parse(&normal).query, parsed.query, "{normal}");
    }
});
