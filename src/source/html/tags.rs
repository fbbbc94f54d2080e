//! Classifies the tags of a page by their effect on its text.

use html5gum::StartTag;

/// Elements without text of the page, skipped with all their content.
const HIDDEN: [&[u8]; 17] = [
    b"script",
    b"style",
    b"noscript",
    b"template",
    b"head",
    b"nav",
    b"svg",
    b"math",
    b"select",
    b"textarea",
    b"iframe",
    b"object",
    b"audio",
    b"video",
    b"canvas",
    b"form-data",
    b"dialog",
];
/// Tags that end the line before and after them.
pub(super) const BLOCKS: [&[u8]; 33] = [
    b"address",
    b"article",
    b"aside",
    b"blockquote",
    b"body",
    b"center",
    b"dd",
    b"details",
    b"div",
    b"dl",
    b"dt",
    b"fieldset",
    b"figcaption",
    b"figure",
    b"footer",
    b"form",
    b"header",
    b"hr",
    b"html",
    b"li",
    b"main",
    b"ol",
    b"p",
    b"pre",
    b"section",
    b"summary",
    b"table",
    b"tbody",
    b"thead",
    b"tfoot",
    b"caption",
    b"ul",
    b"br",
];
/// Tags without content, which have no end.
pub(super) const VOID: [&[u8]; 13] =
    [b"area", b"base", b"br", b"col", b"embed", b"hr", b"img", b"input", b"link", b"meta", b"source", b"track", b"wbr"];

/// Elements used for a part of the page, such as an accordion's panel.
const PARTS: [&[u8]; 14] = [
    b"div",
    b"section",
    b"article",
    b"ul",
    b"ol",
    b"dl",
    b"dd",
    b"table",
    b"tbody",
    b"p",
    b"li",
    b"details",
    b"main",
    b"fieldset",
];
/// Classes of menus and windows, folded in like panels.
const MENUS: [&str; 8] = ["menu", "nav", "modal", "dialog", "cookie", "popup", "tooltip", "search"];
/// Classes of panels.
const PANELS: [&str; 6] = ["accordion", "collapse", "collapsible", "panel", "foldout", "harmonika"];

/// The visibility of an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Visibility {
    Shown,
    /// Hidden until its title is clicked, if it is the panel of one.
    Folded,
    Hidden,
}

fn attribute(tag: &StartTag<()>, name: &[u8]) -> Option<Vec<u8>> {
    tag.attributes.get(name).map(|value| value.value.to_ascii_lowercase())
}

/// The visibility of this element, judged by its tag.
pub(super) fn visibility(tag: &StartTag<()>) -> Visibility {
    let name: &[u8] = &tag.name;
    let role = attribute(tag, b"role").unwrap_or_default();
    let is_menu = [&b"menu"[..], b"navigation", b"menubar", b"tooltip", b"dialog"].contains(&role.as_slice());
    // A word turned into a button is an icon: `PDF` before the name of an attachment.
    if HIDDEN.contains(&name) || is_menu || name == b"span" && role == b"button" && !controls(tag) {
        return Visibility::Hidden;
    }
    let style = attribute(tag, b"style").unwrap_or_default();
    let is_undisplayed =
        style.split(|b| *b == b';').any(|rule| rule.iter().copied().filter(|b| *b != b' ').eq(*b"display:none"));
    let hidden = attribute(tag, b"hidden");
    let is_aria_hidden = attribute(tag, b"aria-hidden").is_some_and(|value| value == b"true");
    match hidden.as_deref() {
        Some(b"until-found") => Visibility::Shown,
        None if !is_undisplayed && !is_aria_hidden => Visibility::Shown,
        _ if !PARTS.contains(&name) || has_class(tag, &MENUS) => Visibility::Hidden,
        _ if has_class(tag, &PANELS) => Visibility::Shown,
        _ => Visibility::Folded,
    }
}

fn has_class(tag: &StartTag<()>, words: &[&str]) -> bool {
    let class = attribute(tag, b"class").unwrap_or_default();
    let class = String::from_utf8_lossy(&class);
    class.split([' ', '-', '_']).any(|part| words.contains(&part))
}

/// The element opens and closes something else.
pub(super) fn controls(tag: &StartTag<()>) -> bool {
    let has = |name: &[u8]| tag.attributes.contains_key(name);
    let toggles = |name: &[u8]| attribute(tag, name).is_some_and(|value| value == b"collapse");
    has(b"aria-expanded")
        || has(b"aria-controls")
        || toggles(b"data-toggle")
        || toggles(b"data-bs-toggle")
        || target(tag).is_some() && is_button(tag)
}

fn is_button(tag: &StartTag<()>) -> bool {
    *tag.name == b"button"[..] || attribute(tag, b"role").is_some_and(|role| role == b"button" || role == b"tab")
}

/// The id of the element it opens.
pub(super) fn target(tag: &StartTag<()>) -> Option<Vec<u8>> {
    let raw = |name: &[u8]| tag.attributes.get(name).map(|value| value.value.to_vec());
    let local = |value: Vec<u8>| value.strip_prefix(b"#").filter(|id| !id.is_empty()).map(<[u8]>::to_vec);
    raw(b"aria-controls").or_else(|| {
        [&b"data-target"[..], b"data-bs-target", b"href"].into_iter().find_map(|name| raw(name).and_then(local))
    })
}

/// The element's text is a title: it opens a panel, or the page marks it as a heading.
pub(super) fn is_title(tag: &StartTag<()>) -> bool {
    let name: &[u8] = &tag.name;
    let can_open = [&b"button"[..], b"a", b"div", b"span", b"dt", b"p", b"li"].contains(&name);
    name == b"summary" || attribute(tag, b"role").is_some_and(|role| role == b"heading") || can_open && controls(tag)
}

/// The actions of controls, by first word: `Vis mere`, `Luk`, `Del på Facebook`. None of them alone begins an item's
/// title.
const COMMANDS: [&str; 27] = [
    "vis", "skjul", "åbn", "luk", "menu", "del", "søg", "log", "hent", "print", "udskriv", "download", "lyt", "læs",
    "næste", "forrige", "fold", "vælg", "cookie", "cookies", "show", "hide", "open", "close", "share", "toggle",
    "tilbage",
];

/// True where a control's words name its action, or it has none.
pub(super) fn is_command(words: &str) -> bool {
    let first = words.split_whitespace().next().unwrap_or_default();
    let first = first.trim_matches(|ch: char| !ch.is_alphanumeric()).to_lowercase();
    !words.chars().any(char::is_alphabetic) || COMMANDS.contains(&first.as_str())
}
