//! Dates and times in any text and any name: within it, in order, and none twice.

#![no_main]

use dagsorden::lexicon::dates;

libfuzzer_sys::fuzz_target!(|text: &str| {
    let found = dates::find(text);
    assert!(found.iter().all(|f| text.get(f.at.clone()).is_some_and(|t| !t.is_empty())));
    assert!(found.windows(2).all(|pair| pair[0].at.end <= pair[1].at.start));
    assert!(dates::find_times(text).iter().all(|f| text.get(f.at.clone()).is_some()));
    let partial = dates::find_partial(text);
    assert!(partial.iter().all(|p| text.get(p.at.clone()).is_some() && (1..=12).contains(&p.month)));
    let _ = (dates::parse(text), dates::parse_times(text), dates::find_in_name(text));
});
