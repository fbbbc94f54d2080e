use std::collections::BTreeSet;
use std::sync::Arc;

use axum::http::{StatusCode, header};
use serde_json::Value;

use super::*;
use crate::query::filter;
use crate::web::tests::{AGENDA, PDF, TEXT, ask, get, get_with, site, site_with};

/// Addresses; together their answers have every field of the description.
fn samples() -> Vec<(&'static str, String)> {
    let item = |id: &str| format!("/items/{id}");
    vec![
        ("/search", "/search?q=kommune&explain=yes".into()),
        ("/search", "/search?q=udvalgt&sort=-date".into()),
        ("/search", "/search?q=herberget+zebrra".into()),
        ("/search", "/search?kind=agenda&facets=no".into()),
        ("/facets", "/facets?by=year".into()),
        ("/facets", "/facets".into()),
        ("/suggest", "/suggest?q=komm".into()),
        ("/suggest", "/suggest?q=kommunn".into()),
        ("/items/{id}", item("skive/skive-social-aeldre-2021-referat%2354")),
        // Points with different outcomes.
        ("/items/{id}", item("skive/skive-social-aeldre-2021-referat%2356")),
        ("/items/{id}", item("lejre/lejre-social-2011%231")),
        ("/items/{id}", item("lejre/lejre-social-2011%232")),
        ("/meetings", "/meetings?limit=5".into()),
        ("/meetings/{source}", format!("/meetings/{AGENDA}")),
        ("/meetings/{source}", format!("/meetings/{TEXT}")),
        ("/bodies", "/bodies".into()),
        ("/history", "/history?q=kommune".into()),
        ("/history", "/history?id=skive/skive-social-aeldre-2021-referat%2354".into()),
        ("/cases", "/cases?q=kommune".into()),
        // Words of the agenda only, and a meeting between two others.
        ("/search", "/search?q=b%C3%A5debro".into()),
        ("/meetings/{source}", "/meetings/havn-2021-04-06-referat.txt".into()),
        ("/status", "/status".into()),
        ("/saved", "/saved".into()),
    ]
}

/// Minutes of a harbour's board on a day of 2021, with a paragraph about a jetty.
fn harbour(kind: &str, day: &str, jetty: &str) -> String {
    format!(
        "Lejre Kommune\n\n{kind}\n\nHavneudvalget\n\nMødedato: {day} 2021\nMødested: Rådhuset\nStarttidspunkt: 16:00\n\n\
         1. Godkendelse af dagsordenen\n\nBeslutning\nGodkendt.\n\n2. Lokalplan for havnen\n\n{jetty}\n\nBeslutning\n\
         Udvalget godkendte planen.\n"
    )
}

/// The sample documents and three meetings of one body.
fn archive() -> (tempfile::TempDir, Arc<Site>) {
    let corpus = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let samples = [PDF, AGENDA, TEXT].map(|source| (source, std::fs::read(corpus.join(source)).unwrap()));
    let jetty = "Sagsfremstilling\nKajen udvides med en bådebro.";
    let harbour = [
        ("havn-2021-03-02-referat.txt", harbour("Referat", "2. marts", "")),
        (
            "havn-2021-04-06-dagsorden.txt",
            harbour("Dagsorden", "6. april", jetty).replace("Beslutning\nUdvalget godkendte planen.", ""),
        ),
        ("havn-2021-04-06-referat.txt", harbour("Referat", "6. april", "")),
        ("havn-2021-05-04-referat.txt", harbour("Referat", "4. maj", "")),
    ];
    let harbour = harbour.map(|(name, text)| (name, text.into_bytes()));
    let all: Vec<(&str, &[u8])> =
        samples.iter().chain(&harbour).map(|(name, content)| (*name, content.as_slice())).collect();
    site_with(&all)
}

/// Walks along a description and an answer.
struct Comparison<'a> {
    whole: &'a Value,
    /// Fields in the description and in answers: `Hit.title`.
    described: BTreeSet<String>,
    met: BTreeSet<String>,
    undescribed: BTreeSet<String>,
}

impl<'a> Comparison<'a> {
    /// The types a schema refers to, with their names.
    fn resolved(&self, name: &str, schema: &'a Value) -> Vec<(String, &'a Value)> {
        if let Some(to) = schema["$ref"].as_str() {
            let name = to.trim_start_matches("#/components/schemas/");
            return self.resolved(name, &self.whole["components"]["schemas"][name]);
        }
        match schema["anyOf"].as_array() {
            Some(any) => any.iter().flat_map(|one| self.resolved(name, one)).collect(),
            None => vec![(name.to_owned(), schema)],
        }
    }

    fn describe(&mut self, name: &str, schema: &'a Value) {
        for (name, schema) in self.resolved(name, schema) {
            for (field, inner) in schema["properties"].as_object().into_iter().flatten() {
                if self.described.insert(format!("{name}.{field}")) {
                    self.describe(&format!("{name}.{field}"), inner);
                }
            }
            self.describe_list(&name, schema);
        }
    }

    fn describe_list(&mut self, name: &str, schema: &'a Value) {
        if schema["items"].is_object() {
            self.describe(name, &schema["items"]);
        }
    }

    fn meet(&mut self, name: &str, schema: &'a Value, answer: &Value) {
        for (name, schema) in self.resolved(name, schema) {
            for (field, value) in answer.as_object().into_iter().flatten() {
                let inner = &schema["properties"][field];
                match inner.is_null() {
                    true if schema["type"] != "null" => drop(self.undescribed.insert(format!("{name}.{field}"))),
                    true => {}
                    false => {
                        self.met.insert(format!("{name}.{field}"));
                        self.meet(&format!("{name}.{field}"), inner, value);
                    }
                }
            }
            for value in answer.as_array().into_iter().flatten() {
                self.meet(&name, &schema["items"], value);
            }
        }
    }
}

async fn described(site: &Arc<Site>) -> Value {
    get(site, "/api/v1/openapi.json").await.json()
}

#[tokio::test]
async fn every_described_field_occurs_and_every_field_is_described() {
    let (_folder, site) = archive();
    std::fs::write(site.settings.index.join("searches.toml"), "Takster = \"q=takst*\"").unwrap();
    let whole = described(&site).await;
    let mut comparison =
        Comparison { whole: &whole, described: BTreeSet::new(), met: BTreeSet::new(), undescribed: BTreeSet::new() };
    for (path, operation) in whole["paths"].as_object().unwrap() {
        let schema = &operation["get"]["responses"]["200"]["content"]["application/json"]["schema"];
        comparison.describe(path, schema);
        let addresses: Vec<String> = samples().into_iter().filter(|(of, _)| of == path).map(|(_, a)| a).collect();
        assert!(!addresses.is_empty(), "{path}: described, but not tried");
        for address in addresses {
            let answer = get(&site, &format!("/api/v1{address}")).await;
            assert_eq!(answer.status, StatusCode::OK, "{address}: {}", answer.text());
            comparison.meet(path, schema, &answer.json());
        }
    }
    assert_eq!(comparison.undescribed, BTreeSet::new());
    let missing: Vec<&String> = comparison.described.difference(&comparison.met).collect();
    // These need an unreadable file; they have their own tests.
    let elsewhere = ["FileProblem.explanation", "FileProblem.reason", "FileProblem.source"];
    let missing: Vec<&str> = missing.into_iter().map(String::as_str).filter(|m| !elsewhere.contains(m)).collect();
    assert_eq!(missing, [""; 0]);
}

#[tokio::test]
async fn every_field_and_parameter_says_what_it_is() {
    let (_folder, site) = site();
    let whole = described(&site).await;
    let text = whole.to_string();
    assert!(!text.contains("](") && !text.contains("Object\""), "links of the code's documentation");
    for (path, operation) in whole["paths"].as_object().unwrap() {
        let operation = &operation["get"];
        assert!(operation["summary"].as_str().is_some_and(|s| s.ends_with('.')), "{path}");
        for parameter in operation["parameters"].as_array().unwrap() {
            assert!(parameter["description"].as_str().is_some_and(|d| d.len() > 8), "{path}: {parameter}");
        }
    }
    let filters = whole["paths"]["/search"]["get"]["parameters"].as_array().unwrap();
    let former = filters.iter().find(|p| p["name"] == filter::FORMER.name).unwrap();
    assert_eq!((&former["description"], &former["schema"]["type"]), (&filter::FORMER.about.into(), &"array".into()));
    let schemas = whole["components"]["schemas"].as_object().unwrap();
    assert!(schemas.contains_key("Hit") && schemas.contains_key("Problem"), "{:?}", schemas.keys());
}

#[tokio::test]
async fn parameter_that_is_described_is_taken_and_another_is_refused() {
    let (_folder, site) = site();
    for endpoint in table() {
        for parameter in endpoint.parameters() {
            let value = match parameter.kind {
                endpoint::Kind::Text => "kommune".to_owned(),
                endpoint::Kind::Choice(words) => words[0].to_owned(),
                endpoint::Kind::Number(least, _) => least.to_string(),
                endpoint::Kind::Date => "2021".to_owned(),
            };
            let address = format!("/api/v1{}?{}={value}", endpoint.path.replace(['{', '}'], ""), parameter.name);
            let answer = get(&site, &address).await;
            let unknown = answer.status == StatusCode::BAD_REQUEST && answer.text().contains("expected a parameter");
            assert!(!unknown, "{address}: {}", answer.text());
        }
        let path = endpoint.path.replace(['{', '}'], "");
        let problem = get(&site, &format!("/api/v1{path}?municipalty=Skive")).await.problem(400);
        assert!(problem["detail"].as_str().unwrap().ends_with("but found municipalty"), "{problem}");
    }
}

#[tokio::test]
async fn value_that_cannot_be_is_refused_with_its_parameter() {
    let (_folder, site) = site();
    for (address, parameter) in [
        ("/search?limit=101", "limit"),
        ("/search?limit=0", "limit"),
        ("/search?page=501", "page"),
        ("/search?facets=maybe", "facets"),
        ("/search?from=19", "from"),
        ("/search?municipality=Atlantis", "municipality"),
        ("/facets?by=weather", "by"),
        ("/history", "q"),
        ("/history?q=a&id=b", "id"),
        ("/history?q=a&pick=0", "pick"),
        ("/history?q=a&loose=1", "loose"),
    ] {
        let problem = get(&site, &format!("/api/v1{address}")).await.problem(400);
        assert_eq!(problem["parameter"], parameter, "{problem}");
    }
    let atlantis = get(&site, "/api/v1/search?municipality=Sk%C3%B8ve").await.problem(400);
    assert!(!atlantis["suggestions"].as_array().unwrap().is_empty(), "{atlantis}");
}

#[tokio::test]
async fn thing_that_is_not_there_is_told_with_what_is_near() {
    let (_folder, site) = site();
    let item = get(&site, "/api/v1/items/skive/skive-social-aeldre-2021-referat%2399").await.problem(404);
    assert_eq!(item["suggestions"].as_array().unwrap().len(), 8);
    get(&site, "/api/v1/meetings/no.pdf").await.problem(404);
    get(&site, "/api/v1/history?id=no%231").await.problem(404);
    let nothing = get(&site, "/api/v1/nothing").await.problem(404);
    assert!(nothing["suggestions"].as_array().unwrap().contains(&"/api/v1/search".into()), "{nothing}");
}

#[tokio::test]
async fn history_takes_the_filters_of_a_search() {
    let (_folder, site) = archive();
    let steps = |address: &'static str| {
        let site = site.clone();
        async move { get(&site, address).await.json()["steps"].as_array().unwrap().len() }
    };
    let all = steps("/api/v1/history?q=lokalplan").await;
    let some = steps("/api/v1/history?q=lokalplan&from=2021-04&to=2021-04").await;
    assert!(some > 0 && some < all, "{some} of {all}");
    assert_eq!(steps("/api/v1/history?q=lokalplan+fra:2021-04+til:2021-04").await, some);
    assert_eq!(steps("/api/v1/history?q=lokalplan+-bane&from=2022").await, 0);
    get(&site, "/api/v1/history?q=lokalplan&municipality=Atlantis").await.problem(400);
    let page = get(&site, "/case?q=lokalplan&from=2021-04&to=2021-04").await.text();
    assert!(page.contains("2021-04-06") && !page.contains("2021-05-04"), "{page}");
    assert!(page.contains("/export/case.csv?q=lokalplan&#38;from=2021-04&#38;to=2021-04"), "{page}");
    assert!(page.contains("class=\"chips\"") && page.contains("<a href=\"/case?q=lokalplan\" aria-label="), "{page}");
    let rows = get(&site, "/export/case.jsonl?q=lokalplan").await;
    assert_eq!(rows.status, StatusCode::NOT_FOUND);
    let file = get(&site, "/export/case.json?q=lokalplan&from=2021-04&to=2021-04").await.json();
    assert_eq!(file.as_array().unwrap().len(), some);
}

#[tokio::test]
async fn answer_that_is_known_is_not_sent_again_until_the_archive_changes() {
    let (_folder, site) = site();
    let first = get(&site, "/api/v1/search?q=kommune").await;
    let tag = first.header(header::ETAG).to_owned();
    assert_eq!(first.header(header::CACHE_CONTROL), "private, no-cache");
    let again = get_with(&site, "/api/v1/search?q=kommune", &[(header::IF_NONE_MATCH, &tag)]).await;
    assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0));
    let other = get_with(&site, "/api/v1/search?q=udvalg", &[(header::IF_NONE_MATCH, &tag)]).await;
    assert_eq!(other.status, StatusCode::OK);
    let facets = get_with(&site, "/api/v1/facets?q=kommune", &[(header::IF_NONE_MATCH, &tag)]).await;
    assert_eq!(facets.status, StatusCode::OK);
}

#[tokio::test]
async fn only_get_and_head_are_answered() {
    let (_folder, site) = site();
    let head = ask(&site, "HEAD", "/api/v1/search?q=kommune", &[]).await;
    assert_eq!((head.status, head.body.len()), (StatusCode::OK, 0));
    assert_eq!(head.header(header::CONTENT_TYPE), "application/json");
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "BREW"] {
        let answer = ask(&site, method, "/api/v1/search", &[]).await;
        answer.problem(405);
        assert_eq!(answer.header(header::ALLOW), "GET,HEAD");
    }
}

#[tokio::test]
async fn pages_of_hits_follow_each_other() {
    let (_folder, site) = site();
    let hits = |address: String| {
        let site = site.clone();
        async move {
            let answer = get(&site, &address).await.json();
            let ids = answer["hits"].as_array().unwrap().iter().map(|h| h["id"].as_str().unwrap().to_owned());
            (ids.collect::<Vec<_>>(), answer["total"].as_u64().unwrap())
        }
    };
    let (all, total) = hits("/api/v1/search?q=kommune&limit=100".into()).await;
    assert_eq!(all.len() as u64, total);
    let (first, _) = hits("/api/v1/search?q=kommune&limit=3".into()).await;
    let (second, _) = hits("/api/v1/search?q=kommune&limit=3&page=2".into()).await;
    assert_eq!([first, second].concat(), all[..6]);
}

#[tokio::test]
async fn agenda_and_minutes_are_one_meeting() {
    let (_folder, site) = site();
    let by_agenda = get(&site, &format!("/api/v1/meetings/{AGENDA}")).await.json();
    let by_minutes = get(&site, &format!("/api/v1/meetings/{PDF}")).await.json();
    assert_eq!(by_agenda, by_minutes);
    assert_eq!(by_agenda["sources"].as_array().unwrap().len(), 2);
    let meetings = get(&site, "/api/v1/meetings").await.json();
    assert_eq!(meetings["meetings"].as_array().unwrap().len(), 2);
    assert_eq!(meetings["more"], false);
}

/// Agenda and minutes name the body otherwise, and another meeting was held on the same evening.
#[tokio::test]
async fn extraordinary_meeting_of_the_same_evening_is_another_meeting() {
    let document = |kind: &str, body: &str, start: &str, items: &str| {
        format!("{kind}\n\n{body}\nOnsdag den 20. marts 2024 kl. {start}\n\n{items}")
    };
    let two = "1. Godkendelse af dagsorden\nIndstilling\nAt den godkendes.\n\n2. Takster for herberger\nIndstilling\nAt de godkendes.\n";
    let minutes = two.replace("Indstilling", "Beslutning");
    let one = "1. Salg af grunden ved havnen\nBeslutning\nGodkendt.\n";
    let agenda = document("DAGSORDEN", "Viborg Byråd", "17.00", two);
    let minutes = document("BESLUTNINGSREFERAT", "Byrådet\nViborg Kommune", "17.00", &minutes);
    let other = document("BESLUTNINGSREFERAT", "Ekstraordinært møde\nByrådet\nViborg Kommune", "20.00", one);
    let documents = [("dagsorden.txt", agenda), ("referat.txt", minutes), ("ekstra.txt", other)];
    let (_folder, site) = site_with(&documents.each_ref().map(|(name, text)| (*name, text.as_bytes())));

    let listed = get(&site, "/api/v1/meetings").await.json();
    let listed = listed["meetings"].as_array().unwrap();
    let told: Vec<_> = listed.iter().map(|m| (m["source"].as_str().unwrap(), m["items"].as_u64().unwrap())).collect();
    assert_eq!(told, [("ekstra.txt", 1), ("referat.txt", 2)]);

    let whole = get(&site, "/api/v1/meetings/dagsorden.txt").await.json();
    let numbers: Vec<&str> =
        whole["agenda"].as_array().unwrap().iter().map(|i| i["number"].as_str().unwrap()).collect();
    assert_eq!((whole["start"].as_str(), numbers), (Some("17:00"), vec!["1", "2"]));
    assert_eq!((&whole["previous"], &whole["next"]["source"]), (&Value::Null, &"ekstra.txt".into()));

    for body in ["Byr%C3%A5det", "Viborg%20Byr%C3%A5d"] {
        let page = get(&site, &format!("/body/{body}")).await.text();
        assert_eq!(page.matches("href=\"/meeting/").count(), 2, "{page}");
    }
}
