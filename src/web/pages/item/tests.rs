use super::*;
use crate::web::tests::{AGENDA, PDF, get, site, site_with};

#[test]
fn marks_of_the_list_of_attachments_fall_into_their_lines() {
    let list = ["Bilag 1".to_owned(), "Takster 2024".to_owned()];
    let item = Item { attachments: list.into(), ..Item::titled("Takster") };
    let marked = Highlights { attachments: std::iter::once(8..15).collect(), ..Highlights::default() };
    let lines = attachments(&item, &marked);
    assert_eq!(lines[0], [Fragment { text: "Bilag 1".into(), highlighted: false }]);
    assert_eq!(lines[1][0], Fragment { text: "Takster".into(), highlighted: true });
}

#[tokio::test]
async fn decision_stands_before_the_text_and_marks_can_be_stepped_through() {
    let (_folder, site) = site();
    let page = get(&site, "/item/skive/skive-social-aeldre-2021-referat%2354?q=herberg").await.text();
    let decision = page.find(r#"<section class="decision""#).unwrap();
    assert!(decision < page.find(r#"<section class="passage"#).unwrap());
    let marks = page.matches("<mark id=\"m").count();
    assert!(marks > 2 && page.contains(&format!("{marks} træf i teksten")), "{marks}");
    assert!(page.contains(r##"href="#m2" aria-label="Næste træf""##) && page.contains(&format!("1 af {marks}")));
    let dagsorden = "/item/skive/skive-social-aeldre-2021-dagsorden%2354?q=herberg";
    assert!(page.contains(dagsorden), "the twin keeps the words");
}

#[tokio::test]
async fn agenda_says_that_the_decision_stands_in_the_minutes() {
    let (_folder, site) = site();
    let page = get(&site, "/item/skive/skive-social-aeldre-2021-dagsorden%2354").await.text();
    assert!(page.contains("Beslutningen står i referatet") && !page.contains("<mark"), "{page}");
    assert!(page.contains(r#"<span class="badge">Dagsorden</span>"#));
}

#[tokio::test]
async fn page_of_the_document_stands_beside_the_text_and_is_turned() {
    let (_folder, site) = site();
    let first = get(&site, "/item/skive/skive-social-aeldre-2021-referat%2354?q=herberg&page=2").await.text();
    assert!(first.contains(&format!("/picture/2/{PDF}?q=herberg&#38;width=900")), "{first}");
    assert!(first.contains(&format!("/original/{PDF}#page=2")));
    assert!(first.contains("page=1#source") && first.contains("page=3#source"));
    let text = get(&site, "/item/lejre/lejre-social-2011%233").await.text();
    assert!(!text.contains("/picture/") && text.contains("/original/lejre/lejre-social-2011.txt"));
}

#[tokio::test]
async fn unknown_item_is_told_those_near_it() {
    let (_folder, site) = site();
    let answer = get(&site, "/item/skive/skive-social-aeldre-2021-referat%23999").await;
    assert_eq!(answer.status.as_u16(), 404);
    assert!(answer.text().contains("skive-social-aeldre-2021-referat%2354"), "{}", answer.text());
    assert!(AGENDA.contains("dagsorden"));
}

#[tokio::test]
async fn closed_item_is_shown_as_closed() {
    let (_folder, site) = site();
    let page = get(&site, "/item/skive/skive-social-aeldre-2021-referat%2360").await.text();
    assert!(page.contains("Lukket punkt</span>") && page.contains("for lukkede døre"), "{page}");
    let hits = get(&site, "/search?closed=yes").await.text();
    assert!(hits.contains("Lukket punkt</span>") && hits.contains("<strong>1 punkt</strong>"));
}

#[tokio::test]
async fn repairs_are_shown_where_they_are_asked_for() {
    let broken = "Referat\nByrådet\nMøde den 1. marts 2012\n\n1. Takster for herberg\n\nSagsfremstilling\nDet er pa hgje tid, at \
                  mgdet far en afggrelse om takster pa omradet.\n\nBeslutning\nGodkendt.\n";
    let (_folder, site) = site_with(&[("a.txt", broken.as_bytes())]);
    let plain = get(&site, "/item/a%231").await.text();
    assert!(!plain.contains("class=\"fix\""));
    let shown = get(&site, "/item/a%231?repairs=yes").await.text();
    assert_eq!(shown.contains("class=\"fix\""), plain.contains("repairs=yes"), "{shown}");
}

#[tokio::test]
async fn case_stands_as_a_line_of_its_meetings() {
    let (_folder, site) = site();
    let page = get(&site, "/item/skive/skive-social-aeldre-2021-referat%2354").await.text();
    assert!(page.contains("/case/skive/skive-social-aeldre-2021-referat%2354") && page.contains("Sagens forløb"));
    assert!(page.contains("/export/case.csv?id=skive%2Fskive-social-aeldre-2021-referat%2354"), "{page}");
}
