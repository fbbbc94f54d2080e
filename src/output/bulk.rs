//! Items for the bulk interfaces of OpenSearch, Elasticsearch and Quickwit, their words already analysed.
//!
//! None of these splits Danish compounds, so an item's words come in fields of their own, parted by blanks and in the order of
//! the text: as written (`words`), as headwords (`stems`), the parts of compounds (`parts`), and one key for all broken
//! spellings of an unlisted word (`skeletons`). [`OPENSEARCH`] and [`QUICKWIT`] are the configurations of an index for
//! these fields. A question is typed words in lower case against `words` (counting most), `stems` and `parts`.

use serde::Serialize;
use serde_json::{Value, json};

use super::value;
use crate::engine::analysis::{Analyzer, words};
use crate::index::StoredItem;
use crate::model::Outcome;

/// Settings and mappings for `PUT /dagsorden` of OpenSearch and Elasticsearch.
pub const OPENSEARCH: &str = include_str!("data/opensearch.json");
/// The configuration for `quickwit index create --index-config`.
pub const QUICKWIT: &str = include_str!("data/quickwit.yaml");
/// The name of the index in both.
const INDEX: &str = "dagsorden";

/// One item for another engine.
#[derive(Debug, Clone, PartialEq, Serialize)]
struct BulkObject {
    id: String,
    source: String,
    kind: &'static str,
    number: Option<String>,
    title: String,
    /// `YYYY-MM-DD`.
    date: Option<String>,
    body: Option<String>,
    authority: Option<String>,
    region: Option<&'static str>,
    municipalities: Vec<String>,
    /// Each topic and its ancestors, so a filter finds them.
    topics: Vec<String>,
    case_number: Option<String>,
    closed: bool,
    outcome: Option<&'static str>,
    page: Option<u32>,
    /// The sections' texts as they are shown.
    text: String,
    words: String,
    stems: String,
    parts: String,
    skeletons: String,
}

/// Makes the lines of a bulk request.
#[derive(Default)]
pub struct Bulk {
    analyzer: Analyzer,
}

impl Bulk {
    /// The action, and the item.
    pub fn lines(&mut self, stored: &StoredItem) -> [Value; 2] {
        let action = json!({ "index": { "_index": INDEX, "_id": stored.id } });
        [action, value(self.object(stored))]
    }

    fn object(&mut self, stored: &StoredItem) -> BulkObject {
        let (meeting, item) = (&stored.meeting, &stored.item);
        let sections = item.sections.iter().map(|s| s.text.as_str());
        let text = sections.collect::<Vec<_>>().join("\n\n");
        let [words, stems, parts, skeletons] = self.forms(&format!("{}\n\n{text}", item.title));
        let above = |topic: &crate::model::TopicPath| {
            let steps: Vec<String> = topic.steps().map(ToString::to_string).collect();
            (1..=steps.len()).map(|n| format!("/{}", steps[..n].join("/"))).collect::<Vec<_>>()
        };
        let mut topics: Vec<String> = item.topics.iter().flat_map(above).collect();
        topics.sort_unstable();
        topics.dedup();
        BulkObject {
            id: stored.id.clone(),
            source: stored.source.clone(),
            kind: meeting.kind.name(),
            number: item.number.as_ref().map(ToString::to_string),
            title: item.title.clone(),
            date: meeting.date.map(|d| d.to_string()),
            body: meeting.body.clone(),
            authority: meeting.authority.as_ref().map(|a| a.name.clone()),
            region: meeting.region.map(|r| r.name()),
            municipalities: item.municipalities.clone(),
            topics,
            case_number: item.case_number.as_ref().map(|c| c.0.clone()),
            closed: item.closed,
            outcome: item.outcome().map(Outcome::name),
            page: item.page,
            text,
            words,
            stems,
            parts,
            skeletons,
        }
    }

    /// The words of a text by form: as written, stems, parts, skeletons.
    fn forms(&mut self, text: &str) -> [String; 4] {
        let mut forms: [String; 4] = Default::default();
        for word in words(text) {
            let also = word.also.iter().map(String::as_str);
            for spelling in std::iter::once(&text[word.at.clone()]).chain(also) {
                for term in self.analyzer.terms(spelling).iter() {
                    let Some((form, word)) = by_sign(term) else { continue };
                    if !forms[form].is_empty() {
                        forms[form].push(' ');
                    }
                    forms[form].push_str(word);
                }
            }
        }
        forms
    }
}

/// The place of a term's form in the result of [`Bulk::forms`], and the term without its sign.
fn by_sign(term: &str) -> Option<(usize, &str)> {
    use crate::engine::analysis::Level::{Exact, Part, Skeleton, Stem};
    let forms = [Exact, Stem, Part, Skeleton];
    forms.iter().enumerate().find_map(|(n, level)| Some((n, term.strip_prefix(level.sign())?)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::item::tests::stored;

    #[test]
    fn words_come_in_all_their_forms() {
        let [words, stems, parts, _] = Bulk::default().forms("Herbergspladserne på § 110");
        assert_eq!(words, "herbergspladserne på 110 §110");
        assert!(stems.starts_with("herbergsplads ") && parts == "herberg plads", "{stems} / {parts}");
    }

    #[test]
    fn every_field_has_its_place_in_both_configurations() {
        let [action, object] = Bulk::default().lines(&stored());
        assert_eq!(action["index"]["_id"], "skive/a#4");
        let opensearch: Value = serde_json::from_str(OPENSEARCH).unwrap();
        let known = opensearch["mappings"]["properties"].as_object().unwrap();
        for field in object.as_object().unwrap().keys() {
            assert!(known.contains_key(field), "OpenSearch: {field}");
            assert!(QUICKWIT.contains(&format!("- name: {field}\n")), "Quickwit: {field}");
        }
        assert_eq!(known.len(), object.as_object().unwrap().len());
    }
}
