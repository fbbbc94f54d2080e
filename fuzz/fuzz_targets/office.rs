//! Rich Text, OpenDocument, old Word, MIME and pictures: the first byte says which, the rest follows its first bytes.

#![no_main]

const STARTS: [&[u8]; 8] = [
    b"{\\rtf1",
    b"<?xml version='1.0'?><office:document office:mimetype='application/vnd.oasis.opendocument.text'>",
    b"<?xml version='1.0'?><w:wordDocument><w:body>",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n",
    b"\xff\xd8\xff",
    b"II*\0",
    b"MM\0*",
];

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let Some((first, rest)) = data.split_first() else { return };
    let start = STARTS[usize::from(*first) % STARTS.len()];
    let _ = dagsorden::source::read_bytes("fuzz", [start, rest].concat());
});
