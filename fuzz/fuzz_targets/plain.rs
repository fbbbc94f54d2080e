//! Text in whatever encoding.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let _ = dagsorden::source::read_bytes("fuzz", data.to_vec());
});
