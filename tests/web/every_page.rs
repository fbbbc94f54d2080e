//! What holds of every page: no barrier that axe-core knows, nothing to be scrolled sideways, one heading, the language told.

use crate::accessibility::violations;
use crate::browser::{self, Page};
use crate::server;

/// A page of each sort, and of each sort of content.
const PAGES: [&str; 17] = [
    "/",
    "/?lang=en",
    "/search?q=herberg",
    "/search?q=herberg&unit=cases&lang=en",
    "/search?q=herberg+takst&municipality=Skive&from=2012&to=2012&all=place&sort=-date",
    "/search?q=zzzz+herberg&kind=agenda&closed=yes",
    "/search?body=findes-ikke",
    "/search?q=herberg&from=findes-ikke",
    "/item/skive/skive-byraad-2012%231?q=herberg&repairs=yes",
    "/item/skive/skive-social-aeldre-2021-referat%2354?q=herberg",
    "/meeting/skive/skive-social-aeldre-2021-referat.pdf",
    "/body/Socialudvalget",
    "/case/skive/skive-social-aeldre-2021-referat%2354",
    "/case?q=herberg",
    "/status",
    "/help",
    "/accessibility",
];

/// Widths of a desk, of a desk at 200 per cent, and of a phone.
const WIDTHS: [u32; 3] = [1280, 640, 390];

/// Opens each page in turn; those that are not there are meant not to be.
fn each(page: &Page, mut look: impl FnMut(&str)) {
    for address in PAGES {
        page.open(&server::shared().address(address));
        look(address);
        let complaints = page.complaints();
        let expected = |c: &String| address.contains("findes-ikke") && c.contains("400");
        assert!(complaints.iter().all(expected), "{address}: {complaints:#?}");
    }
}

#[test]
fn axe_finds_no_barrier_light_or_dark_wide_or_narrow() {
    let Some(page) = browser::page() else { return };
    for (scheme, width) in [("light", 1280), ("dark", 1280), ("light", 390), ("dark", 390)] {
        page.prefer(&[("prefers-color-scheme", scheme), ("prefers-reduced-motion", "reduce")]);
        page.viewport(width, 900);
        let mut is_there = true;
        each(&page, |address| {
            let Some(violations) = violations(&page) else { return is_there = false };
            assert!(violations.is_empty(), "{address}, {scheme}, {width}: {violations:#?}");
        });
        if !is_there {
            return;
        }
    }
}

#[test]
fn nothing_is_scrolled_sideways() {
    let Some(page) = browser::page() else { return };
    for width in WIDTHS {
        page.viewport(width, 900);
        each(&page, |address| {
            let wide = page.eval("document.documentElement.scrollWidth");
            assert!(wide.as_u64().unwrap() <= u64::from(width), "{address}: {wide} of {width}");
        });
    }
}

#[test]
fn page_tells_its_language_and_its_subject_once() {
    let Some(page) = browser::page() else { return };
    each(&page, |address| {
        assert_eq!(page.count("h1"), 1, "{address}");
        let language = if address.contains("lang=en") { "en" } else { "da" };
        assert_eq!(page.eval("document.documentElement.lang"), language, "{address}");
        assert!(page.count("main, header, footer, [role=search]") >= 4, "{address}");
    });
}

#[test]
fn paper_shows_the_question_and_whole_addresses_and_no_side_bars() {
    let Some(page) = browser::page() else { return };
    page.open(&server::shared().address("/search?q=herberg&body=Byr%C3%A5det"));
    assert!(!page.is_visible(".printed"));
    page.as_printed();
    assert!(page.is_visible(".printed") && page.is_visible(".chips"));
    assert!(!page.is_visible("#filters") && !page.is_visible(".top"));
    let after = page.eval("getComputedStyle(document.querySelector('.hits h3 a'), '::after').content");
    assert!(after.as_str().unwrap().contains("http://127.0.0.1"), "{after}");
}
