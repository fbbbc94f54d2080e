//! Addresses of pages in source files.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// Where links lead.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Links {
    /// The files by source.
    pub paths: HashMap<String, PathBuf>,
    /// The address or the folder to use instead of the files' own.
    pub base: Option<String>,
}

impl Links {
    /// The address of a page of a source. `None` for a file missing from the index.
    pub fn to_page(&self, source: &str, page: Option<u32>) -> Option<String> {
        match &self.base {
            Some(base) => Some(below(base, source, page)),
            None => Some(to_page(self.paths.get(source)?, page)),
        }
    }
}

use crate::source::container;

/// `file:///arkiv/a.pdf#page=3`. `path` is absolute. Programs without support for pages open the file at its beginning. No
/// program opens a document within another file, so its link is to that file.
pub(super) fn to_page(path: &Path, page: Option<u32>) -> String {
    if let Some((file, _)) = container::holder(path) {
        return to_page(&file, None);
    }
    let page = page.map(|p| format!("#page={p}")).unwrap_or_default();
    format!("file://{}{page}", encoded(path.as_os_str().as_encoded_bytes()))
}

/// The address of a page of a source below a base: an address (`https://arkiv.dk/filer/`) or a folder, for a `file:` address.
pub(super) fn below(base: &str, source: &str, page: Option<u32>) -> String {
    let source = encoded(source.as_bytes());
    let page = page.map(|p| format!("#page={p}")).unwrap_or_default();
    let base = base.trim_end_matches('/');
    match base.contains("://") {
        true => format!("{base}/{source}{page}"),
        false => format!("file://{}/{source}{page}", encoded(base.as_bytes())),
    }
}

/// A path as part of an address: escapes reserved bytes and control characters, as `%20`, so a terminal obeys none.
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

    #[test]
    fn base_takes_the_place_of_the_files_own_folder() {
        assert_eq!(below("https://arkiv.dk/filer/", "å/b.pdf", Some(3)), "https://arkiv.dk/filer/%C3%A5/b.pdf#page=3");
        assert_eq!(below("/mnt/mine filer", "b.pdf", None), "file:///mnt/mine%20filer/b.pdf");
    }
}
