//! Packed folders: ZIP archives that are no document of an office program (APPNOTE.TXT).

use std::collections::HashSet;
use std::io::{self, Read, Seek};

use zip::ZipArchive;

use super::super::plain;
use super::{Entry, MAX_RATIO, SMALL, clean, numbered};

/// Parts that make a ZIP archive the document of a program: Office Open XML, OpenDocument and EPUB, Java, Android.
const PACKAGES: [&str; 4] = ["[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF", "AndroidManifest.xml"];
/// Folders that a Mac adds beside what was packed.
const MAC: &str = "__MACOSX/";

/// An open packed folder.
pub(super) struct Packed<R> {
    archive: ZipArchive<R>,
    /// The names of its files, with their places in the archive.
    names: Vec<(usize, String)>,
}

impl<R: Read + Seek> Packed<R> {
    /// `None` for what is no ZIP archive, or a document.
    pub(super) fn open(content: R) -> Option<Self> {
        let mut archive = ZipArchive::new(content).ok()?;
        let (mut names, mut taken) = (Vec::new(), HashSet::new());
        for at in 0..archive.len() {
            let Ok(file) = archive.by_index_raw(at) else { continue };
            // The system that packed it wrote names in its own encoding, unless they are UTF-8.
            let raw = file.name_raw();
            let name = std::str::from_utf8(raw).map_or_else(|_| plain::decoded(raw).0, str::to_owned);
            if PACKAGES.contains(&name.as_str()) {
                return None;
            }
            let is_hidden = name.split('/').any(|step| step.starts_with('.') && step != "." && step != "..");
            if file.is_dir() || is_hidden || name.starts_with(MAC) {
                continue;
            }
            let name = numbered(&clean(&name), |name| taken.contains(name));
            taken.insert(name.clone());
            names.push((at, name));
        }
        Some(Self { archive, names })
    }

    pub(super) fn entries(&mut self) -> Vec<Entry> {
        let mut entries = Vec::with_capacity(self.names.len());
        for (at, name) in &self.names {
            let Ok(file) = self.archive.by_index_raw(*at) else { continue };
            let (bytes, packed) = (file.size(), file.compressed_size());
            let is_known =
                matches!(file.compression(), zip::CompressionMethod::Stored | zip::CompressionMethod::Deflated);
            let fault = match () {
                () if file.encrypted() => Some("it asks for a password"),
                () if !is_known => Some("packed in a way that is not known here"),
                () if bytes > SMALL && bytes / packed.max(1) > MAX_RATIO => {
                    Some("unpacks to more than 200 times its size")
                }
                () => None,
            };
            entries.push(Entry { name: name.clone(), bytes, fault });
        }
        entries
    }

    /// Up to `most` bytes of a file. One that unpacks to more than it says is damaged.
    pub(super) fn read(&mut self, name: &str, most: u64) -> io::Result<Vec<u8>> {
        let at = self.names.iter().find(|(_, other)| other == name).ok_or(io::ErrorKind::NotFound)?.0;
        let file = self.archive.by_index(at).map_err(io::Error::other)?;
        let said = file.size();
        let mut bytes = Vec::new();
        file.take(most.min(said.saturating_add(1))).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > said {
            return Err(io::Error::other("it unpacks to more than it says"));
        }
        Ok(bytes)
    }
}
