//! Addresses of pages in source files.

use std::path::Path;

use crate::source::container;

/// `file:///arkiv/a.pdf#page=3`. `path` is absolute. Programs that cannot open a file at a page open it at its beginning. No
/// program opens a document within another file, so its link is to that file.
pub(super) fn to_page(path: &Path, page: Option<u32>) -> String {
    if let Some((file, _)) = container::holder(path) {
        return to_page(&file, None);
    }
    let page = page.map(|p| format!("#page={p}")).unwrap_or_default();
    format!("file://{}{page}", encoded(path.as_os_str().as_encoded_bytes()))
}

/// A path as part of an address: bytes that mean something else there, or that a terminal would obey, are written `%20`.
fn encoded(path: &[u8]) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"/-._~".contains(&b);
    path.iter().map(|b| if plain(*b) { char::from(*b).to_string() } else { format!("%{b:02X}") }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn address_has_no_sign_that_means_something_else() {
        let address = to_page(Path::new("/arkiv/møde \u{1b}]8;;#1?.pdf"), Some(4));
        assert_eq!(address, "file:///arkiv/m%C3%B8de%20%1B%5D8%3B%3B%231%3F.pdf#page=4");
        assert_eq!(to_page(Path::new("/a.txt"), None), "file:///a.txt");
    }
}
