//! Which municipalities an item is about.
//!
//! A municipality's own body deals with its own matters. In a body that several share, and in a region's, an item is about
//! those that its title, its presenter or the sender of the case name: `Sagsfremstilling modtaget fra Syddjurs Kommune`.
//! The text names many more that only take part, so it is not asked.

use crate::lexicon::authorities;
use crate::model::{Authority, AuthorityKind, Item};

/// In the order of appearance, each once.
pub(super) fn municipalities(item: &Item, authority: Option<&Authority>) -> Vec<String> {
    match authority {
        Some(own) if own.kind == AuthorityKind::Municipality => vec![own.name.clone()],
        _ => named(item),
    }
}

fn named(item: &Item) -> Vec<String> {
    let headings = item.sections.iter().filter_map(|s| s.heading.as_deref());
    let mut out = Vec::new();
    for text in [item.title.as_str()].into_iter().chain(item.presenter.as_deref()).chain(headings) {
        let mentions = authorities().mentions(text).into_iter().map(|m| m.authority);
        for authority in mentions.filter(|a| a.kind == AuthorityKind::Municipality) {
            if !out.contains(&authority.name) {
                out.push(authority.name);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Section, SectionKind, Text};

    fn section(heading: &str, text: &str) -> Section {
        let (kind, text) = (SectionKind::CaseSummary, Text::on_page(text, 1));
        Section { kind, heading: Some(heading.into()), body: None, date: None, text }
    }

    #[test]
    fn municipal_body_is_about_its_own() {
        let own = authorities().named("Viborg").unwrap();
        let item = Item::titled("Samarbejde med Skive Kommune");
        assert_eq!(municipalities(&item, Some(own)), ["Viborg"]);
    }

    #[test]
    fn shared_body_names_them_in_title_presenter_and_sender() {
        let mut item = Item::titled("Lukning af Kollegiet (Syddjurs Kommune)");
        item.presenter = Some("Steinar Eggen Kristensen (Randers) og direktør Syddjurs".into());
        item.sections = vec![section("Sagsfremstilling modtaget fra Skive Kommune", "Viborg Kommune deltager.")];
        assert_eq!(municipalities(&item, None), ["Syddjurs", "Randers", "Skive"]);
        let region = authorities().named("Region Midtjylland").unwrap();
        assert_eq!(municipalities(&item, Some(region)), ["Syddjurs", "Randers", "Skive"]);
    }
}
