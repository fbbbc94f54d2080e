use axum::http::header;

use super::*;
use crate::web::tests::{PDF, TEXT, ask, get, get_with, site, site_with};

fn read(header: &str) -> Option<ByteRange> {
    ByteRange::read(header, 100)
}

#[test]
fn range_is_read_in_each_of_its_forms() {
    assert_eq!(read("bytes=0-9"), Some(ByteRange::Satisfiable(0..10)));
    assert_eq!(read("bytes=90-"), Some(ByteRange::Satisfiable(90..100)));
    assert_eq!(read("bytes=-10"), Some(ByteRange::Satisfiable(90..100)));
    assert_eq!(read("bytes=-1000"), Some(ByteRange::Satisfiable(0..100)));
    assert_eq!(read("bytes=50-99999999999"), Some(ByteRange::Satisfiable(50..100)));
}

#[test]
fn range_beyond_the_file_is_refused_and_nonsense_is_passed_over() {
    assert_eq!(read("bytes=100-"), Some(ByteRange::Unsatisfiable));
    assert_eq!(read("bytes=-0"), Some(ByteRange::Unsatisfiable));
    for nonsense in ["bytes=9-0", "bytes=0-1,5-6", "items=0-1", "bytes=a-b", "bytes=+1-2", "bytes=-", "bytes", ""] {
        assert_eq!(read(nonsense), None, "{nonsense}");
    }
    assert_eq!(ByteRange::read("bytes=0-", 0), Some(ByteRange::Unsatisfiable));
}

#[tokio::test]
async fn document_is_given_whole_and_in_parts() {
    let (_folder, site) = site();
    let address = format!("/original/{PDF}");
    let whole = get(&site, &address).await;
    assert_eq!((whole.status, whole.header(header::CONTENT_TYPE)), (StatusCode::OK, "application/pdf"));
    assert!(whole.body.starts_with(b"%PDF-"));
    assert_eq!(whole.header(header::CONTENT_LENGTH), whole.body.len().to_string());
    assert!(whole.header(header::CONTENT_DISPOSITION).starts_with("inline; filename=\"skive-social-aeldre"));
    let part = get_with(&site, &address, &[(header::RANGE, "bytes=100-199")]).await;
    assert_eq!(part.status, StatusCode::PARTIAL_CONTENT);
    assert_eq!(part.header(header::CONTENT_RANGE), format!("bytes 100-199/{}", whole.body.len()));
    assert_eq!(part.body, whole.body[100..200]);
    get_with(&site, &address, &[(header::RANGE, "bytes=99999999-")]).await.problem(416);
    let head = ask(&site, "HEAD", &address, &[]).await;
    assert_eq!((head.header(header::CONTENT_LENGTH), head.body.len()), (whole.header(header::CONTENT_LENGTH), 0));
}

#[tokio::test]
async fn part_of_another_content_is_given_whole() {
    let (_folder, site) = site();
    let address = format!("/original/{PDF}");
    let range = (header::RANGE, "bytes=0-9");
    let tag = get(&site, &address).await.header(header::ETAG).to_owned();
    let other = get_with(&site, &address, &[range.clone(), (header::IF_RANGE, "\"other\"")]).await;
    assert_eq!(other.status, StatusCode::OK);
    let same = get_with(&site, &address, &[range, (header::IF_RANGE, &tag)]).await;
    assert_eq!(same.status, StatusCode::PARTIAL_CONTENT);
    let known = get_with(&site, &address, &[(header::IF_NONE_MATCH, &tag)]).await;
    assert_eq!((known.status, known.body.len()), (StatusCode::NOT_MODIFIED, 0));
}

#[tokio::test]
async fn only_pdf_and_plain_text_are_shown_and_nothing_is_run() {
    let html = b"<!doctype html><html><body><h1>Dagsorden</h1><p>Punkt 1. Takster</p><script>alert(1)</script>";
    let (_folder, site) = site_with(&[("side.html", html), ("brev.txt", "Punkt 1. Møde".as_bytes())]);
    let page = get(&site, "/original/side.html").await;
    assert!(page.header(header::CONTENT_DISPOSITION).starts_with("attachment; "));
    assert!(page.header(header::CONTENT_SECURITY_POLICY).starts_with("sandbox; default-src 'none'"));
    assert_eq!(page.header(header::X_CONTENT_TYPE_OPTIONS), "nosniff");
    let text = get(&site, "/original/brev.txt").await;
    assert_eq!(text.header(header::CONTENT_TYPE), "text/plain; charset=utf-8");
    assert_eq!(text_kind(b"M\xf8de"), "text/plain; charset=windows-1252");
    assert_eq!(text_kind(&"mø".as_bytes()[..2]), "text/plain; charset=utf-8");
}

#[tokio::test]
async fn no_name_leads_out_of_the_archive() {
    let (folder, site) = site();
    for name in [
        "../Cargo.toml",
        "%2e%2e/Cargo.toml",
        "..%2fCargo.toml",
        "skive/../../Cargo.toml",
        "%2Fetc%2Fpasswd",
        "/etc/passwd",
        "..%5c..%5cwin.ini",
        "skive%00.pdf",
        "meta.json",
        &format!("{}/meta.json", folder.path().display()),
    ] {
        let answer = get(&site, &format!("/original/{name}")).await;
        answer.problem(404);
    }
    assert_eq!(get(&site, &format!("/original/{TEXT}")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn document_that_changed_or_went_is_told_as_such() {
    let (folder, site) = site_with(&[("brev.txt", b"Punkt 1. Takster")]);
    let path = folder.path().join("brev.txt");
    std::fs::write(&path, "Punkt 2. Noget helt andet").unwrap();
    let said = get(&site, "/original/brev.txt").await.problem(409);
    assert!(said["detail"].as_str().unwrap().contains("run `dagsorden index` again"), "{said}");
    std::fs::remove_file(&path).unwrap();
    let said = get(&site, "/original/brev.txt").await.problem(410);
    assert_eq!(said["detail"], "brev.txt was read once, but is not where it was");
}
