//! What people come to do, from the first word to what they take along.

use crate::browser::{self, Page};
use crate::server;

/// The number that the page says it found.
fn found(page: &Page) -> u32 {
    let said = page.text("[role=status].count strong");
    let digits: String = said.chars().filter(char::is_ascii_digit).collect();
    digits.parse().unwrap_or_else(|_| panic!("expected a number, but found {said}"))
}

/// Opens an address. What is clicked must not be on its way elsewhere: nothing moves by itself.
fn open(page: &Page, address: &str) {
    page.prefer(&[("prefers-reduced-motion", "reduce")]);
    page.open(&server::shared().address(address));
}

#[test]
fn search_is_narrowed_down_read_and_followed_and_back_restores_it() {
    let Some(page) = browser::page() else { return };
    open(&page, "/");
    page.fill("#q", "herberg");
    page.follow_key("Enter");
    let all = found(&page);
    page.follow("#facet-body li:nth-child(1) input");
    let narrowed = page.address();
    assert!(narrowed.contains("&body=") && found(&page) < all, "{narrowed}");
    assert_eq!(page.count(".chips li"), 3, "the word, the body and all of it");
    page.follow(".histogram svg a");
    assert!(page.address().contains("&from=") && page.address().contains("&body="), "{}", page.address());
    assert_eq!(page.count(".histogram svg text"), 12, "a year is shown by its months");
    page.follow(".hits h3 a");
    assert!(page.address().contains("/item/") && page.count("mark[id]") > 1);
    page.key("n");
    page.until("the first hit", || page.text(".counter").starts_with("1 af"));
    page.key("n");
    page.until("the second hit", || page.text(".counter").starts_with("2 af"));
    page.key("p");
    page.until("the first hit again", || page.focused().starts_with("mark#m1"));
    page.follow(".timeline a[href*='/case/']");
    assert!(page.count(".line.whole > li") > 1, "the case has its steps");
    page.back();
    page.back();
    page.back();
    assert_eq!(page.address(), narrowed);
    page.follow(".chips a.reset");
    assert_eq!(page.count(".chips"), 0);
}

#[test]
fn search_is_done_by_keyboard_alone() {
    let Some(page) = browser::page() else { return };
    open(&page, "/help");
    page.key("Tab");
    assert!(page.focused().starts_with("a.skip"), "{}", page.focused());
    page.key("Enter");
    page.until("the content", || page.focused().starts_with("main#content"));
    page.key("/");
    assert!(page.focused().starts_with("input#q"), "{}", page.focused());
    page.type_text("herberg");
    page.follow_key("Enter");
    // On to the first hit with nothing but Tab.
    for _ in 0..60 {
        page.key("Tab");
        if page.eval("document.activeElement.closest('.hits h3') !== null") == true {
            break;
        }
    }
    page.follow_key("Enter");
    assert!(page.address().contains("/item/"), "{}", page.address());
    page.key("n");
    page.key("Enter");
    page.until("the second hit", || page.focused().starts_with("mark#m2"));
    page.key("Shift+Enter");
    page.until("the first hit", || page.focused().starts_with("mark#m1"));
}

#[test]
fn keys_are_listed_and_can_be_turned_off() {
    let Some(page) = browser::page() else { return };
    open(&page, "/item/skive/skive-byraad-2012%231?q=herberg");
    page.key("?");
    page.until("the list of keys", || page.is_visible("#keys"));
    page.click("#keys-off");
    page.key("Escape");
    page.until("no list of keys", || !page.is_visible("#keys"));
    open(&page, "/item/skive/skive-byraad-2012%231?q=herberg");
    page.key("n");
    page.key("?");
    assert!(page.text(".counter").starts_with('–') && !page.is_visible("#keys"));
    page.fill("#q", "");
    page.type_text("n/p?");
    assert_eq!(page.eval("document.querySelector('#q').value"), "n/p?", "in a field, letters are letters");
}

#[test]
fn everything_is_reached_without_scripts() {
    let Some(page) = browser::page() else { return };
    page.without_scripts();
    open(&page, "/search?q=herberg");
    let all = found(&page);
    page.click("#facet-body li:nth-child(1) input");
    page.follow(".apply button");
    assert!(page.address().contains("body=") && found(&page) < all, "{}", page.address());
    page.follow(".choices a[href*='sort=-date']");
    assert!(page.address().contains("sort=-date") && page.address().contains("body="), "{}", page.address());
    page.follow(".hits h3 a");
    page.click(".steps .first");
    page.until("the first hit", || page.is_visible("mark:target + .step"));
    assert!(page.text("mark:target + .step").contains("1 af"), "{}", page.text("mark:target + .step"));
    page.click("mark:target + .step a");
    page.until("the second hit", || page.text("mark:target + .step").contains("2 af"));
    assert!(page.is_visible("#citation") && !page.is_visible("#copy"));
}

#[test]
fn long_list_is_searched_within_whole() {
    let Some(page) = browser::page() else { return };
    open(&page, "/search");
    let shown = page.count("#facet-place li");
    page.click("#facet-place .find");
    page.until("the whole list", || page.count("#facet-place li") > shown && page.count("#facet-place .more") == 0);
    page.type_text("skive");
    page.until("one municipality", || page.count("#facet-place li:not([hidden])") == 1);
    page.follow("#facet-place li:not([hidden]) input");
    assert!(page.address().ends_with("?municipality=Skive"), "{}", page.address());
}

#[test]
fn language_is_switched_and_kept() {
    let Some(page) = browser::page() else { return };
    open(&page, "/search?q=herberg&sort=-date");
    page.follow("header a[hreflang=en]");
    assert!(page.address().contains("q=herberg") && page.address().contains("lang=en"), "{}", page.address());
    page.follow(".hits h3 a");
    assert_eq!(page.eval("document.documentElement.lang"), "en");
    page.fill("#q", "takst");
    page.follow_key("Enter");
    assert!(page.address().ends_with("q=takst&lang=en"), "{}", page.address());
    page.follow("header a[hreflang=da]");
    assert!(page.address().ends_with("/search?q=takst"), "{}", page.address());
}

#[test]
fn page_of_the_document_is_turned_beside_the_text() {
    let Some(page) = browser::page() else { return };
    open(&page, "/item/skive/skive-social-aeldre-2021-referat%2354?q=herberg");
    page.until("the picture", || page.eval("document.querySelector('.sheet img').naturalWidth") == 900);
    let first = page.text(".turning span");
    page.follow(".turning a");
    assert_ne!(page.text(".turning span"), first);
    page.until("the picture", || page.eval("document.querySelector('.sheet img').naturalWidth") == 900);
}

#[test]
fn whole_answer_and_whole_case_are_taken_along() {
    let Some(page) = browser::page() else { return };
    let folder = tempfile::tempdir().unwrap();
    page.download_to(folder.path());
    open(&page, "/search?q=herberg&sort=-date");
    let all = found(&page);
    page.click(".exports a[href*='.json?']");
    let hits: serde_json::Value =
        serde_json::from_slice(&page.downloaded(folder.path(), "dagsorden-soegning.json")).unwrap();
    assert_eq!(hits.as_array().unwrap().len(), all as usize, "nothing is capped");
    page.follow(".hits h3 a");
    page.click(".exports a[href*='case.md']");
    let case = page.downloaded(folder.path(), "dagsorden-sag.md");
    assert!(!case.is_empty());
}

#[test]
fn words_are_suggested_and_taken_by_keyboard() {
    let Some(page) = browser::page() else { return };
    open(&page, "/");
    page.fill("#q", "takst");
    page.key("e");
    page.until("suggestions", || page.is_visible("#suggestions"));
    assert!(page.text("#said").contains("forslag"));
    page.key("ArrowDown");
    let word = page.text("#suggestions [aria-selected=true]");
    page.key("Enter");
    page.until("no suggestions", || !page.is_visible("#suggestions"));
    assert_eq!(page.eval("document.querySelector('#q').value"), format!("{word} "));
    page.type_text("botilbu");
    page.until("suggestions", || page.is_visible("#suggestions"));
    page.key("Escape");
    assert!(!page.is_visible("#suggestions") && page.focused().starts_with("input#q"), "{}", page.focused());
    page.follow_key("Enter");
    assert!(page.address().contains("/search?q="), "{}", page.address());
}

#[test]
fn missing_original_is_told_to_people_as_a_page() {
    let Some(page) = browser::page() else { return };
    open(&page, "/original/findes-ikke.pdf");
    assert_eq!(page.text("h1"), "Siden findes ikke");
    page.complaints();
}

#[test]
fn back_shows_the_filters_of_the_address_and_the_focus_returns() {
    let Some(page) = browser::page() else { return };
    open(&page, "/search?q=herberg");
    let is_ticked = "document.querySelector('#facet-body li input').checked";
    page.follow("#facet-body li:nth-child(1) input");
    page.until("the focus on the box", || page.eval("document.activeElement.checked") == true);
    page.back();
    page.until("no box ticked", || page.eval(is_ticked) == false);
    assert!(page.address().ends_with("?q=herberg"), "{}", page.address());
    page.until("the focus on the box", || {
        page.focused().starts_with("input") && page.eval("document.activeElement.name") == "body"
    });
}

#[test]
fn first_hit_is_in_sight_and_few_keys_away() {
    let Some(page) = browser::page() else { return };
    page.viewport(1440, 900);
    open(&page, "/search?q=herberg&municipality=Skive&sort=-date");
    let bottom = page.eval("document.querySelector('.hits > li').getBoundingClientRect().bottom");
    assert!(bottom.as_f64().unwrap() <= 900.0, "{bottom}");
    page.eval("document.querySelector('#q').focus()");
    let at_hit = || page.eval("document.activeElement.closest('.hits h3') !== null") == true;
    let tabs = (1..=8).find(|_| {
        page.key("Tab");
        if page.focused().starts_with("a.skip") {
            page.key("Enter");
            page.until("the hits", || page.focused().starts_with("h2#hits"));
        }
        at_hit()
    });
    assert!(tabs.is_some(), "{}", page.focused());
}
