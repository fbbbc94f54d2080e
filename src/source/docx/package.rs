//! Opens the ZIP package: its parts, their relations, and the rest of a truncated file.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use flate2::read::DeflateDecoder;
use zip::ZipArchive;

use super::xml::{Piece, each_piece};

/// A part may unpack to this many bytes; the largest real one has some 20 MiB.
const MAX_PART: u64 = 256 << 20;
/// The signature of a local file header and its length without the name (APPNOTE.TXT, 4.3.7).
const HEADER: &[u8] = b"PK\x03\x04";
/// Length of a local file header without the name.
const HEADER_BYTES: usize = 30;
/// Compression methods: deflated, or stored.
const DEFLATED: u16 = 8;
/// Compression method: none.
const STORED: u16 = 0;

/// The parts of a document.
pub(in crate::source) enum Package {
    Whole(ZipArchive<Cursor<Vec<u8>>>),
    /// Parts of a truncated file; the last one may be incomplete.
    CutOff(HashMap<String, Vec<u8>>),
}

impl Package {
    /// `None` where not even the first part can be unpacked.
    pub(crate) fn open(bytes: Vec<u8>) -> Option<Self> {
        match ZipArchive::new(Cursor::new(bytes.as_slice())).is_ok() {
            true => ZipArchive::new(Cursor::new(bytes)).ok().map(Self::Whole),
            false => Some(Self::CutOff(salvaged(&bytes))).filter(|package| !package.names().is_empty()),
        }
    }

    pub(crate) fn is_cut_off(&self) -> bool {
        matches!(self, Self::CutOff(_))
    }

    /// The names of the parts.
    pub(crate) fn names(&self) -> Vec<String> {
        match self {
            Self::Whole(archive) => archive.file_names().flatten().map(std::borrow::Cow::into_owned).collect(),
            Self::CutOff(parts) => parts.keys().cloned().collect(),
        }
    }

    /// One part, unpacked, and whether to its end; `None` where there is none, or one too large.
    pub(crate) fn bytes(&mut self, name: &str) -> Option<(Vec<u8>, bool)> {
        let (mut bytes, is_whole) = match self {
            Self::CutOff(parts) => (parts.get(name)?.clone(), true),
            Self::Whole(archive) => {
                let mut bytes = Vec::new();
                // The declared size may be wrong. Data before a damaged place is kept.
                let read = archive.by_name(name).ok()?.take(MAX_PART + 1).read_to_end(&mut bytes);
                (bytes, read.is_ok())
            }
        };
        if bytes.len() as u64 > MAX_PART {
            return None;
        }
        bytes.shrink_to_fit();
        Some((bytes, is_whole))
    }

    /// One part as text, and whether to its end; some programs write UTF-16.
    pub(crate) fn text(&mut self, name: &str) -> Option<(String, bool)> {
        let (bytes, is_whole) = self.bytes(name)?;
        let text = match bytes.as_slice() {
            [0xff, 0xfe, ..] | [b'<', 0, ..] => encoding_rs::UTF_16LE.decode(&bytes).0.into_owned(),
            [0xfe, 0xff, ..] | [0, b'<', ..] => encoding_rs::UTF_16BE.decode(&bytes).0.into_owned(),
            _ => String::from_utf8_lossy(&bytes).into_owned(),
        };
        Some((text, is_whole))
    }

    /// The relations of a part; the package itself has the name `""`.
    pub(crate) fn relations(&mut self, part: &str) -> Relations {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let slash = if folder.is_empty() { "" } else { "/" };
        let file = format!("{folder}{slash}_rels/{name}.rels");
        let mut relations = Relations { folder: folder.to_owned(), found: Vec::new() };
        if let Some((xml, _)) = self.text(&file) {
            each_piece(&xml, |piece| {
                if let Piece::Open("Relationship", tag, _) = piece
                    && let (Some(id), Some(kind), Some(target)) = (tag.get("Id"), tag.get("Type"), tag.get("Target"))
                    && tag.get("TargetMode").as_deref() != Some("External")
                {
                    relations.found.push(Relation { id, kind, target });
                }
            });
        }
        relations
    }
}

/// The relations of one part.
pub(in crate::source) struct Relations {
    /// The folder that targets are relative to.
    folder: String,
    found: Vec<Relation>,
}

struct Relation {
    id: String,
    kind: String,
    target: String,
}

impl Relations {
    /// The part of a kind: the last word of its type, such as `styles`.
    pub(crate) fn of_kind(&self, kind: &str) -> Option<String> {
        let is_it = |relation: &&Relation| relation.kind.rsplit('/').next() == Some(kind);
        self.found.iter().find(is_it).map(|relation| self.path(&relation.target))
    }

    /// The part with that id.
    pub(crate) fn by_id(&self, id: &str) -> Option<String> {
        self.found.iter().find(|relation| relation.id == id).map(|relation| self.path(&relation.target))
    }

    fn path(&self, target: &str) -> String {
        let (mut parts, target): (Vec<&str>, &str) = match target.strip_prefix('/') {
            Some(absolute) => (Vec::new(), absolute),
            None => (self.folder.split('/').filter(|part| !part.is_empty()).collect(), target),
        };
        for part in target.split('/') {
            match part {
                ".." => drop(parts.pop()),
                "." | "" => {}
                part => parts.push(part),
            }
        }
        parts.join("/")
    }
}

/// The parts of a package without its central directory, each up to the damage.
fn salvaged(bytes: &[u8]) -> HashMap<String, Vec<u8>> {
    let mut parts = HashMap::new();
    let mut at = 0;
    while let Some(found) = bytes.get(at..).and_then(|rest| rest.windows(HEADER.len()).position(|w| w == HEADER)) {
        at += found;
        let number = |from: usize| bytes.get(at + from..at + from + 2).map(|b| u16::from_le_bytes([b[0], b[1]]));
        let (Some(method), Some(name), Some(extra)) = (number(8), number(26), number(28)) else { break };
        let start = at + HEADER_BYTES + usize::from(name) + usize::from(extra);
        let name = bytes.get(at + HEADER_BYTES..at + HEADER_BYTES + usize::from(name));
        at += HEADER.len();
        let (Some(name), Some(packed)) = (name, bytes.get(start..)) else { continue };
        let mut part = Vec::new();
        match method {
            // An error marks the end of the readable data; the part before it is kept.
            DEFLATED => drop(DeflateDecoder::new(packed).take(MAX_PART).read_to_end(&mut part)),
            STORED => {
                let end = packed.windows(2).position(|w| w == b"PK").unwrap_or(packed.len());
                part.extend_from_slice(&packed[..end]);
            }
            _ => {}
        }
        if !part.is_empty() {
            parts.insert(String::from_utf8_lossy(name).into_owned(), part);
        }
    }
    parts
}
