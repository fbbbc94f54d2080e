//! Serialises tasks and documents for the pipe between the program and its workers.
//!
//! Both ends are the same binary, so there is only one version: [`frame`] begins with a mark that changes with it, and
//! any mismatch is an error. `postcard` derives the encoding from the types, so no field or variant can be missed.

use std::io::{self, Read, Write};

use serde::Serialize;
use serde::de::DeserializeOwned;

/// The first bytes of each frame; the last letter is the version.
const MARK: [u8; 8] = *b"dagsordE";
/// The largest frame in bytes. A document of 5,000 full pages has some 40 MiB, a page's picture 30.
const MAX_FRAME: u64 = 128 << 20;

/// The content of a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A task, or the answer to one.
    Answer,
    /// A part of a following answer.
    Part,
}

/// Writes one frame.
pub(super) fn frame(to: &mut impl Write, kind: Kind, content: &[u8]) -> io::Result<()> {
    to.write_all(&MARK)?;
    to.write_all(&[u8::from(kind == Kind::Part)])?;
    to.write_all(&(content.len() as u64).to_le_bytes())?;
    to.write_all(content)?;
    to.flush()
}

/// Reads one frame; `None` if the other end has closed the pipe.
///
/// # Errors
///
/// If the pipe breaks, or the data is no frame or too large.
pub(super) fn unframe(from: &mut impl Read) -> io::Result<Option<(Kind, Vec<u8>)>> {
    let mut head = [0; 17];
    match from.read_exact(&mut head) {
        Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        read => read?,
    }
    let (mark, rest) = head.split_at(MARK.len());
    let kind = if rest[0] == 0 { Kind::Answer } else { Kind::Part };
    let length = u64::from_le_bytes(rest[1..].try_into().unwrap_or_default());
    if mark != MARK || length > MAX_FRAME {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "expected a frame of this version"));
    }
    let mut content = vec![0; usize::try_from(length).unwrap_or_default()];
    from.read_exact(&mut content)?;
    Ok(Some((kind, content)))
}

/// The bytes of a value.
pub(super) fn encode(value: &impl Serialize) -> Vec<u8> {
    // No type used here fails, because each knows its length. The other end rejects an empty value.
    postcard::to_stdvec(value).unwrap_or_default()
}

/// Decodes a value; `None` if the bytes are not exactly one.
pub(super) fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    let (value, rest) = postcard::take_from_bytes(bytes).ok()?;
    rest.is_empty().then_some(value)
}

/// A path as bytes of the system, because not all paths are text.
pub(super) mod path {
    use std::ffi::OsString;
    use std::path::{Path, PathBuf};

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    /// Writes the path.
    pub(in super::super) fn serialize<S: Serializer>(path: &Path, to: S) -> Result<S::Ok, S::Error> {
        path.as_os_str().serialize(to)
    }

    /// Reads the path.
    pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<PathBuf, D::Error> {
        OsString::deserialize(from).map(PathBuf::from)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::{Repair, RepairKind};
    use crate::note::{Note, Noted};
    use crate::source::{Document, Format, Line, OutlineEntry, Page, Reason, Setting};

    fn document() -> Noted<Document> {
        let setting = Setting { x: 72.0, right: f32::INFINITY, y: -0.1, size: 11.04, bold: true, italic: false };
        let repair = Repair {
            at: 0..5,
            original: "mgde".into(),
            kind: RepairKind::Abbreviation,
            confidence: 0.7,
            second: Some("mode".into()),
        };
        let line =
            Line { setting: Some(setting), bytes: Some(3..9), repairs: vec![repair], ..Line::plain("møde\tÆrø") };
        let page = Page { number: 7, lines: vec![line, Line::default()], size: Some((595.0, 842.0)), needs_ocr: true };
        let outline = vec![OutlineEntry { title: "Punkt 1".into(), level: 2, page: Some(7) }];
        let value =
            Document { name: "ø.pdf".into(), format: Format::Html, pages: vec![page], outline, unread: vec![8..=9] };
        Noted { value, notes: vec![Note::warning("w").with_hint("h").on_page(3), Note::info("i")] }
    }

    #[test]
    fn document_arrives_as_it_left() {
        let document: Result<Noted<Document>, Reason> = Ok(document());
        assert_eq!(decode(&encode(&document)), Some(document));
    }

    #[test]
    fn every_kind_of_repair_arrives_as_it_left() {
        for kind in RepairKind::ALL {
            let repair = Repair { at: 0..2, original: "$ 4".into(), kind, confidence: 1.0, second: None };
            assert_eq!(decode(&encode(&repair)), Some(repair));
        }
    }

    #[test]
    fn number_that_is_none_arrives_as_it_left() {
        let nan: Option<f32> = decode(&encode(&f32::NAN));
        assert!(nan.is_some_and(f32::is_nan));
    }

    #[test]
    fn frame_of_another_version_is_an_error() {
        let mut sent = Vec::new();
        frame(&mut sent, Kind::Part, b"abc").unwrap();
        assert_eq!(unframe(&mut sent.as_slice()).unwrap(), Some((Kind::Part, b"abc".to_vec())));
        sent[7] = b'A';
        assert!(unframe(&mut sent.as_slice()).is_err());
        assert!(unframe(&mut [].as_slice()).unwrap().is_none());
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200), cut in 0usize..400) {
            let _: Option<Noted<Document>> = decode(&bytes);
            let whole = encode(&document());
            let cut = cut.min(whole.len());
            prop_assert_eq!(decode::<Noted<Document>>(&whole[..cut]).is_some(), cut == whole.len());
        }

        #[test]
        fn every_reason_arrives_as_it_left(words in ".*", number in any::<u32>()) {
            let (pages, long) = (number as usize, u64::from(number));
            for reason in [
                Reason::Io(words.clone()), Reason::Empty, Reason::TooLarge { bytes: long }, Reason::BrokenPdf(words.clone()),
                Reason::NeedsPassword, Reason::NeedsOcr { pages }, Reason::UnknownFormat(words.clone()),
                Reason::NoText { pages }, Reason::BrokenOffice(words.clone()), Reason::Crashed(words.clone()),
                Reason::TimedOut { seconds: long }, Reason::OutOfMemory { mebibytes: long },
            ] {
                prop_assert_eq!(decode::<Reason>(&encode(&reason)), Some(reason));
            }
        }
    }
}
