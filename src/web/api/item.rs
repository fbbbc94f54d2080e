//! One item whole.

use schemars::JsonSchema;
use serde::Serialize;

use super::endpoint::{Asked, Endpoint};
use crate::archive::Snapshot;
use crate::index::StoredItem;
use crate::output::{RepairObject, StoredItemObject};
use crate::web::{Problem, Site};

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new("/items/{id}", "One item with all its sections.", item)
            .of("As hits name it: `skive/referat-2021#2.2`, the `#` written `%23`. Slashes need no escape."),
    ]
}

/// An item, its twins and its neighbours.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ItemAnswer {
    #[serde(flatten)]
    pub item: StoredItemObject,
    /// Ids of the same item in the meeting's other documents.
    pub twins: Vec<String>,
    /// The pages of its text in the document, from 1.
    pub pages: Vec<u32>,
    /// Repairs of its text, section by section.
    pub repairs: Vec<ItemRepairObject>,
    /// The item before it in its document.
    pub previous: Option<ItemBriefObject>,
    /// The item after it.
    pub next: Option<ItemBriefObject>,
}

/// A repair in one of an item's sections.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ItemRepairObject {
    /// The place of the section among the item's, from 0.
    pub section: usize,
    #[serde(flatten)]
    pub repair: RepairObject,
}

/// An item in short.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ItemBriefObject {
    pub id: String,
    /// As printed.
    pub number: Option<String>,
    pub title: String,
    pub closed: bool,
    /// As an item's `outcome`.
    pub outcome: Option<&'static str>,
    /// Its first page, from 1.
    pub page: Option<u32>,
}

impl From<&StoredItem> for ItemBriefObject {
    fn from(stored: &StoredItem) -> Self {
        let whole = StoredItemObject::from(stored);
        Self {
            id: whole.id,
            number: whole.item.number,
            title: whole.item.title,
            closed: whole.item.closed,
            outcome: whole.item.outcome,
            page: whole.item.page,
        }
    }
}

fn item(_: &Site, snapshot: &Snapshot, asked: &Asked) -> Result<ItemAnswer, Problem> {
    let id = &asked.thing;
    let stored = snapshot.item(id)?;
    let of_document = snapshot.items_of(&stored.source)?;
    let at = of_document.iter().position(|other| other.id == *id).unwrap_or_default();
    let brief = |at: Option<usize>| at.and_then(|at| of_document.get(at)).map(Into::into);
    let sections = stored.item.sections.iter().enumerate();
    let repairs = sections.flat_map(|(section, s)| {
        RepairObject::of_text(&s.text).into_iter().map(move |repair| ItemRepairObject { section, repair })
    });
    Ok(ItemAnswer {
        twins: snapshot.twins(id)?,
        pages: pages(&stored),
        repairs: repairs.collect(),
        previous: brief(at.checked_sub(1)),
        next: brief(Some(at + 1)),
        item: (&stored).into(),
    })
}

fn pages(stored: &StoredItem) -> Vec<u32> {
    let of_sections = stored.item.sections.iter().flat_map(|s| s.text.breaks()).map(|b| b.page);
    let mut pages: Vec<u32> = stored.item.page.into_iter().chain(of_sections).collect();
    pages.sort_unstable();
    pages.dedup();
    pages
}
