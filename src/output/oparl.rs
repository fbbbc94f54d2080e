//! The archive as objects of OParl 1.1, the German standard for council information: one JSON object a line.
//!
//! A case is a `Paper`, its way through the meetings the `Consultation`s in it; a `Meeting` has its `AgendaItem`s in it.
//! Field names and required fields are those of the published schema (<https://dev.oparl.org/spezifikation>, checked by a
//! test). Agendas lack some data of OParl (people, terms of office): the objects give their lists as addresses below
//! the base, and these are empty. Danish takes the place of German: `result` is the decision, in words.

use std::collections::HashSet;
use std::sync::LazyLock;

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use serde_json::{Map, Value, json};

use super::danish;
use super::history::text_of_item;
use crate::facts::case::{Node, register};
use crate::index::{MeetingFacts, StoredItem};
use crate::model::{MeetingKind, SectionKind};
use crate::query::{ExportedCase, ExportedStep, WholeMeeting};

const SCHEMA: &str = "https://schema.oparl.org/1.1/";
/// The name of a shared or an unknown authority.
const SHARED: &str = "Fælles";

/// Danish time: an hour ahead of UTC, two in summer.
static DENMARK: LazyLock<TimeZone> =
    LazyLock::new(|| TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").unwrap_or(TimeZone::UTC));

/// Makes the objects. Bodies and organizations come before the first reference to them.
pub struct OParl {
    /// The common beginning of every address, ending in `/`.
    base: String,
    /// The creation time of all objects, in the format of OParl.
    made: String,
    known: HashSet<String>,
}

impl OParl {
    /// `base` is the common address of the objects, `made` a time such as `2026-11-22T05:00:00Z`.
    pub fn new(base: &str, made: &str) -> Self {
        Self { base: format!("{}/", base.trim_end_matches('/')), made: made.to_owned(), known: HashSet::new() }
    }

    /// The root object. It links to the bodies, and they link to the rest.
    pub fn system(&self) -> Value {
        let more = json!({
            "oparlVersion": SCHEMA,
            "body": self.address("bodies", ""),
            "name": "dagsorden",
        });
        self.object("System", &["system"], more)
    }

    /// A meeting, after its body and organization where it is their first.
    pub fn meeting(&mut self, whole: &WholeMeeting) -> Vec<Value> {
        let WholeMeeting { meeting, items } = whole;
        let facts = &meeting.facts;
        let mut objects = self.owners(facts);
        let of = |kind| meeting.documents.iter().find(|d| d.facts.kind == kind);
        let file = |kind| of(kind).map(|d| self.file(&d.source));
        let held = of(MeetingKind::Minutes).is_some();
        let items: Vec<Value> = (1..).zip(items).map(|(n, i)| self.item(&meeting.id, n, i)).collect();
        let name = facts.body.clone().unwrap_or_else(|| SHARED.to_owned());
        let more = json!({
            "name": facts.date.map_or_else(|| name.clone(), |d| format!("{name} {}", danish::date(d))),
            "meetingState": if held { "durchgeführt" } else { "eingeladen" },
            // Midnight where only the day is known: OParl has no field for a day.
            "start": facts.date.and_then(|d| time(d, facts.start.unwrap_or_default())),
            "end": facts.date.zip(facts.end).and_then(|(d, t)| time(d, t)),
            "location": facts.place.as_ref().map(|p| self.location(facts, p)),
            "organization": [self.organization(facts)],
            "invitation": file(MeetingKind::Agenda),
            "resultsProtocol": file(MeetingKind::Minutes),
            "agendaItem": items,
        });
        objects.push(self.object("Meeting", &meeting_path(&meeting.id), more));
        objects
    }

    /// A case.
    pub fn case(&self, case: &ExportedCase) -> Option<Value> {
        let (first, last) = (case.steps.first()?, case.steps.last()?);
        let consultations: Vec<Value> = case.steps.iter().map(|s| self.consultation(&first.node, s)).collect();
        let more = json!({
            "body": self.address("body", named(&first.node.register)),
            "name": last.node.title,
            "reference": case.steps.iter().find_map(|s| s.node.case.as_ref()).map(|c| c.printed.clone()),
            "date": first.node.date.map(|d| d.to_string()),
            "paperType": "Sag",
            "consultation": consultations,
        });
        Some(self.object("Paper", &["paper", &first.node.id], more))
    }

    fn owners(&mut self, facts: &MeetingFacts) -> Vec<Value> {
        let (body, organization) = (self.body(facts), self.organization(facts));
        let mut objects = Vec::new();
        if self.known.insert(body.clone()) {
            let list = |name: &str| format!("{body}/{name}");
            let name = facts.authority.as_ref().map(|a| a.name.clone()).or_else(|| facts.body.clone());
            let more = json!({
                "system": self.address("system", ""),
                "name": name.unwrap_or_else(|| SHARED.to_owned()),
                "organization": list("organization"), "person": list("person"), "meeting": list("meeting"),
                "paper": list("paper"), "legislativeTerm": [], "agendaItem": list("agendaItem"),
                "consultation": list("consultation"), "file": list("file"), "locationList": list("location"),
                "legislativeTermList": list("legislativeTerm"), "membership": list("membership"),
            });
            objects.push(self.object("Body", &["body", owner(facts).as_str()], more));
        }
        if self.known.insert(organization) {
            let name = facts.body.clone().unwrap_or_else(|| SHARED.to_owned());
            let more = json!({ "body": body, "name": name, "organizationType": "Gremium" });
            objects.push(self.object("Organization", &["organization", owner(facts).as_str(), &name], more));
        }
        objects
    }

    fn item(&self, meeting: &str, order: usize, stored: &StoredItem) -> Value {
        let item = &stored.item;
        let topics: Vec<String> = item.topics.iter().map(ToString::to_string).collect();
        let more = json!({
            "meeting": self.url(&meeting_path(meeting)),
            "number": item.number.as_ref().map(ToString::to_string),
            "order": order,
            "name": item.title,
            "public": !item.closed,
            "consultation": (!item.standing).then(|| self.address("consultation", &stored.id)),
            "result": item.outcome().map(danish::outcome),
            "resolutionText": text_of_item(item, SectionKind::Minutes),
            "keyword": if topics.is_empty() { Value::Null } else { json!(topics) },
        });
        self.object("AgendaItem", &["agendaItem", &stored.id], more)
    }

    fn consultation(&self, first: &Node, step: &ExportedStep) -> Value {
        let (meeting, body) = (meeting_path(&step.meeting), step.body.as_deref().unwrap_or(SHARED));
        let step = &step.node;
        let more = json!({
            "paper": self.address("paper", &first.id),
            "agendaItem": self.address("agendaItem", &step.id),
            "meeting": self.url(&meeting),
            "organization": [self.url(&["organization", named(&step.register), body])],
            "authoritative": step.outcome.map(|o| o.decides()),
            "role": step.outcome.map(danish::outcome),
        });
        self.object("Consultation", &["consultation", &step.id], more)
    }

    fn file(&self, source: &str) -> Value {
        let name = source.rsplit('/').next().unwrap_or(source);
        let kind = match name.rsplit('.').next().map(str::to_lowercase).as_deref() {
            Some("pdf") => "application/pdf",
            Some("docx") => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Some("html" | "htm") => "text/html",
            _ => "text/plain",
        };
        let more = json!({ "fileName": name, "mimeType": kind, "accessUrl": self.address("document", source) });
        self.object("File", &["file", source], more)
    }

    fn location(&self, facts: &MeetingFacts, place: &str) -> Value {
        self.object("Location", &["location", owner(facts).as_str(), place], json!({ "description": place }))
    }

    /// An object of this type at this address, without empty fields.
    fn object(&self, kind: &str, path: &[impl AsRef<str>], more: Value) -> Value {
        let mut object = Map::new();
        object.insert("id".into(), self.url(path).into());
        object.insert("type".into(), format!("{SCHEMA}{kind}").into());
        if let Value::Object(fields) = more {
            object.extend(fields.into_iter().filter(|(_, value)| !value.is_null()));
        }
        for field in ["created", "modified"] {
            object.insert(field.into(), self.made.clone().into());
        }
        Value::Object(object)
    }

    fn body(&self, facts: &MeetingFacts) -> String {
        self.address("body", &owner(facts))
    }

    fn organization(&self, facts: &MeetingFacts) -> String {
        self.url(&["organization", owner(facts).as_str(), facts.body.as_deref().unwrap_or(SHARED)])
    }

    fn address(&self, kind: &str, of: &str) -> String {
        if of.is_empty() { self.url(&[kind]) } else { self.url(&[kind, of]) }
    }

    fn url(&self, path: &[impl AsRef<str>]) -> String {
        let steps: Vec<String> = path.iter().map(|step| encoded(step.as_ref())).collect();
        format!("{}{}", self.base, steps.join("/"))
    }
}

/// The address of a meeting: its id, step by step.
fn meeting_path(id: &str) -> Vec<&str> {
    let steps = id.split('/').map(|step| if step.is_empty() { SHARED } else { step });
    std::iter::once("meeting").chain(steps).collect()
}

/// The owner of the meetings, as in [`Node::register`].
fn owner(facts: &MeetingFacts) -> String {
    named(&register(&facts.setting())).to_owned()
}

fn named(register: &str) -> &str {
    if register.is_empty() { SHARED } else { register }
}

/// A day and time in Denmark as OParl writes it.
fn time(date: Date, time: Time) -> Option<String> {
    let zoned = DENMARK.to_zoned(date.to_datetime(time)).ok()?;
    Some(zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string())
}

/// A step of an address.
fn encoded(step: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~".contains(&b);
    step.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::case::Setting;
    use crate::index::{DocumentRecord, Meetings};
    use crate::output::item::tests::stored;

    /// For each type, the fields of the schema of OParl 1.1 and the required ones.
    fn schema() -> Value {
        serde_json::from_str(include_str!("../../tests/oparl-1.1.json")).unwrap()
    }

    /// Checks an object and all objects in it.
    fn check(object: &Value, schema: &Value, seen: &mut Vec<String>) {
        let Value::Object(fields) = object else { return };
        let kind = fields["type"].as_str().and_then(|t| t.strip_prefix(SCHEMA)).unwrap();
        seen.push(kind.to_owned());
        let known = &schema[kind];
        let names = |list: &str| -> Vec<String> {
            known[list].as_array().unwrap().iter().map(|n| n.as_str().unwrap().to_owned()).collect()
        };
        for name in fields.keys() {
            assert!(names("fields").contains(name), "{kind} has no {name}");
        }
        for name in names("required") {
            assert!(fields.contains_key(&name), "{kind} needs {name}: {object}");
        }
        for inner in fields.values() {
            let list = inner.as_array().into_iter().flatten().filter(|i| i.is_object());
            list.chain(inner.is_object().then_some(inner)).for_each(|i| check(i, schema, seen));
        }
    }

    fn whole() -> WholeMeeting {
        let item = stored();
        let document = |source: &str, kind| DocumentRecord {
            source: source.into(),
            stem: source.into(),
            facts: MeetingFacts { kind, ..item.meeting.clone() },
            items: 1,
            numbers: Vec::new(),
        };
        let documents =
            vec![document("skive/a.pdf", MeetingKind::Minutes), document("skive/a-d.docx", MeetingKind::Agenda)];
        let meeting = Meetings::of_groups([(documents, 1)]).all()[0].clone();
        WholeMeeting { meeting, items: vec![item] }
    }

    fn case(whole: &WholeMeeting) -> ExportedCase {
        let body = whole.meeting.facts.body.clone();
        ExportedCase {
            steps: vec![ExportedStep { node: node(&whole.items[0]), meeting: whole.meeting.id.clone(), body }],
        }
    }

    fn node(item: &StoredItem) -> Node {
        let setting: Setting = item.meeting.setting();
        Node::new(&item.id, &item.source, item.position, &setting, &item.item)
    }

    #[test]
    fn objects_have_the_fields_of_the_schema() {
        let (mut oparl, schema, mut seen) =
            (OParl::new("https://example.org/oparl", "2026-01-01T00:00:00Z"), schema(), Vec::new());
        let whole = whole();
        let case = case(&whole);
        let mut objects = vec![oparl.system()];
        objects.extend(oparl.meeting(&whole));
        objects.extend(oparl.case(&case));
        objects.iter().for_each(|o| check(o, &schema, &mut seen));
        for kind in ["System", "Body", "Organization", "Meeting", "AgendaItem", "File", "Paper", "Consultation"] {
            assert!(seen.iter().any(|s| s == kind), "{kind} in {seen:?}");
        }
    }

    #[test]
    fn item_and_case_point_to_each_other() {
        let mut oparl = OParl::new("https://example.org/oparl/", "2026-01-01T00:00:00Z");
        let whole = whole();
        let meeting = oparl.meeting(&whole).pop().unwrap();
        let paper = oparl.case(&case(&whole)).unwrap();
        let (item, consultation) = (&meeting["agendaItem"][0], &paper["consultation"][0]);
        assert_eq!(item["consultation"], consultation["id"]);
        assert_eq!(consultation["agendaItem"], item["id"]);
        assert_eq!(consultation["meeting"], meeting["id"]);
        assert_eq!(consultation["organization"], meeting["organization"]);
        assert_eq!(item["id"], "https://example.org/oparl/agendaItem/skive%2Fa%234");
    }

    #[test]
    fn body_is_told_once() {
        let mut oparl = OParl::new("https://example.org/", "2026-01-01T00:00:00Z");
        assert_eq!((oparl.meeting(&whole()).len(), oparl.meeting(&whole()).len()), (3, 1));
    }

    #[test]
    fn time_has_the_offset_of_the_season() {
        let at = |month| time(jiff::civil::date(2024, month, 1), jiff::civil::time(9, 30, 0, 0)).unwrap();
        assert_eq!([at(1), at(7)], ["2024-01-01T09:30:00+01:00", "2024-07-01T09:30:00+02:00"]);
    }
}
