//! Hostile documents and queries, through the interface for programs, the feed and the exports.

use std::sync::Arc;

use axum::http::header;
use jiff::civil::date;
use tempfile::TempDir;

use super::Site;
use super::tests::{get, site, site_of_meeting};
use crate::model::{Item, ItemNumber, Meeting, MeetingKind, Section, SectionKind, Text};

const SCRIPT: &str = "<script>alert(1)</script>";
const BROKEN_OUT: &str = "\"><img src=x onerror=alert(2)>";
const TURNED: &str = "takst\u{202e}fdp.exe\u{2066}";

/// Minutes with markup in every field. The readers would take it out, but output must be safe without them.
fn hostile() -> (TempDir, Arc<Site>) {
    let item = |number: &str, title: &str, texts: [&str; 2]| {
        let kinds = [SectionKind::CaseSummary, SectionKind::Minutes];
        let section = |(kind, text): (SectionKind, &str)| Section {
            heading: Some(SCRIPT.to_owned()),
            ..Section::new(kind, Text::on_page(text, 1))
        };
        let sections = kinds.into_iter().zip(texts).map(section).collect();
        Item { number: ItemNumber::new(number), sections, ..Item::titled(title) }
    };
    let (long, decision) = ("lang ".repeat(220_000), format!("Godkendt {SCRIPT}."));
    let items = vec![
        item("1", &format!("Takster {SCRIPT}"), [&format!("{BROKEN_OUT} takster {TURNED}"), &decision]),
        item("2", "Lange linjer", [&long, &decision]),
    ];
    let meeting = Meeting {
        source: "<b>ond</b>&.txt".to_owned(),
        kind: MeetingKind::Minutes,
        body: Some(format!("Byrådet {BROKEN_OUT}")),
        authority: None,
        region: None,
        date: Some(date(2021, 3, 2)),
        start: None,
        end: None,
        place: Some(SCRIPT.to_owned()),
        participants: Vec::new(),
        items,
        front: Text::default(),
        contents: Text::default(),
        running: Text::default(),
    };
    site_of_meeting(&meeting)
}

#[tokio::test]
async fn markup_of_a_document_is_text_wherever_it_comes_out() {
    let (_folder, site) = hostile();
    let json = get(&site, "/api/v1/search?q=takster").await;
    assert_eq!(
        (json.header(header::CONTENT_TYPE), json.header(header::X_CONTENT_TYPE_OPTIONS)),
        ("application/json", "nosniff")
    );
    assert!(json.json()["total"].as_u64().unwrap() > 0);
    let feed = get(&site, "/feed.atom?q=takster").await.text();
    assert!(!feed.contains("<script") && !feed.contains("<img") && feed.contains("&lt;script&gt;"), "{feed}");
    assert!(!feed.contains('\u{202e}') && !feed.contains('\u{2066}'), "{feed}");
    for file in ["case.html?q=takster", "case.md?q=takster", "search.csv?q=takster"] {
        let answer = get(&site, &format!("/export/{file}")).await;
        assert!(answer.header(header::CONTENT_DISPOSITION).starts_with("attachment; "), "{file}");
        assert!(answer.header(header::CONTENT_SECURITY_POLICY).starts_with("sandbox; "), "{file}");
    }
    let page = get(&site, "/export/case.html?q=takster").await.text();
    assert!(!page.contains(SCRIPT) && !page.contains("<img src=x"), "{page}");
    let problem = get(&site, "/api/v1/items/%3Cscript%3E").await;
    problem.problem(404);
}

#[tokio::test]
async fn line_of_a_megabyte_is_answered_in_a_snippet() {
    let (_folder, site) = hostile();
    let hits = get(&site, "/api/v1/search?q=lang").await;
    assert!(hits.json()["total"].as_u64().unwrap() > 0);
    assert!(hits.body.len() < 20_000, "{}", hits.body.len());
    assert!(get(&site, "/feed.atom?q=lang").await.body.len() < 20_000);
    assert!(get(&site, "/export/search.csv?q=lang").await.body.len() < 20_000);
    let id = get(&site, "/api/v1/search?q=lang").await.json()["hits"][0]["id"].as_str().unwrap().to_owned();
    let id = id.replace('%', "%25").replace('#', "%23").replace('<', "%3C").replace('>', "%3E");
    let item = get(&site, &format!("/api/v1/items/{id}")).await;
    assert!(item.status == 200 && item.body.len() > 1_000_000, "{}", item.status);
}

#[tokio::test]
async fn deep_long_and_broken_questions_are_answered_or_refused() {
    let (_folder, site) = site();
    let open = "(".repeat(8_000);
    for (query, status) in [
        (format!("q={open}takst"), 200),
        (format!("q={}", "a+OR+".repeat(3_000)), 200),
        (format!("q={}", "-".repeat(16_000)), 200),
        (format!("q=%22{}", "takst+".repeat(2_000)), 200),
        (format!("q={}", "a*+".repeat(4_000)), 200),
        (format!("q={}", "x".repeat(60_000)), 414),
        (format!("q={}", "takst+%22".repeat(6_000)), 414),
        ("q=a".to_owned() + &"&body=q".repeat(2_000), 400),
        ((0..4_000).map(|n| format!("body=b{n}&")).collect(), 414),
        ("q=%ff%fe%00".to_owned(), 200),
        ("q=%zz%&%=%".to_owned(), 400),
        ("q=udvalg:%22%22+nr:+titel:(".to_owned(), 200),
        ("page=99999999999999999999".to_owned(), 400),
        ("limit=-1".to_owned(), 400),
    ] {
        let answer = get(&site, &format!("/api/v1/search?{query}")).await;
        assert_eq!(answer.status.as_u16(), status, "{}: {}", &query[..query.len().min(60)], answer.text());
        assert!(answer.body.len() < 200_000, "{}", answer.body.len());
    }
}

#[tokio::test]
async fn path_that_is_no_text_is_refused() {
    let (_folder, site) = site();
    for address in
        ["/api/v1/items/%ff", "/api/v1/meetings/%c3%28", "/original/%ff.pdf", "/picture/1/%ff", "/export/%ff"]
    {
        let answer = get(&site, address).await;
        assert!(answer.status.is_client_error(), "{address}: {}", answer.status);
        answer.problem(answer.status.as_u16());
    }
}

#[tokio::test]
async fn request_for_another_host_is_refused_whatever_it_asks_for() {
    let (_folder, site) = site();
    for host in [
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "evil.example:8675",
        "8.8.8.8",
        "[2001:db8::1]",
        "",
    ] {
        for address in ["/api/v1/search", "/feed.atom", "/export/search.csv", "/original/a.pdf", "/nothing"] {
            let answer = super::tests::get_with(&site, address, &[(header::HOST, host)]).await;
            assert_eq!(answer.status, 421, "{host} {address}");
        }
    }
    for host in ["localhost", "LOCALHOST:8675", "127.0.0.1", "[::1]:8675", "127.9.9.9"] {
        let answer = super::tests::get_with(&site, "/api/v1/status", &[(header::HOST, host)]).await;
        assert_eq!(answer.status, 200, "{host}");
    }
}

#[tokio::test]
async fn request_with_a_body_is_refused_and_its_connection_closed() {
    let (_folder, site) = site();
    for (name, value) in [(header::CONTENT_LENGTH, "5"), (header::TRANSFER_ENCODING, "chunked")] {
        let answer = super::tests::get_with(&site, "/api/v1/status", &[(name, value)]).await;
        answer.problem(400);
        assert_eq!(answer.header(header::CONNECTION), "close");
    }
    let none = super::tests::get_with(&site, "/api/v1/status", &[(header::CONTENT_LENGTH, "0")]).await;
    assert_eq!(none.status, 200);
}
