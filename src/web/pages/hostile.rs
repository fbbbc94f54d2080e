//! Hostile documents: every page shows their markup as text.

use crate::web::tests::{get, site_with};

const DOCUMENT: &str = "Referat\nByrådet <script>alert(1)</script>\nMøde den 1. marts 2024\n\n1. Takster <script>alert(2)</script> \
                        herberg \"><img src=x onerror=alert(3)>\n\nIndstilling\nhttps://x.example/'onload=alert(4) herberg <b>fed</b> \
                        \u{202e}drejet\u{2066} \u{1b}[31mrød herberg</mark>&lt;i&gt;\n\nBeslutning\nGodkendt. <svg onload=alert(5)> \
                        herberg\n\nBilag\n<iframe src=//x.example> herberg\n\n2. Lukket punkt: <!-- herberg\n\nBeslutning\nUdsat. --> \
                        herberg\n";

/// Fails if any of the document's markup is live.
fn check(address: &str, page: &str) {
    for harm in [
        "<script>",
        "<img src=x",
        "<b>",
        "<svg onload",
        "<iframe",
        "<!-- ",
        "</mark>&lt;i",
        "\u{202e}",
        "\u{2066}",
        "\u{1b}",
    ] {
        assert!(!page.contains(harm), "{address}: {harm:?} in {page}");
    }
}

#[tokio::test]
async fn markup_of_a_document_is_shown_and_not_obeyed() {
    let (_folder, site) = site_with(&[("<b>&\"x.txt", DOCUMENT.as_bytes())]);
    let search = get(&site, "/search?q=herberg").await.text();
    assert!(search.contains("<mark>herberg</mark>"), "{search}");
    let item = search.split("href=\"/item/").nth(1).unwrap().split(['?', '"']).next().unwrap().to_owned();
    let source = item.split("%23").next().unwrap();
    let addresses = [
        "/".to_owned(),
        "/search?q=herberg".into(),
        "/search?q=%3Cscript%3Ealert%281%29%3C%2Fscript%3E+%22%3E%3Cimg+src%3Dx%3E&body=%3Cb%3E".into(),
        "/search?q=%E2%80%AE&unit=cases".into(),
        format!("/item/{item}?q=herberg&repairs=yes"),
        format!("/meeting/{source}.txt"),
        format!("/case/{item}"),
        "/case?q=herberg".into(),
        "/status".into(),
        "/<script>".into(),
        "/item/%3Cscript%3E%231".into(),
        "/body/%3Cb%3E".into(),
    ];
    for address in addresses {
        let address = address.replace('<', "%3C").replace('>', "%3E");
        let answer = get(&site, &address).await;
        assert_ne!(answer.status.as_u16(), 500, "{address}");
        check(&address, &answer.text());
    }
}

#[tokio::test]
async fn line_of_a_megabyte_fills_no_page() {
    let line = "herberg takst ".repeat(75_000);
    let lines = format!("Referat\nByrådet\nMøde den 1. marts 2024\n\n1. Takst\n\nBeslutning\n{line}\n");
    let (_folder, site) = site_with(&[("a.txt", lines.as_bytes())]);
    for address in ["/search?q=herberg", "/search", "/search?q=herberg&unit=cases", "/case?q=herberg"] {
        let page = get(&site, address).await.text();
        assert!(page.len() < 60_000, "{address}: {}", page.len());
    }
    let page = get(&site, "/item/a%231?q=herberg").await.text();
    assert!(page.len() < 500_000 && page.contains("fortsætter i originalen"), "{}", page.len());
}
