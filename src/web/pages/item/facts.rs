//! Facts of an item beside its text.

use crate::archive::Snapshot;
use crate::index::StoredItem;
use crate::query::{Filter, filter};
use crate::text::shortened;
use crate::web::pages::{Frame, Link, topic};
use crate::web::{Problem, SearchState};
use crate::words::fill;

/// Characters of a neighbour's title.
const TITLE: usize = 90;

/// A fact: its name and its values, some with an address.
pub(super) struct Fact {
    pub name: String,
    pub values: Vec<(String, Option<String>)>,
}

/// The facts of an item in the order of the page.
pub(super) fn facts(frame: &Frame<'_>, stored: &StoredItem) -> Vec<Fact> {
    let (item, words) = (&stored.item, &frame.words.item);
    let plain = |value: &String| (value.clone(), None);
    let by = |filter: &'static Filter, value: &str| {
        Some(frame.search(&SearchState { page: 1, ..SearchState::default() }.with(filter, value)))
    };
    let case_number =
        item.case_number.as_ref().map(|c| (c.0.clone(), Some(frame.with(&frame.site.links.to("case"), [("q", &c.0)]))));
    let municipality = |m: &String| (m.clone(), by(&filter::MUNICIPALITY, m));
    let subject = |t: &crate::model::TopicPath| (topic(t.as_str()), by(&filter::TOPIC, t.as_str()));
    let label = |(name, value): &(String, String)| match (name.is_empty(), value.is_empty()) {
        (false, false) => (format!("{name}: {value}"), None),
        _ => (format!("{name}{value}"), None),
    };
    let all = [
        (&words.presenter, item.presenter.iter().map(plain).collect()),
        (&words.case_number, case_number.into_iter().collect()),
        (&words.topics, item.topics.iter().map(subject).collect()),
        (&words.municipalities, item.municipalities.iter().map(municipality).collect()),
        (&words.other_labels, item.labels.iter().map(label).collect::<Vec<_>>()),
    ];
    let some = all.into_iter().filter(|(_, values)| !values.is_empty());
    some.map(|(name, values)| Fact { name: name.clone(), values }).collect()
}

/// A reference to be pasted into a letter.
pub(super) fn citation(frame: &Frame<'_>, stored: &StoredItem, permalink: &str) -> String {
    let (item, words) = (&stored.item, frame.words);
    let number = item.number.as_ref().map(|n| format!("{}: ", fill(&words.hit.item, &[("number", n.as_str())])));
    let page = item.page.map(|p| format!(", {}", fill(&words.hit.page, &[("page", &p.to_string())])));
    let values = [
        ("body", frame.body(&stored.meeting)),
        ("date", frame.day(stored.meeting.date)),
        ("number", number.unwrap_or_default()),
        ("title", shortened(&item.title, 300)),
        ("page", page.unwrap_or_default()),
        ("address", permalink.to_owned()),
    ];
    fill(&words.item.cite_text, &values.each_ref().map(|(name, value)| (*name, value.as_str())))
}

/// The items before and after in the document.
pub(super) struct Neighbours {
    pub previous: Option<Link>,
    pub next: Option<Link>,
}

impl Neighbours {
    pub(super) fn new(frame: &Frame<'_>, snapshot: &Snapshot, stored: &StoredItem) -> Result<Self, Problem> {
        let items = snapshot.items_of(&stored.source)?;
        let here = items.iter().position(|i| i.id == stored.id);
        let link = |n: usize| {
            let other = items.get(n)?;
            let number = other.item.number.as_ref().map(|n| format!("{n} ")).unwrap_or_default();
            let name = format!("{number}{}", shortened(&other.item.title, TITLE));
            Some(Link::new(name, frame.thing("item", &other.id)))
        };
        let previous = here.and_then(|n| n.checked_sub(1)).and_then(link);
        Ok(Self { previous, next: here.and_then(|n| link(n + 1)) })
    }
}
