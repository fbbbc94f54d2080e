//! How tasks and documents cross the pipe between the program and its workers.
//!
//! Both ends are one binary, so the form has no room for other versions: [`frame`] begins with a mark that changes with
//! it, and whatever does not fit is an error. Numbers are little-endian; texts and lists have their length in front.

use std::io::{self, Read, Write};
use std::ops::{Range, RangeInclusive};

use crate::model::{Repair, RepairKind};
use crate::note::{Note, Noted, Severity};
use crate::source::part::Part;
use crate::source::{Document, Format, Line, OutlineEntry, Page, Reason, Setting};

/// What each frame begins with; the last letter is the version.
const MARK: [u8; 8] = *b"dagsordD";
/// A frame may have so many bytes. A document of 5,000 full pages has some 40 MiB, a page's picture 30.
const MAX_FRAME: u64 = 128 << 20;

/// What a frame brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A task, or the answer to one.
    Answer,
    /// A part of an answer that is to follow.
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

/// Reads one frame; `None` where the other end has closed the pipe.
///
/// # Errors
///
/// Where the pipe breaks, or brings what is no frame or too large a one.
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
pub(super) fn encode(value: &impl Wire) -> Vec<u8> {
    let mut out = Vec::new();
    value.put(&mut out);
    out
}

/// The value of these bytes; `None` where they are not one, or more than one.
pub(super) fn decode<T: Wire>(mut bytes: &[u8]) -> Option<T> {
    let value = T::take(&mut bytes)?;
    bytes.is_empty().then_some(value)
}

/// What can cross.
pub(in crate::source) trait Wire: Sized {
    fn put(&self, out: &mut Vec<u8>);
    /// Takes itself off the front of `from`.
    fn take(from: &mut &[u8]) -> Option<Self>;
}

macro_rules! numbers {
    ($($number:ty),*) => {$(
        impl Wire for $number {
            fn put(&self, out: &mut Vec<u8>) {
                out.extend_from_slice(&self.to_le_bytes());
            }
            fn take(from: &mut &[u8]) -> Option<Self> {
                let (bytes, rest) = from.split_first_chunk()?;
                *from = rest;
                Some(Self::from_le_bytes(*bytes))
            }
        }
    )*};
}
numbers!(u8, u32, u64, f32);

/// A struct, field by field.
macro_rules! fields {
    ($name:ident$(<$param:ident>)? { $($field:ident),* }) => {
        impl$(<$param: Wire>)? Wire for $name$(<$param>)? {
            fn put(&self, out: &mut Vec<u8>) {
                $(self.$field.put(out);)*
            }
            fn take(from: &mut &[u8]) -> Option<Self> {
                Some(Self { $($field: Wire::take(from)?),* })
            }
        }
    };
}
pub(super) use fields;

fields!(Setting { x, right, y, size, bold, italic });
fields!(Line { text, setting, bytes, repairs, running });
fields!(Page { number, lines, size, needs_ocr });
fields!(OutlineEntry { title, level, page });
fields!(Document { name, format, pages, outline, unread });
fields!(Repair { at, original, kind, confidence, second });
fields!(Note { severity, message, hint, page });
fields!(Noted<T> { value, notes });
fields!(Part { of, pages, notes });

/// An enumeration without content: the place in the list stands for the value.
macro_rules! choices {
    ($name:ident [ $($choice:ident),* ]) => {
        impl Wire for $name {
            fn put(&self, out: &mut Vec<u8>) {
                let all = [$(Self::$choice),*];
                out.push(all.iter().position(|one| one == self).unwrap_or_default() as u8);
            }
            fn take(from: &mut &[u8]) -> Option<Self> {
                [$(Self::$choice),*].get(usize::from(u8::take(from)?)).copied()
            }
        }
    };
}

choices!(Format[Pdf, PlainText, Docx, Html]);
choices!(Severity[Info, Warning]);
choices!(RepairKind[Letters, LoneLetter, Bullet, Abbreviation]);

impl Wire for bool {
    fn put(&self, out: &mut Vec<u8>) {
        out.push(u8::from(*self));
    }
    fn take(from: &mut &[u8]) -> Option<Self> {
        Some(u8::take(from)? != 0)
    }
}

impl Wire for usize {
    fn put(&self, out: &mut Vec<u8>) {
        (*self as u64).put(out);
    }
    fn take(from: &mut &[u8]) -> Option<Self> {
        usize::try_from(u64::take(from)?).ok()
    }
}

impl Wire for String {
    fn put(&self, out: &mut Vec<u8>) {
        self.len().put(out);
        out.extend_from_slice(self.as_bytes());
    }
    fn take(from: &mut &[u8]) -> Option<Self> {
        let length = usize::take(from)?;
        let (text, rest) = from.split_at_checked(length)?;
        *from = rest;
        String::from_utf8(text.to_vec()).ok()
    }
}

/// Bytes as they are; a list of single bytes would be slow.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Bytes(pub Vec<u8>);

impl Wire for Bytes {
    fn put(&self, out: &mut Vec<u8>) {
        self.0.len().put(out);
        out.extend_from_slice(&self.0);
    }
    fn take(from: &mut &[u8]) -> Option<Self> {
        let length = usize::take(from)?;
        let (bytes, rest) = from.split_at_checked(length)?;
        *from = rest;
        Some(Self(bytes.to_vec()))
    }
}

impl<T: Wire> Wire for Vec<T> {
    fn put(&self, out: &mut Vec<u8>) {
        self.len().put(out);
        self.iter().for_each(|one| one.put(out));
    }
    fn take(from: &mut &[u8]) -> Option<Self> {
        let length = usize::take(from)?;
        // A length that lies ends with the bytes; nothing is set aside for it.
        (0..length).map(|_| T::take(from)).collect()
    }
}

impl<T: Wire> Wire for Option<T> {
    fn put(&self, out: &mut Vec<u8>) {
        self.is_some().put(out);
        if let Some(value) = self {
            value.put(out);
        }
    }
    fn take(from: &mut &[u8]) -> Option<Self> {
        if bool::take(from)? { Some(Some(T::take(from)?)) } else { Some(None) }
    }
}

impl<T: Wire, E: Wire> Wire for Result<T, E> {
    fn put(&self, out: &mut Vec<u8>) {
        self.is_ok().put(out);
        match self {
            Ok(value) => value.put(out),
            Err(error) => error.put(out),
        }
    }
    fn take(from: &mut &[u8]) -> Option<Self> {
        Some(if bool::take(from)? { Ok(T::take(from)?) } else { Err(E::take(from)?) })
    }
}

impl Wire for (f32, f32) {
    fn put(&self, out: &mut Vec<u8>) {
        self.0.put(out);
        self.1.put(out);
    }
    fn take(from: &mut &[u8]) -> Option<Self> {
        Some((f32::take(from)?, f32::take(from)?))
    }
}

impl Wire for RangeInclusive<u32> {
    fn put(&self, out: &mut Vec<u8>) {
        self.start().put(out);
        self.end().put(out);
    }
    fn take(from: &mut &[u8]) -> Option<Self> {
        Some(u32::take(from)?..=u32::take(from)?)
    }
}

impl Wire for Range<usize> {
    fn put(&self, out: &mut Vec<u8>) {
        self.start.put(out);
        self.end.put(out);
    }
    fn take(from: &mut &[u8]) -> Option<Self> {
        Some(usize::take(from)?..usize::take(from)?)
    }
}

impl Wire for Reason {
    fn put(&self, out: &mut Vec<u8>) {
        let (kind, words, number) = match self {
            Self::Io(words) => (0u8, words.as_str(), 0),
            Self::Empty => (1, "", 0),
            Self::TooLarge { bytes } => (2, "", *bytes),
            Self::BrokenPdf(words) => (3, words.as_str(), 0),
            Self::NeedsPassword => (4, "", 0),
            Self::NeedsOcr { pages } => (5, "", *pages as u64),
            Self::UnknownFormat(words) => (6, words.as_str(), 0),
            Self::NoText { pages } => (7, "", *pages as u64),
            Self::BrokenOffice(words) => (8, words.as_str(), 0),
            Self::Crashed(words) => (9, words.as_str(), 0),
            Self::TimedOut { seconds } => (10, "", *seconds),
            Self::OutOfMemory { mebibytes } => (11, "", *mebibytes),
        };
        kind.put(out);
        words.to_owned().put(out);
        number.put(out);
    }
    fn take(from: &mut &[u8]) -> Option<Self> {
        let (kind, words, number) = (u8::take(from)?, String::take(from)?, u64::take(from)?);
        let pages = usize::try_from(number).unwrap_or(usize::MAX);
        Some(match kind {
            0 => Self::Io(words),
            1 => Self::Empty,
            2 => Self::TooLarge { bytes: number },
            3 => Self::BrokenPdf(words),
            4 => Self::NeedsPassword,
            5 => Self::NeedsOcr { pages },
            6 => Self::UnknownFormat(words),
            7 => Self::NoText { pages },
            8 => Self::BrokenOffice(words),
            9 => Self::Crashed(words),
            10 => Self::TimedOut { seconds: number },
            11 => Self::OutOfMemory { mebibytes: number },
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

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
