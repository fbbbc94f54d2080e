//! The agenda and the minutes of one meeting, through the program.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::archive::{Run, run};

pub(crate) fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pairs")
}

/// An archive of some of the documents, and its index.
pub(crate) struct Archive(tempfile::TempDir);

impl Archive {
    pub(crate) fn of(names: &[&str]) -> Self {
        let archive = Self(tempfile::tempdir().unwrap());
        fs::create_dir(archive.docs()).unwrap();
        names.iter().for_each(|name| archive.add(name));
        archive.update(&[]);
        archive
    }

    pub(crate) fn folder(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn docs(&self) -> PathBuf {
        self.folder().join("docs")
    }

    pub(crate) fn add(&self, name: &str) {
        fs::copy(fixtures().join(name), self.docs().join(name)).unwrap();
    }

    pub(crate) fn update(&self, options: &[&str]) -> String {
        let (docs, index) = (self.docs(), self.folder().join("index"));
        let paths = ["index", docs.to_str().unwrap(), "--index", index.to_str().unwrap()];
        let run = run(paths.iter().chain(options));
        assert_eq!(run.code(), 0, "{}", run.err());
        run.out()
    }

    pub(crate) fn run(&self, args: &[&str]) -> Run {
        let index = self.folder().join("index");
        run(args.iter().copied().chain(["--index", index.to_str().unwrap()]))
    }

    pub(crate) fn hits(&self, args: &[&str]) -> Vec<Value> {
        self.run(&[&["search", "--format", "jsonl", "--all"], args].concat()).lines()
    }

    pub(crate) fn ids(&self, args: &[&str]) -> Vec<String> {
        self.hits(args).iter().map(|h| h["id"].as_str().unwrap().to_owned()).collect()
    }
}

pub(crate) const MEETING: [&str; 3] = ["dagsorden.txt", "tillaeg.txt", "referat.txt"];

#[test]
fn pair_is_one_hit_though_only_the_agenda_has_the_word() {
    let archive = Archive::of(&MEETING);
    let hits = archive.hits(&["brandstationen"]);
    assert_eq!(hits.len(), 1, "{hits:?}");
    let hits = archive.hits(&["hjemløse"]);
    assert_eq!((hits.len(), &hits[0]["id"]), (1, &"referat#13".into()));
    assert_eq!(hits[0]["kind"], "minutes");
    assert_eq!(hits[0]["twins"], serde_json::json!(["dagsorden#13"]));
    assert_eq!(hits[0]["found_in"]["id"], "dagsorden#13");
    assert!(hits[0]["snippet"]["text"].as_str().unwrap().contains("hjemløse borgere"));
    let table = archive.run(&["search", "hjemløse"]).out();
    assert!(table.contains("in the agenda, Sagen"), "{table}");
    assert!(table.contains("also dagsorden#13"), "{table}");
}

#[test]
fn words_of_the_minutes_are_shown_from_the_minutes() {
    let hits = Archive::of(&MEETING).hits(&["stemte imod"]);
    assert_eq!((&hits[0]["id"], &hits[0]["found_in"]), (&"referat#13".into(), &Value::Null));
}

#[test]
fn counts_lists_limits_and_facets_count_a_pair_once() {
    let archive = Archive::of(&MEETING);
    assert_eq!(archive.run(&["search", "--count"]).out(), "4\n");
    assert_eq!(archive.run(&["search", "--list"]).out().lines().count(), 4);
    assert_eq!(archive.run(&["search", "--list", "--limit", "3"]).out().lines().count(), 3);
    assert_eq!(archive.run(&["search", "--count", "--no-fold"]).out(), "8\n");
    let count = |by: &str, value: &str| {
        let counts = archive.run(&["search", "--by", by, "--format", "jsonl"]).lines();
        counts.iter().find(|c| c["value"] == value).map_or(0, |c| c["count"].as_u64().unwrap())
    };
    assert_eq!((count("year", "2017"), count("municipality", "Silkeborg")), (4, 4));
    for (kind, items) in [("agenda", 4), ("minutes", 4)] {
        assert_eq!(count("kind", kind), items);
        assert_eq!(archive.run(&["search", "--count", "--kind", kind]).out(), format!("{items}\n"));
    }
}

#[test]
fn every_facet_counts_what_its_filter_finds() {
    // Indexed in two runs, so that a pair lies in two segments.
    let archive = Archive::of(&MEETING[..1]);
    MEETING[1..].iter().for_each(|name| archive.add(name));
    archive.update(&[]);
    for query in ["", "takster", "godkendt OR hjemløse"] {
        let facets = archive.run(&["search", query, "--facets", "--format", "jsonl"]).lines();
        for facet in facets.iter().filter(|f| matches!(f["facet"].as_str(), Some("topic" | "kind" | "body"))) {
            let filter = format!("--{}", facet["facet"].as_str().unwrap());
            let found = archive.run(&["search", query, "--count", &filter, facet["value"].as_str().unwrap()]).out();
            assert_eq!(found.trim(), facet["count"].to_string(), "{query}: {facet}");
        }
    }
}

#[test]
fn filter_on_agendas_shows_them_as_such() {
    let hits = Archive::of(&MEETING).hits(&["hjemløse", "--kind", "agenda"]);
    assert_eq!((hits.len(), &hits[0]["id"], &hits[0]["found_in"]), (1, &"dagsorden#13".into(), &Value::Null));
    assert_eq!(hits[0]["twins"], serde_json::json!(["referat#13"]));
}

#[test]
fn item_with_an_unwanted_word_does_not_stand_for_a_hit() {
    let archive = Archive::of(&MEETING);
    assert_eq!(archive.ids(&["hjemløse -stemte"]), ["dagsorden#13"]);
}

#[test]
fn order_of_indexing_makes_no_difference() {
    let whole = Archive::of(&MEETING);
    let all = |archive: &Archive| archive.hits(&["--sort", "date"]);
    for order in [["referat.txt", "dagsorden.txt", "tillaeg.txt"], ["tillaeg.txt", "referat.txt", "dagsorden.txt"]] {
        let archive = Archive::of(&order[..1]);
        for name in &order[1..] {
            archive.add(name);
            archive.update(&["--jobs", "2"]);
        }
        assert_eq!(all(&archive), all(&whole), "{order:?}");
    }
}

#[test]
fn what_is_left_of_a_pair_stands_alone() {
    let archive = Archive::of(&MEETING);
    fs::remove_file(archive.docs().join("referat.txt")).unwrap();
    archive.update(&[]);
    assert_eq!(archive.run(&["search", "--count"]).out(), "4\n");
    let hits = archive.hits(&["hjemløse"]);
    assert_eq!((&hits[0]["id"], &hits[0]["twins"]), (&"dagsorden#13".into(), &serde_json::json!([])));
    archive.add("referat.txt");
    archive.update(&[]);
    assert_eq!(archive.ids(&["hjemløse"]), ["referat#13"]);
}

#[test]
fn items_that_agree_less_are_paired_and_parted_in_later_runs_too() {
    let archive = Archive::of(&["dagsorden.txt"]);
    let minutes = fs::read_to_string(fixtures().join("referat.txt")).unwrap();
    let renamed = minutes.replace("13. Nyt herberg i den gamle brandstation", "13. Ombygning på Søvej 7");
    fs::write(archive.docs().join("referat.txt"), renamed).unwrap();
    archive.update(&[]);
    let hits = archive.hits(&["stemte imod"]);
    assert_eq!(hits[0]["twins"], serde_json::json!(["dagsorden#13"]), "by the case number");
    let other =
        minutes.replace("13. Nyt herberg i den gamle brandstation\nSagsnr.: EMN-2017-01234", "13. Salg af grund");
    fs::write(archive.docs().join("referat.txt"), other).unwrap();
    archive.update(&[]);
    let hits = archive.hits(&["stemte imod"]);
    assert_eq!(hits[0]["twins"], serde_json::json!([]), "the number alone says nothing");
}

#[test]
fn show_history_and_meetings_know_of_the_pair() {
    let archive = Archive::of(&MEETING);
    let shown = archive.run(&["show", "dagsorden#13"]).out();
    assert!(shown.contains("also referat#13"), "{shown}");
    assert_eq!(archive.run(&["show", "referat#15", "--format", "jsonl"]).lines()[0]["twins"][0], "tillaeg#15");
    let steps = archive.run(&["history", "herberg", "--format", "jsonl"]).lines();
    assert_eq!(
        (steps.len(), &steps[0]["id"], &steps[0]["twins"][0]),
        (1, &"referat#13".into(), &"dagsorden#13".into())
    );
    assert!(steps[0]["proposal"].as_str().unwrap().contains("brandstationen ombygges"), "the agenda's");
    assert!(steps[0]["decision"].as_str().unwrap().starts_with("Godkendt som indstillet"));
    let meetings = archive.run(&["meetings", "--format", "jsonl"]).lines();
    assert_eq!((meetings.len(), &meetings[0]["items"], &meetings[0]["source"]), (1, &4.into(), &"referat.txt".into()));
    assert_eq!(meetings[0]["kinds"], serde_json::json!(["agenda", "agenda", "minutes"]));
}

#[test]
fn former_municipality_is_found_under_its_successor_and_by_its_name() {
    let archive = Archive::of(&["egebjerg.txt", "referat.txt"]);
    for name in ["svendborg", "Egebjerg"] {
        assert_eq!(archive.ids(&["--municipality", name]), ["egebjerg#41", "egebjerg#42"], "{name}");
    }
    assert_eq!(archive.ids(&["--region", "syddanmark"]).len(), 2);
    let tree = archive.run(&["facets", "--by", "place"]).out();
    assert!(tree.contains("Region Syddanmark / Svendborg / Egebjerg"), "{tree}");
}

#[test]
fn number_of_the_plan_is_a_filter_and_a_facet() {
    let archive = Archive::of(&["egebjerg.txt", "referat.txt"]);
    for number in ["27", "27.35", "27.35.04"] {
        assert_eq!(archive.ids(&["--kle", number]), ["egebjerg#41"], "{number}");
    }
    let unknown = archive.run(&["search", "--kle", "27.3"]);
    assert_eq!(unknown.code(), 2);
    assert!(unknown.err().contains("--kle 27.3: expected a value that the index has"), "{}", unknown.err());
    let counts = archive.run(&["facets", "--by", "kle", "--format", "jsonl"]).lines();
    let values: Vec<&str> = counts.iter().map(|c| c["value"].as_str().unwrap()).collect();
    assert_eq!(values, ["05", "05.01", "05.01.02", "27", "27.35", "27.35.04"]);
}
