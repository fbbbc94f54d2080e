//! Web pages.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let _ = dagsorden::source::read_bytes("fuzz", [b"<!doctype html>", data].concat());
});
