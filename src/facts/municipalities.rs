//! Which municipalities an item is about.
//!
//! A municipality's own body deals with its own matters. In a body that several share, and in a region's, an item is about
//! those that its title, its presenter or the sender of the case name: `Sagsfremstilling modtaget fra Syddjurs Kommune`.
//! The text names many more that only take part, so it is not asked.

use crate::lexicon::authorities;
use crate::model::{Authority, AuthorityKind, Item};

/// What says that an item is about a municipality.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Naming {
    /// The body is its own.
    Body,
    Title,
    Presenter,
    /// A heading names it as the sender of the case.
    Heading,
}

impl Naming {
    /// The name used in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Body => "body",
            Self::Title => "title",
            Self::Presenter => "presenter",
            Self::Heading => "heading",
        }
    }
}

/// A municipality that an item is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    pub municipality: String,
    pub by: Naming,
    /// The words that name it.
    pub words: String,
}

/// In the order of appearance, each once.
pub(super) fn municipalities(item: &Item, authority: Option<&Authority>) -> Vec<String> {
    named(item, authority).into_iter().map(|n| n.municipality).collect()
}

/// The same with what says so.
pub(super) fn named(item: &Item, authority: Option<&Authority>) -> Vec<Named> {
    let own = authority.filter(|own| own.kind == AuthorityKind::Municipality);
    let by_body = |own: &Authority| Named { municipality: own.name.clone(), by: Naming::Body, words: own.name.clone() };
    own.map_or_else(|| in_text(item), |own| vec![by_body(own)])
}

fn in_text(item: &Item) -> Vec<Named> {
    let headings = item.sections.iter().filter_map(|s| s.heading.as_deref()).map(|h| (Naming::Heading, h));
    let presenter = item.presenter.as_deref().map(|p| (Naming::Presenter, p));
    let mut out: Vec<Named> = Vec::new();
    for (by, text) in [(Naming::Title, item.title.as_str())].into_iter().chain(presenter).chain(headings) {
        for mention in authorities().mentions(text) {
            let Authority { name, kind, .. } = mention.authority;
            if kind == AuthorityKind::Municipality && !out.iter().any(|known| known.municipality == name) {
                out.push(Named { municipality: name, by, words: text[mention.at].to_owned() });
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
        Section { heading: Some(heading.into()), ..Section::new(kind, text) }
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
