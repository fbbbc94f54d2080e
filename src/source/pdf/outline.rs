//! Reads the bookmarks of a document (PDF 1.7, 12.3.3).

use std::collections::{HashMap, HashSet};

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, MaybeRef, Name, Object, ObjectIdentifier, String as PdfString};

use crate::source::OutlineEntry;

/// The most bookmarks read from one document. The longest real outlines, of agendas with all attachments, have some
/// hundred.
const MAX_ENTRIES: usize = 10_000;
/// Nesting depth of bookmarks. It bounds recursion; people make far fewer levels.
const MAX_LEVEL: u32 = 20;
/// The most nodes of a name tree visited for one document; it bounds the time on circular trees.
const MAX_NAME_NODES: usize = 10_000;

/// All entries in order; empty if there are none or they cannot be read.
pub(super) fn outline(pdf: &Pdf) -> Vec<OutlineEntry> {
    let Some(catalog) = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id()) else { return Vec::new() };
    let Some(root) = catalog.get::<Dict<'_>>("Outlines") else { return Vec::new() };
    let mut reader = Reader { targets: Targets::of(pdf, &catalog), seen: HashSet::new(), entries: Vec::new() };
    reader.children(&root, 0);
    reader.entries
}

struct Reader<'a> {
    targets: Targets<'a>,
    seen: HashSet<ObjectIdentifier>,
    entries: Vec<OutlineEntry>,
}

impl<'a> Reader<'a> {
    fn children(&mut self, parent: &Dict<'a>, level: u32) {
        let mut next = self.linked(parent, "First");
        while let Some(entry) = next {
            if self.entries.len() >= MAX_ENTRIES || level > MAX_LEVEL {
                return;
            }
            if let Some(title) = entry.get::<PdfString<'_>>("Title") {
                let title = decode(title.as_bytes()).trim().to_owned();
                self.entries.push(OutlineEntry { title, level, page: self.targets.page_of_entry(&entry) });
            }
            self.children(&entry, level + 1);
            next = self.linked(&entry, "Next");
        }
    }

    /// The entry referred to by a key, unless visited already: outlines may be circular.
    fn linked(&mut self, from: &Dict<'a>, key: &str) -> Option<Dict<'a>> {
        let to = ObjectIdentifier::from(from.get_ref(key)?);
        if self.seen.insert(to) { from.get(key) } else { None }
    }
}

/// Possible targets of bookmarks.
struct Targets<'a> {
    pages: HashMap<ObjectIdentifier, u32>,
    named: HashMap<Vec<u8>, Object<'a>>,
}

impl<'a> Targets<'a> {
    fn of(pdf: &'a Pdf, catalog: &Dict<'a>) -> Self {
        let pages = pdf.pages().iter().zip(1..).filter_map(|(page, number)| Some((page.raw().obj_id()?, number)));
        Self { pages: pages.collect(), named: named_targets(catalog) }
    }

    fn page_of_entry(&self, entry: &Dict<'a>) -> Option<u32> {
        let target = entry.get::<Object<'a>>("Dest").or_else(|| entry.get::<Dict<'a>>("A")?.get("D"))?;
        self.page_of(target, 0)
    }

    /// A target is `[page …]`, a name or string for one, or a dictionary with one.
    fn page_of(&self, target: Object<'a>, depth: u32) -> Option<u32> {
        let named = |name: &[u8]| self.page_of(self.named.get(name)?.clone(), depth + 1);
        match target {
            _ if depth > 3 => None,
            Object::Array(array) => match array.raw_iter().next()? {
                MaybeRef::Ref(page) => self.pages.get(&page.into()).copied(),
                MaybeRef::NotRef(_) => None,
            },
            Object::Name(name) => named(name.as_str().as_bytes()),
            Object::String(name) => named(name.as_bytes()),
            Object::Dict(dict) => self.page_of(dict.get("D")?, depth + 1),
            _ => None,
        }
    }
}

/// Named targets, from the catalog's dictionary (PDF 1.1) and its tree of names (since 1.2).
fn named_targets<'a>(catalog: &Dict<'a>) -> HashMap<Vec<u8>, Object<'a>> {
    let mut named = HashMap::new();
    if let Some(old) = catalog.get::<Dict<'a>>("Dests") {
        let target = |name: Name<'a>| Some((name.as_str().as_bytes().to_vec(), old.get(name.as_str())?));
        named.extend(old.keys().filter_map(target));
    }
    let tree = catalog.get::<Dict<'a>>("Names").and_then(|names| names.get::<Dict<'a>>("Dests"));
    let mut open = Vec::from_iter(tree);
    for _ in 0..MAX_NAME_NODES {
        let Some(node) = open.pop() else { break };
        if let Some(pairs) = node.get::<Array<'a>>("Names") {
            named.extend(pairs_of(&pairs));
        }
        if let Some(kids) = node.get::<Array<'a>>("Kids") {
            open.extend(kids.iter::<Dict<'a>>().take(MAX_NAME_NODES));
        }
    }
    named
}

fn pairs_of<'a>(pairs: &Array<'a>) -> Vec<(Vec<u8>, Object<'a>)> {
    let mut objects = pairs.iter::<Object<'a>>();
    let mut found = Vec::new();
    while let (Some(name), Some(target)) = (objects.next(), objects.next()) {
        if let Object::String(name) = name {
            found.push((name.as_bytes().to_vec(), target));
        }
    }
    found
}

/// A text string (PDF 1.7, 7.9.2.2): UTF-16 or UTF-8 with a byte order mark, or PDFDocEncoding, the same as Latin-1 for
/// Danish.
fn decode(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, text @ ..] => encoding_rs::UTF_16BE.decode_without_bom_handling(text).0.into_owned(),
        [0xff, 0xfe, text @ ..] => encoding_rs::UTF_16LE.decode_without_bom_handling(text).0.into_owned(),
        [0xef, 0xbb, 0xbf, text @ ..] => String::from_utf8_lossy(text).into_owned(),
        text => encoding_rs::WINDOWS_1252.decode_without_bom_handling(text).0.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn title_is_read_in_each_of_its_encodings() {
        assert_eq!(decode(b"\xfe\xff\0M\0\xf8\0d\0e"), "Møde");
        assert_eq!(decode(b"M\xf8de"), "Møde");
        assert_eq!(decode("\u{feff}Møde".as_bytes()), "Møde");
    }
}
