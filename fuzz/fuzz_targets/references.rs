//! References to other meetings in any text: within it and in order.

#![no_main]

use dagsorden::facts::case::reference::{Context, find, same_body};
use jiff::civil::date;

libfuzzer_sys::fuzz_target!(|text: &str| {
    let context = Context { body: Some("DASSOS"), date: Some(date(2026, 2, 27)), region: None };
    for context in [context, Context::default()] {
        let found = find(text, &context);
        assert!(found.iter().all(|r| text.get(r.at.clone()) == Some(r.text.as_str())));
        assert!(found.is_sorted_by_key(|r| r.at.start));
        let _ = found.iter().filter_map(|r| r.body.as_deref()).all(|body| same_body(body, text));
    }
});
