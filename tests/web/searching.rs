//! Search, read a hit, and go back.

use crate::browser;
use crate::server;

#[test]
fn search_leads_to_hits_and_back_to_the_question() {
    let Some(page) = browser::page() else { return };
    page.open(&server::shared().address("/"));
    let all = page.text("[role=status]");
    page.fill("input[name=q]", "takst");
    page.follow_key("Enter");
    assert!(page.address().ends_with("/search?q=takst"), "{}", page.address());
    assert_ne!(page.text("[role=status]"), all);
    assert!(page.count("main ol a") > 0);
    page.back();
    assert_eq!(page.text("[role=status]"), all);
}

#[test]
fn nothing_is_asked_for_elsewhere() {
    let Some(page) = browser::page() else { return };
    page.open(&server::shared().address("/search?q=takst"));
    let requests = page.requests();
    assert!(!requests.is_empty());
    assert!(requests.iter().all(|r| r.starts_with(&server::shared().address("/"))), "{requests:#?}");
}

#[test]
fn page_says_the_same_without_scripts() {
    let Some(page) = browser::page() else { return };
    let address = server::shared().address("/search?q=takst");
    page.open(&address);
    let with = page.texts("main ol a");
    page.without_scripts();
    page.open(&address);
    assert_eq!(page.texts("main ol a"), with);
}
