//! A small XML reader, enough for the parts of a Word document.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// A piece of a part. Names come without their prefix: `p` for `w:p`.
pub(in crate::source) enum Piece<'a> {
    /// A start tag, or one that is its own end (`true`).
    Open(&'a str, &'a Tag<'a>, bool),
    Close(&'a str),
    Text(&'a str),
}

/// A start tag with its attributes.
pub(in crate::source) struct Tag<'a>(&'a BytesStart<'a>);

impl Tag<'_> {
    /// An attribute by its name without prefix.
    pub(crate) fn get(&self, name: &str) -> Option<String> {
        let found = self.0.attributes().with_checks(false).flatten().find(|a| a.key.local_name().as_ref() == name);
        found.map(|a| a.value.into_owned())
    }

    /// `w:val`, an attribute of most tags.
    pub(crate) fn val(&self) -> Option<String> {
        self.get("val")
    }

    /// `<w:b/>` is on; `<w:b w:val="0"/>` is off.
    pub(crate) fn is_on(&self) -> bool {
        self.val().is_none_or(|v| !matches!(v.as_str(), "0" | "false" | "off" | "none"))
    }
}

/// Passes the pieces of `xml` to `take` until the end or a syntax error. False after an error, and if the end comes
/// before all tags are closed.
pub(in crate::source) fn each_piece(xml: &str, mut take: impl FnMut(Piece<'_>)) -> bool {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    let mut depth = 0i64;
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => {
                depth += 1;
                open(&tag, false, &mut take);
            }
            Ok(Event::Empty(tag)) => open(&tag, true, &mut take),
            Ok(Event::End(tag)) => {
                depth -= 1;
                take(Piece::Close(tag.local_name().as_ref()));
            }
            Ok(Event::Text(text)) => take(Piece::Text(&text)),
            Ok(Event::GeneralRef(name)) => take(Piece::Text(&character(&name))),
            Ok(Event::Eof) => return depth <= 0,
            Err(_) => return false,
            Ok(_) => {}
        }
    }
}

fn open(tag: &BytesStart<'_>, is_empty: bool, take: &mut impl FnMut(Piece<'_>)) {
    take(Piece::Open(tag.local_name().as_ref(), &Tag(tag), is_empty));
}

/// The character for a reference without `&` and `;`; parts declare no others.
fn character(name: &str) -> String {
    let by_number = name.strip_prefix('#').and_then(|number| match number.strip_prefix('x') {
        Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok(),
        None => number.parse().ok(),
    });
    let named = match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    };
    named.or_else(|| by_number.and_then(char::from_u32)).map(String::from).unwrap_or_default()
}
