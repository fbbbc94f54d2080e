//! Appends a new end to a truncated file so that its objects can be found.
//!
//! A PDF is read from its end, because the table of objects and the way to the pages are there. A truncated download
//! still has the text of its pages. The reader searches for objects and pages by itself once a trailer names a catalog.

/// An object number beyond any used by a real file, within the limit of PDF 1.7 (appendix C).
const CATALOG: u32 = 8_388_606;
/// A missing object: without a page tree, the reader searches for the pages.
const PAGES: u32 = CATALOG - 1;

/// The bytes with a catalog and a trailer appended; `None` where there is no object at all.
pub(super) fn with_new_end(bytes: &[u8]) -> Option<Vec<u8>> {
    bytes.windows(5).any(|w| w == b" obj\n" || w == b" obj\r" || w == b" obj<" || w == b" obj ").then(|| {
        let end = format!(
            "\nendstream\nendobj\n{CATALOG} 0 obj\n<</Type/Catalog/Pages {PAGES} 0 R>>\nendobj\ntrailer\n<</Root {CATALOG} 0 R>>\n%%EOF\n"
        );
        [bytes, end.as_bytes()].concat()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_without_objects_is_not_worth_mending() {
        assert_eq!(with_new_end(b"%PDF-1.7\nnothing here"), None);
        assert!(with_new_end(b"%PDF-1.7\n1 0 obj\n<<>>").is_some());
    }
}
