use axum::http::{StatusCode, header};

use crate::web::tests::{Answer, PDF, TEXT, ask, get, get_with, site};

/// Width, height and pixels.
fn decoded(answer: &Answer) -> (u32, u32, Vec<u8>) {
    assert_eq!((answer.status, answer.header(header::CONTENT_TYPE)), (StatusCode::OK, "image/png"));
    let mut reader = png::Decoder::new(std::io::Cursor::new(&answer.body)).read_info().unwrap();
    let mut rgb = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut rgb).unwrap();
    let info = reader.info();
    (info.width, info.height, rgb)
}

/// Pixels in the colour of boxes.
fn marked(rgb: &[u8]) -> usize {
    rgb.chunks(3).filter(|p| *p == [255, 226, 84]).count()
}

#[tokio::test]
async fn page_is_drawn_as_wide_as_asked_with_the_hits_boxed() {
    let (_folder, site) = site();
    let plain = decoded(&get(&site, &format!("/picture/1/{PDF}?width=600")).await);
    assert_eq!(plain.0, 600);
    assert!((840..860).contains(&plain.1), "A4: {}", plain.1);
    assert_eq!(marked(&plain.2), 0);
    let boxed = decoded(&get(&site, &format!("/picture/1/{PDF}?width=600&q=udvalget")).await);
    assert!(marked(&boxed.2) > 200, "{}", marked(&boxed.2));
    assert_eq!(decoded(&get(&site, &format!("/picture/1/{PDF}")).await).0, 900);
}

#[tokio::test]
async fn picture_that_the_browser_has_is_not_sent_again() {
    let (_folder, site) = site();
    let address = format!("/picture/1/{PDF}?q=takst");
    let tag = get(&site, &address).await.header(header::ETAG).to_owned();
    let again = get_with(&site, &address, &[(header::IF_NONE_MATCH, &tag)]).await;
    assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0));
    let other = get_with(&site, &format!("/picture/2/{PDF}?q=takst"), &[(header::IF_NONE_MATCH, &tag)]).await;
    assert_eq!(other.status, StatusCode::OK);
    assert_eq!(ask(&site, "HEAD", &address, &[]).await.status, StatusCode::OK);
}

#[tokio::test]
async fn what_cannot_be_drawn_is_told_as_such() {
    let (_folder, site) = site();
    let detail = |problem: serde_json::Value| problem["detail"].as_str().unwrap().to_owned();
    let beyond = detail(get(&site, &format!("/picture/999/{PDF}")).await.problem(404));
    assert!(beyond.ends_with("and no page 999"), "{beyond}");
    let text = detail(get(&site, &format!("/picture/1/{TEXT}")).await.problem(404));
    assert_eq!(text, format!("{TEXT} is no PDF: it has no pages to be drawn"));
    for page in ["0", "-1", "x", "99999999999"] {
        assert_eq!(get(&site, &format!("/picture/{page}/{PDF}")).await.problem(400)["parameter"], "page");
    }
    for width in ["0", "199", "2001", "x", "1e3"] {
        let problem = get(&site, &format!("/picture/1/{PDF}?width={width}")).await.problem(400);
        assert_eq!(problem["parameter"], "width");
    }
    get(&site, "/picture/1/..%2f..%2fCargo.toml").await.problem(404);
}

#[tokio::test]
async fn page_is_drawn_once_for_many_who_ask() {
    let (_folder, site) = site();
    let address = format!("/picture/2/{PDF}?width=300");
    let asked = (0..6).map(|_| {
        let (site, address) = (site.clone(), address.clone());
        tokio::spawn(async move { get(&site, &address).await.status })
    });
    for answer in asked.collect::<Vec<_>>() {
        assert_eq!(answer.await.unwrap(), StatusCode::OK);
    }
    assert!(site.pictures.drawing.lock().unwrap().values().all(|lock| lock.strong_count() == 0));
}
