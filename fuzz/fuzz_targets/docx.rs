//! Word documents: the bytes are the main part of a well-formed packed folder.

#![no_main]

use std::io::Write;

/// A packed folder with this main part, stored as it is.
fn docx(part: &[u8]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let written = writer.start_file("word/document.xml", stored).is_ok() && writer.write_all(part).is_ok();
    if written { writer.finish().map(std::io::Cursor::into_inner).unwrap_or_default() } else { Vec::new() }
}

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let _ = dagsorden::source::read_bytes("fuzz", docx(data));
});
