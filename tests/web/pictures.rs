//! Pages of the source documents as pictures, in the browser.

use std::path::Path;

use crate::browser;
use crate::server;

const PDF: &str = "skive/skive-social-aeldre-2021-referat.pdf";

#[test]
fn page_of_a_document_is_shown_with_the_hits_boxed() {
    let Some(page) = browser::page() else { return };
    page.open(&server::shared().address(&format!("/picture/2/{PDF}?q=udvalget&width=900")));
    let size = page.eval("[document.images[0].naturalWidth, document.images[0].naturalHeight]");
    assert_eq!(size[0], 900);
    assert!((1200..1300).contains(&size[1].as_u64().unwrap_or(0)), "{size}");
    // To be looked at; git does not know the folder.
    page.screenshot(&Path::new(env!("CARGO_TARGET_TMPDIR")).join("web/page.png"), false);
    let problems = page.complaints();
    // The browser asks for an icon of a picture that it shows alone.
    assert!(problems.iter().all(|p| p.contains("favicon")), "{problems:#?}");
}

#[test]
fn original_is_shown_by_the_browser_itself() {
    let Some(page) = browser::page() else { return };
    page.open(&server::shared().address(&format!("/original/{PDF}#page=2")));
    assert_eq!(page.eval("document.contentType"), "application/pdf");
    page.screenshot(&Path::new(env!("CARGO_TARGET_TMPDIR")).join("web/original.png"), false);
    let problems = page.complaints();
    assert!(problems.iter().all(|p| p.contains("favicon")), "{problems:#?}");
}
