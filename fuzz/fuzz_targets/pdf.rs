//! PDFs, whose header is put in front.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let _ = dagsorden::source::read_bytes("fuzz", [b"%PDF-1.7\n", data].concat());
});
