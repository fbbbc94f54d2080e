//! Finds the municipalities an item is about.
//!
//! In a municipality's own body that is the municipality itself. In a shared body or a region's body it is each
//! municipality named in the title, as presenter, or as sender of the case: `Sagsfremstilling modtaget fra Syddjurs
//! Kommune`. The text is ignored, because it also names many mere participants.

use crate::lexicon::authorities;
use crate::model::{Authority, AuthorityKind, Item};

/// Evidence for a municipality.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Naming {
    /// The body belongs to it.
    Body,
    /// The title names it.
    Title,
    /// The presenter belongs to it.
    Presenter,
    /// A heading names it as sender of the case.
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

/// A municipality of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The municipality's short name.
    pub municipality: String,
    /// The evidence.
    pub by: Naming,
    /// The words of the mention.
    pub words: String,
}

/// The municipalities in order of appearance, each once.
pub(super) fn municipalities(item: &Item, authority: Option<&Authority>) -> Vec<String> {
    named(item, authority).into_iter().map(|n| n.municipality).collect()
}

/// The same with evidence.
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
