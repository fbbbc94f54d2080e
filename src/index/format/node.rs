//! The stored form of a node for following cases: JSON with short names, because listing all cases reads every node.

use serde::{Deserialize, Serialize};

use crate::facts::case::{Announced, Case, Name, NameKind, Node, Pointer};
use crate::model::{MeetingKind, Outcome};

/// Encodes a node.
pub(crate) fn encode_node(node: &Node) -> serde_json::Result<Vec<u8>> {
    serde_json::to_vec(&NodeRow::from(node))
}

/// Decodes a node.
pub(crate) fn decode_node(bytes: &[u8]) -> serde_json::Result<Node> {
    serde_json::from_slice::<NodeRow>(bytes).map(Node::from)
}

/// Empty fields are left out.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct NodeRow {
    id: String,
    source: String,
    #[serde(rename = "at")]
    position: u32,
    #[serde(skip_serializing_if = "is_false")]
    agenda: bool,
    #[serde(skip_serializing_if = "is_false")]
    other: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    #[serde(rename = "no", skip_serializing_if = "Option::is_none")]
    number: Option<String>,
    title: String,
    #[serde(rename = "reg")]
    register: String,
    #[serde(skip_serializing_if = "is_false")]
    standing: bool,
    #[serde(skip_serializing_if = "is_false")]
    closed: bool,
    /// Key and printed form.
    #[serde(skip_serializing_if = "Option::is_none")]
    case: Option<(String, String)>,
    #[serde(rename = "words", skip_serializing_if = "Option::is_none")]
    title_words: Option<u64>,
    /// Key, and a letter for the kind: upper case if it is in the title.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    names: Vec<(String, char)>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    topic: Vec<String>,
    /// Words, body, date, point.
    #[serde(rename = "to", skip_serializing_if = "Vec::is_empty")]
    pointers: Vec<(String, Option<String>, Option<String>, String)>,
    #[serde(skip_serializing_if = "is_false")]
    decided: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<String>,
    #[serde(rename = "next", skip_serializing_if = "Vec::is_empty")]
    announced: Vec<AnnouncedRow>,
    #[serde(rename = "list", skip_serializing_if = "Vec::is_empty")]
    listed: Vec<AnnouncedRow>,
}

/// Words, body, date, until.
type AnnouncedRow = (String, Option<String>, Option<String>, Option<String>);

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_false(value: &bool) -> bool {
    !value
}

/// The letters in [`NodeRow::names`].
const KINDS: [(char, NameKind); 3] = [('p', NameKind::Proper), ('c', NameKind::Capital), ('l', NameKind::Compound)];

fn name_row(name: &Name) -> (String, char) {
    let letter = KINDS.iter().find(|(_, kind)| *kind == name.kind).map_or('l', |(letter, _)| *letter);
    (name.key.clone(), if name.about { letter.to_ascii_uppercase() } else { letter })
}

fn name((key, letter): (String, char)) -> Name {
    let kind = KINDS.iter().find(|(known, _)| *known == letter.to_ascii_lowercase());
    Name { key, kind: kind.map_or(NameKind::Compound, |(_, kind)| *kind), about: letter.is_ascii_uppercase() }
}

fn printed(date: Option<jiff::civil::Date>) -> Option<String> {
    date.map(|d| d.to_string())
}

fn date(printed: Option<String>) -> Option<jiff::civil::Date> {
    printed.and_then(|d| d.parse().ok())
}

impl From<&Node> for NodeRow {
    fn from(node: &Node) -> Self {
        let pointer = |p: &Pointer| (p.words.clone(), p.body.clone(), printed(p.date), p.point.clone());
        let announced = |a: &Announced| (a.words.clone(), a.body.clone(), printed(a.date), printed(a.until));
        Self {
            id: node.id.clone(),
            source: node.source.clone(),
            position: node.position,
            agenda: node.kind == MeetingKind::Agenda,
            other: node.kind == MeetingKind::Other,
            body: node.body.clone(),
            date: printed(node.date),
            number: node.number.clone(),
            title: node.title.clone(),
            register: node.register.clone(),
            standing: node.standing,
            closed: node.closed,
            case: node.case.as_ref().map(|c| (c.key.clone(), c.printed.clone())),
            title_words: node.title_words,
            names: node.names.iter().map(name_row).collect(),
            topic: node.topic.clone(),
            pointers: node.pointers.iter().map(pointer).collect(),
            decided: node.decided,
            outcome: node.outcome.map(|o| o.name().to_owned()),
            announced: node.announced.iter().map(announced).collect(),
            listed: node.listed.iter().map(announced).collect(),
        }
    }
}

impl From<NodeRow> for Node {
    fn from(row: NodeRow) -> Self {
        let pointer = |(words, body, day, point)| Pointer { words, body, date: date(day), point };
        let announced =
            |(words, body, day, until): AnnouncedRow| Announced { words, body, date: date(day), until: date(until) };
        Self {
            id: row.id,
            source: row.source,
            position: row.position,
            kind: super::stored::kind_of(!row.agenda && !row.other, row.other),
            body: row.body,
            date: date(row.date),
            number: row.number,
            title: row.title,
            register: row.register,
            standing: row.standing,
            closed: row.closed,
            case: row.case.map(|(key, printed)| Case { key, printed }),
            title_words: row.title_words,
            names: row.names.into_iter().map(name).collect(),
            topic: row.topic,
            pointers: row.pointers.into_iter().map(pointer).collect(),
            decided: row.decided,
            outcome: row.outcome.as_deref().and_then(Outcome::from_name),
            announced: row.announced.into_iter().map(announced).collect(),
            listed: row.listed.into_iter().map(announced).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil;

    use super::*;

    #[test]
    fn node_comes_back_as_it_went_in() {
        let day = Some(civil::date(2024, 3, 1));
        let words = || "jf. pkt. 7".to_owned();
        let node = Node {
            id: "a#4".into(),
            source: "a.pdf".into(),
            position: 3,
            kind: MeetingKind::Agenda,
            body: Some("Byrådet".into()),
            date: day,
            number: Some("4".into()),
            title: "Lukning af Kollegiet".into(),
            register: "Viborg".into(),
            standing: false,
            closed: true,
            case: Some(Case { key: "24-100".into(), printed: "24/100".into() }),
            title_words: Some(u64::MAX),
            names: [NameKind::Proper, NameKind::Capital, NameKind::Compound]
                .map(|kind| Name { key: "kollegium".into(), kind, about: kind == NameKind::Capital })
                .into(),
            topic: vec!["lukning".into()],
            pointers: vec![Pointer { words: words(), body: None, date: day, point: "7".into() }],
            decided: true,
            outcome: Some(Outcome::Withdrawn),
            announced: vec![Announced { words: words(), body: Some("DAS".into()), date: day, until: day }],
            listed: vec![Announced { words: words(), body: None, date: None, until: None }],
        };
        assert_eq!(decode_node(&encode_node(&node).unwrap()).unwrap(), node);
    }
}
