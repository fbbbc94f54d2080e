use serde_json::Value;

use crate::archive::{corpus, run, with_input};

const DOCUMENT: &str = "Referat\nByrådet i Skive Kommune\nTirsdag den 20. marts 2012 kl. 17:00\n\n\
    1. Godkendelse af dagsorden\n\nIndstilling\nDet indstilles, at dagsordenen godkendes.\n\nBeslutning\nGodkendt.\n\n\
    2. Takster 2013\n\nIndstilling\nDet indstilles, at taksterne godkendes.\n\nBeslutning\nGodkendt.\n";

#[test]
fn json_is_one_object_for_one_file_and_an_array_for_several() {
    let one: Value = serde_json::from_str(&with_input(&["parse", "-"], DOCUMENT).out()).unwrap();
    assert!(one["items"].is_array());
    let files = ["skive/skive-byraad-2012.txt", "lejre/lejre-social-2011.txt"].map(|f| corpus().join(f));
    let got = run(["parse".as_ref(), files[0].as_os_str(), files[1].as_os_str()]);
    let several: Value = serde_json::from_str(&got.out()).unwrap();
    let sources: Vec<_> = several.as_array().unwrap().iter().map(|m| m["source"].as_str().unwrap()).collect();
    assert_eq!(sources, ["skive-byraad-2012.txt", "lejre-social-2011.txt"]);
}

#[test]
fn meeting_object_has_every_field() {
    let got = with_input(&["parse", "--format", "jsonl"], DOCUMENT).lines();
    let fields = [
        "source",
        "kind",
        "body",
        "authority",
        "region",
        "date",
        "start",
        "end",
        "place",
        "participants",
        "items",
        "furniture",
        "set_apart",
    ];
    for field in fields {
        assert!(got[0].get(field).is_some(), "{field}");
    }
    let of_item = [
        "number",
        "title",
        "group",
        "presenter",
        "case_number",
        "closed",
        "municipalities",
        "topics",
        "sections",
        "attachments",
        "page",
    ];
    for field in of_item {
        assert!(got[0]["items"][0].get(field).is_some(), "{field}");
    }
}

#[test]
fn items_and_sections_are_split() {
    let meeting = &with_input(&["parse", "--format", "jsonl"], DOCUMENT).lines()[0];
    let titles: Vec<_> = meeting["items"].as_array().unwrap().iter().map(|i| i["title"].as_str().unwrap()).collect();
    assert_eq!(titles, ["Godkendelse af dagsorden", "Takster 2013"]);
    let kinds: Vec<_> =
        meeting["items"][1]["sections"].as_array().unwrap().iter().map(|s| s["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["proposal", "minutes"]);
    assert_eq!(meeting["date"], "2012-03-20");
}

#[test]
fn outline_is_readable_as_text_and_markdown() {
    let text = with_input(&["parse", "--format", "text"], DOCUMENT).out();
    assert!(text.contains("2  Takster 2013"), "{text}");
    let md = with_input(&["parse", "--format", "md"], DOCUMENT).out();
    assert!(md.contains("## 2  Takster 2013") && md.contains("### Beslutning"), "{md}");
}

#[test]
fn file_that_cannot_be_read_costs_itself_alone() {
    let good = corpus().join("lejre/lejre-social-2011.txt");
    let got = run(["parse".as_ref(), "missing.txt".as_ref(), good.as_os_str(), "--format".as_ref(), "jsonl".as_ref()]);
    assert_eq!(got.code(), 2);
    assert_eq!(got.lines().len(), 1);
    insta::assert_snapshot!(got.err(), @"dagsorden: missing.txt: cannot be read: No such file or directory (os error 2)");
}

#[test]
fn why_tells_what_carried_each_item() {
    let why = with_input(&["parse", "--why"], DOCUMENT);
    assert_eq!(why.code(), 0, "{}", why.err());
    assert!(why.out().lines().any(|l| l.contains("item") && l.contains("Takster 2013")), "{}", why.out());
}

#[test]
fn what_the_pages_added_is_shown_beside_the_items_and_stays_out_of_their_text() {
    let page = |n: u32, text: &str| format!("DASSOS Referat 27.2.26\n\n{text}\nSide {n} af 2\n");
    let text = "1. Takster\n\nBeslutning\nUdvalget godkendte de takster, som\n";
    let got = with_input(
        &["parse", "--format", "jsonl"],
        [page(1, text), page(2, "forvaltningen har fremlagt.\n")].join("\u{c}"),
    );
    let meeting = &got.lines()[0];
    let furniture: Vec<(u64, &str)> = meeting["furniture"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| (line["page"].as_u64().unwrap(), line["text"].as_str().unwrap()))
        .collect();
    let head = "DASSOS Referat 27.2.26";
    assert_eq!(furniture, [(1, head), (1, "Side 1 af 2"), (2, head), (2, "Side 2 af 2")]);
    assert_eq!(meeting["set_apart"]["lines"], 4);
    let decision = meeting["items"][0]["sections"][0]["text"].as_str().unwrap();
    assert_eq!(decision, "Udvalget godkendte de takster, som\nforvaltningen har fremlagt.");
}
