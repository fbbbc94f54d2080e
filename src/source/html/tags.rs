//! What the tags of a page mean for its text.

use html5gum::StartTag;

/// What is not text of the page, with all that is in it.
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

/// Not shown, or a control and not a word of the page.
pub(super) fn is_hidden(tag: &StartTag<()>) -> bool {
    let attribute = |name: &[u8]| tag.attributes.get(name).map(|value| value.value.to_ascii_lowercase());
    let name: &[u8] = &tag.name;
    let role = attribute(b"role").unwrap_or_default();
    let style = attribute(b"style").unwrap_or_default();
    HIDDEN.contains(&name)
        || attribute(b"hidden").is_some()
        || attribute(b"aria-hidden").is_some_and(|value| value == b"true")
        || [&b"menu"[..], b"navigation", b"menubar", b"tooltip"].contains(&role.as_slice())
        // A word that was made a button is an icon: `PDF` before the name of an attachment.
        || name == b"span" && role == b"button"
        || style.split(|b| *b == b';').any(|rule| rule.iter().copied().filter(|b| *b != b' ').eq(*b"display:none") && name != b"div")
}
