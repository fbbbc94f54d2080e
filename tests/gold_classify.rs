//! How well topics and municipalities are told, on the gold files of the bench.

mod gold_meetings;

use std::collections::BTreeSet;

use dagsorden::facts::{Rules, explain_topics, read};
use gold_meetings::{Gold, bench, meetings};
use serde_json::Value;

/// Right, given and wanted, over all items.
#[derive(Default)]
struct Tally {
    right: usize,
    given: usize,
    wanted: usize,
}

impl Tally {
    fn add(&mut self, given: &BTreeSet<String>, wanted: &BTreeSet<String>) {
        self.right += given.intersection(wanted).count();
        self.given += given.len();
        self.wanted += wanted.len();
    }

    fn f1(&self) -> f64 {
        2.0 * self.right as f64 / (self.given + self.wanted) as f64
    }
}

fn values(item: &Value, field: &str) -> BTreeSet<String> {
    item[field].as_array().into_iter().flatten().filter_map(|v| v.as_str().map(str::to_owned)).collect()
}

/// F1 of topics and of municipalities. `DAGSORDEN_SHOW` prints each item that is wrong.
fn measure(golds: Vec<Gold>) -> (f64, f64) {
    let (mut topics, mut municipalities) = (Tally::default(), Tally::default());
    let show = std::env::var_os("DAGSORDEN_SHOW").is_some();
    for Gold { stem, mut meeting, json } in golds {
        read(&mut meeting);
        let why = explain_topics(&meeting.items, Rules::embedded());
        for ((item, gold), why) in meeting.items.iter().zip(json["items"].as_array().expect("items")).zip(why) {
            let given = item.topics.iter().map(ToString::to_string).collect();
            let wanted = values(gold, "topics");
            let places = item.municipalities.iter().cloned().collect();
            topics.add(&given, &wanted);
            municipalities.add(&places, &values(gold, "municipalities"));
            if show && (given != wanted || places != values(gold, "municipalities")) {
                println!("{stem} {}\n  wanted {wanted:?} {:?}", item.title, values(gold, "municipalities"));
                for a in why {
                    println!("  given {} {:.1} {:?}", a.topic, a.score, a.words.iter().take(8).collect::<Vec<_>>());
                }
            }
        }
    }
    (topics.f1(), municipalities.f1())
}

#[test]
fn topics_and_municipalities_of_the_gold_items() {
    let Some(bench) = bench() else { return };
    for folder in ["gold", "layouts"] {
        let (topics, municipalities) = measure(meetings(&bench, folder));
        println!("{folder}: topics {topics:.3}, municipalities {municipalities:.3}");
        assert!(topics >= 0.80, "{folder}: topics {topics:.3}");
        assert!(municipalities >= 0.98, "{folder}: municipalities {municipalities:.3}");
    }
}
