use crate::web::tests::{get, site, site_with};

/// The number of hits on a page.
fn count(page: &str) -> &str {
    let said = page.split(r#"role="status"><strong>"#).nth(1).unwrap();
    said.split('<').next().unwrap()
}

#[tokio::test]
async fn start_tells_what_the_archive_holds() {
    let (_folder, site) = site();
    let page = get(&site, "/").await.text();
    assert!(page.contains("3 dokumenter") && page.contains("Nyeste møder") && page.contains("<svg"), "{page}");
    assert!(page.contains("Social- og Ældreudvalget, 1. juni 2021"), "{page}");
    assert!(!page.contains(r#"class="hits""#));
}

#[tokio::test]
async fn whole_state_stands_in_the_address() {
    let (_folder, site) = site();
    let asked = "q=takst&municipality=Skive&kind=minutes&from=2021&closed=no&section=proposal&section=minutes&sort=-date&exact=yes";
    let page = get(&site, &format!("/search?{asked}")).await.text();
    for checked in [
        r#"name="municipality" value="Skive" checked"#,
        r#"name="kind" value="minutes" checked"#,
        r#"name="section" value="proposal" checked"#,
        r#"name="closed" value="no" checked"#,
        r#"name="from" value="2021""#,
        r#"type="hidden" name="sort" value="-date""#,
        r#"type="hidden" name="exact" value="yes""#,
        r#"value="takst""#,
    ] {
        assert!(page.contains(checked), "{checked}: {page}");
    }
    let without = asked.replace("&municipality=Skive", "").replace('&', "&#38;");
    assert!(page.contains(&format!("/search?{without}")), "each filter can be taken out alone: {without}");
    assert!(page.contains("/feed.atom?q=takst"));
}

#[tokio::test]
async fn chosen_values_come_first_and_do_not_shrink_their_own_counts() {
    let (_folder, site) = site();
    let body = |page: &str| page.split("facet-body").nth(1).unwrap().split("</fieldset>").next().unwrap().to_owned();
    let all = body(&get(&site, "/search?q=takst").await.text());
    let chosen = body(&get(&site, "/search?q=takst&body=Social-+og+%C3%86ldreudvalget").await.text());
    let values = |list: &str| list.matches("<li").count();
    assert_eq!(values(&all), values(&chosen));
    let first = chosen.split("<li").nth(1).unwrap();
    assert!(first.contains("checked"), "{chosen}");
}

#[tokio::test]
async fn nothing_found_tells_which_part_is_to_blame() {
    let (_folder, site) = site();
    let page = get(&site, "/search?q=herberg&municipality=Skive&from=2011&to=2011").await.text();
    assert_eq!(count(&page), "0 punkter");
    assert!(page.contains("Uden »Mødedato: 2011«"), "{page}");
    assert!(!page.contains("/export/search.csv"));
    let typo = get(&site, "/search?q=hrberrg").await.text();
    assert!(!typo.contains("500"), "{typo}");
}

#[tokio::test]
async fn unknown_value_is_answered_with_those_that_are_there() {
    let (_folder, site) = site();
    let answer = get(&site, "/search?q=takst&body=Socialudvalget+i+Hvidovre").await;
    assert_eq!(answer.status.as_u16(), 400);
    let page = answer.text();
    assert!(page.contains("Et filter har en værdi, som arkivet ikke kender"), "{page}");
    assert!(page.contains("/search?q=takst&#38;body="), "{page}");
}

#[tokio::test]
async fn reading_is_told_in_the_language_of_the_page() {
    let (_folder, site) = site();
    let danish = get(&site, "/search?q=referat%3A%28takst+ELLER+pris%29+-botilbud").await.text();
    assert!(danish.contains("referat:(takst ELLER pris)") && danish.contains("uden: botilbud"), "{danish}");
    let english = get(&site, "/search?q=takst+pris+-botilbud&lang=en").await.text();
    assert!(english.contains("all of: takst, pris") && english.contains("without: botilbud"), "{english}");
    assert!(english.contains(r#"<html lang="en">"#) && english.contains("lang=en"));
    let open = get(&site, "/search?q=%22takst").await.text();
    assert!(open.contains("Et citationstegn mangler sin afslutning"), "{open}");
}

#[tokio::test]
async fn pages_of_hits_are_turned_and_hold_what_is_left() {
    let items: String = (1..=45).map(|n| format!("{n}. Takster i {}\n\nBeslutning\nGodkendt.\n\n", 1980 + n)).collect();
    let document = format!("Referat\nByrådet\nMøde den 1. marts 2024\n\n{items}");
    let (_folder, site) = site_with(&[("a.txt", document.as_bytes())]);
    let hits = |page: &str| page.matches("<h3><a href=\"/item/").count();
    let first = get(&site, "/search?q=takster").await.text();
    assert_eq!((count(&first), hits(&first)), ("45 punkter", 20));
    assert!(first.contains(r#"rel="next""#) && !first.contains(r#"rel="prev""#));
    assert!(first.contains("/export/search.csv?q=takster"));
    let last = get(&site, "/search?q=takster&page=3").await.text();
    assert_eq!((count(&last), hits(&last)), ("45 punkter", 5));
    assert!(last.contains(r#"rel="prev""#) && last.contains(r#"<ol class="hits" start="41">"#), "{last}");
    let beyond = get(&site, "/search?q=takster&page=9").await.text();
    assert_eq!(hits(&beyond), 0);
}

#[tokio::test]
async fn page_of_hits_is_light() {
    let (_folder, site) = site();
    for address in ["/search?q=takst", "/search?sort=-date", "/search?sort=-date&unit=cases", "/"] {
        let page = get(&site, address).await.text();
        assert!(page.len() < 60_000, "{address}: {}", page.len());
    }
}

#[tokio::test]
async fn hits_are_grouped_by_their_case() {
    let (_folder, site) = site();
    let page = get(&site, "/search?q=herberg&unit=cases").await.text();
    assert!(page.contains("hører til") && page.contains("/case/skive/"), "{page}");
}

/// Minutes with a decision of two sentences; the second one decides.
const MINUTES: &str = "Referat\nByrådet\nMøde den 22. maj 2019\n\n1. Takster for herberg\n\nSagsfremstilling\nTaksterne stiger.\n\n\
                       Beslutning\nOle Brink deltog ikke i behandlingen. Indstillingen blev godkendt.\n";

#[tokio::test]
async fn hit_shows_its_outcome_and_its_decision() {
    let (_folder, site) = site_with(&[("a.txt", MINUTES.as_bytes())]);
    let page = get(&site, "/search?q=stiger").await.text();
    let hit = page.split(r#"<ol class="hits""#).nth(1).unwrap();
    assert!(hit.contains(r#"<span class="badge good">Godkendt</span>"#), "{hit}");
    assert!(hit.contains(r#"<p class="decided"><span class="where">Beslutning:</span> <bdi>"#), "{hit}");
    let english = get(&site, "/search?q=stiger&lang=en").await.text();
    assert!(english.contains(r#"<span class="where">Decision:</span>"#), "{english}");
}

#[tokio::test]
async fn outcomes_of_the_archive_are_a_facet() {
    let (_folder, site) = site_with(&[("a.txt", MINUTES.as_bytes())]);
    let page = get(&site, "/search?q=herberg").await.text();
    let facet = page.split("facet-outcome").nth(1).unwrap().split("</fieldset>").next().unwrap();
    assert!(facet.contains("<legend>Udfald</legend>") && facet.contains("<bdi>Godkendt</bdi>"), "{facet}");
    assert_eq!(facet.matches("<li").count(), 2, "any, and the one that occurs: {facet}");
    let chosen = get(&site, "/search?q=herberg&outcome=withdrawn").await.text();
    assert!(chosen.contains(r#"name="outcome" value="withdrawn" checked"#), "{chosen}");
}

#[tokio::test]
async fn bad_date_is_answered_at_its_field_and_the_rest_is_kept() {
    let (_folder, site) = site_with(&[("a.txt", MINUTES.as_bytes())]);
    for (dates, field, error) in [
        ("from=i+g%C3%A5r", "from", "»i går« kan ikke læses som en dato"),
        ("from=2019&to=2019-13", "to", "»2019-13« kan ikke læses som en dato"),
        ("from=2020&to=2019", "from", "»Fra« ligger efter »Til«"),
    ] {
        let answer = get(&site, &format!("/search?q=herberg&kind=minutes&{dates}")).await;
        assert_eq!(answer.status.as_u16(), 400, "{dates}");
        let page = answer.text();
        assert!(page.contains(&format!(r#"id="{field}-error">{error}"#)), "{dates}: {page}");
        assert_eq!(page.matches("aria-invalid").count(), 1, "{dates}");
        assert!(
            page.contains(r#"value="herberg""#) && page.contains(r#"name="kind" value="minutes" checked"#),
            "{page}"
        );
        assert!(
            page.contains(r#"role="alert""#) && !page.contains(r#"class="hits""#),
            "no hits without the filter: {page}"
        );
    }
    let alone = get(&site, "/search?from=x").await.text();
    assert!(alone.contains(r#"id="from-error""#) && !alone.contains("class=\"start\""), "{alone}");
}

#[tokio::test]
async fn dates_are_read_as_danes_write_them() {
    let (_folder, site) = site_with(&[("a.txt", MINUTES.as_bytes())]);
    for (from, hits) in [
        ("22-05-2019", "1 punkt"),
        ("22/5+2019", "1 punkt"),
        ("maj+2019", "1 punkt"),
        ("22.+maj+2019", "1 punkt"),
        ("juni+2019", "0 punkter"),
    ] {
        let page = get(&site, &format!("/search?q=herberg&from={from}")).await.text();
        assert_eq!(count(&page), hits, "{from}");
    }
}

#[tokio::test]
async fn lone_word_has_no_chip_and_a_link_leads_to_the_hits() {
    let (_folder, site) = site_with(&[("a.txt", MINUTES.as_bytes())]);
    let page = get(&site, "/search?q=herberg").await.text();
    assert!(!page.contains("class=\"chips\""), "{page}");
    assert!(
        page.contains(r##"<a class="skip" href="#hits">Gå til resultater</a>"##) && page.contains(r#"<h2 id="hits""#)
    );
    let nothing = get(&site, "/search?q=zebra").await.text();
    assert!(!nothing.contains(r##"href="#hits""##), "{nothing}");
}
