use std::io::Cursor;

use axum::http::{StatusCode, header};
use calamine::{Reader as _, Xlsx as Workbook};

use super::*;
use crate::web::tests::{get, site, site_with};

#[test]
fn name_of_an_export_is_a_stem_and_a_format() {
    assert_eq!(kind("search.csv", "search", &Kind::OF_HITS).unwrap(), Kind::Csv);
    for wrong in ["search", "search.", "search.exe", "search.html", "csv", "search.csv.exe", "../search.csv"] {
        assert_eq!(kind(wrong, "search", &Kind::OF_HITS).unwrap_err().status, 404, "{wrong}");
    }
}

#[tokio::test]
async fn every_format_has_every_hit() {
    let (_folder, site) = site();
    let total = get(&site, "/api/v1/search?q=kommune").await.json()["total"].as_u64().unwrap() as usize;
    let file = |format: &'static str| {
        let site = site.clone();
        async move { get(&site, &format!("/export/search.{format}?q=kommune&page=2")).await }
    };
    let csv = file("csv").await;
    assert_eq!(csv.header(header::CONTENT_TYPE), "text/csv; charset=utf-8");
    assert!(csv.header(header::CONTENT_DISPOSITION).starts_with("attachment; filename=\"dagsorden-soegning.csv\""));
    let text = csv.text();
    let rows = csv::ReaderBuilder::new().delimiter(b';').from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    assert_eq!(rows.into_records().map(Result::unwrap).count(), total);
    assert_eq!(file("jsonl").await.text().lines().count(), total);
    assert_eq!(file("json").await.json().as_array().unwrap().len(), total);
    let workbook = file("xlsx").await;
    let mut sheets: Workbook<_> = Workbook::new(Cursor::new(workbook.body.to_vec())).unwrap();
    let name = sheets.sheet_names()[0].clone();
    assert_eq!(sheets.worksheet_range(&name).unwrap().height(), total + 1);
    assert!(file("md").await.text().contains("all of: kommune"));
}

#[tokio::test]
async fn case_is_written_in_every_format() {
    let (_folder, site) = site();
    let id = "skive/skive-social-aeldre-2021-referat%2354";
    for kind in Kind::OF_CASES {
        let answer = get(&site, &format!("/export/case.{}?id={id}", kind.suffix())).await;
        assert_eq!((answer.status, answer.header(header::CONTENT_TYPE)), (StatusCode::OK, kind.media_type()));
        assert!(answer.header(header::CONTENT_DISPOSITION).starts_with("attachment; "), "{kind:?}");
        assert!(!answer.body.is_empty());
    }
    let steps = get(&site, &format!("/export/case.json?id={id}")).await.json();
    assert_eq!(steps[0]["id"], "skive/skive-social-aeldre-2021-referat#54");
    get(&site, "/export/case.csv?id=no%231").await.problem(404);
    assert_eq!(get(&site, "/export/case.csv").await.problem(400)["parameter"], "q");
    assert_eq!(get(&site, "/export/case.csv?q=a&id=b").await.problem(400)["parameter"], "id");
}

#[tokio::test]
async fn question_that_cannot_be_answered_is_told_before_anything_is_sent() {
    let (_folder, site) = site();
    let problem = get(&site, "/export/search.csv?municipality=Atlantis").await.problem(400);
    assert_eq!(problem["parameter"], "municipality");
    get(&site, "/export/search.exe?q=a").await.problem(404);
}

#[tokio::test]
async fn cell_of_a_document_is_no_formula() {
    let text = "Skive Kommune\n\nReferat\n\nByrådet\n\nMødedato: 2. marts 2021\n\n1. =HYPERLINK(\"http://x\") takster\n\nBeslutning\nGodkendt.\n";
    let (_folder, site) = site_with(&[("a.txt", text.as_bytes())]);
    let csv = get(&site, "/export/search.csv?q=takster").await.text();
    assert!(csv.contains("'=HYPERLINK"), "{csv}");
}
