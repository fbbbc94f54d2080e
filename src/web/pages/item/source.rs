//! The document of an item, with a picture of the page.

use crate::archive::Snapshot;
use crate::index::StoredItem;
use crate::web::Problem;
use crate::web::context::{RequestContext, address};
use crate::web::pages::Frame;
use crate::words::fill;

/// Pixels across of the picture of a page.
const WIDTH: &str = "900";

/// The document beside the text.
pub(super) struct Source {
    pub name: String,
    /// `None` for a format without pages.
    pub picture: Option<Picture>,
    pub original: String,
    /// The text of the link.
    pub original_name: String,
}

/// A page of the document.
pub(super) struct Picture {
    pub address: String,
    /// The page as large as it is sent.
    pub alt: String,
    pub here: String,
    pub previous: Option<String>,
    pub next: Option<String>,
}

impl Source {
    /// The page asked for, else the page of the first hit, else the item's first page.
    pub(super) fn new(
        frame: &Frame<'_>,
        snapshot: &Snapshot,
        context: &RequestContext,
        stored: &StoredItem,
        marked: Option<u32>,
    ) -> Result<Self, Problem> {
        let words = &frame.words.item;
        let pages = snapshot.file(&stored.source)?.map_or(0, |f| f.pages);
        let asked = context.get("page").and_then(|p| p.parse().ok()).filter(|p| (1..=pages).contains(p));
        let page = asked.or(marked).or(stored.item.page).unwrap_or(1);
        let name = stored.source.rsplit('/').next().unwrap_or(&stored.source).to_owned();
        let is_drawn = name.to_lowercase().ends_with(".pdf") && page <= pages;
        let original = frame.site.links.thing("original", &stored.source);
        let (original, original_name) = match is_drawn {
            true => (format!("{original}#page={page}"), fill(&words.original_at, &[("page", &page.to_string())])),
            false => (original, words.original.clone()),
        };
        let picture = is_drawn.then(|| Picture::new(frame, context, stored, &name, (page, pages)));
        Ok(Self { name, picture, original, original_name })
    }
}

impl Picture {
    fn new(
        frame: &Frame<'_>,
        context: &RequestContext,
        stored: &StoredItem,
        name: &str,
        (page, pages): (u32, u32),
    ) -> Self {
        let words = &frame.words.item;
        let path = frame.site.links.thing(&format!("picture/{page}"), &stored.source);
        let asked = context.get("q").map(|q| ("q", q));
        let picture = address(&path, asked.into_iter().chain([("width", WIDTH.to_owned())]));
        let here = frame.site.links.thing("item", &stored.id);
        let turn = |to: u32| {
            let others = context.pairs().into_iter().filter(|(n, _)| n != "page" && n != "lang");
            let pairs = others.chain([("page".to_owned(), to.to_string())]);
            (1..=pages).contains(&to).then(|| format!("{}#source", frame.with(&here, pairs)))
        };
        let (at, last) = (page.to_string(), pages.to_string());
        Self {
            address: picture,
            alt: fill(&words.picture, &[("page", &at), ("source", name)]),
            here: fill(&words.page_of, &[("page", &at), ("last", &last)]),
            previous: turn(page.saturating_sub(1)),
            next: turn(page + 1),
        }
    }
}
