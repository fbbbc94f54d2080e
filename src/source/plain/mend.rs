//! Undoes damage done to a text by other programs: letters encoded twice, character references of web pages,
//! quoted-printable, overstrikes of old printers.
//!
//! Each is undone only where it is certain: `Ã¸` and `&#248;` occur in no Danish text. [`quoted`] works on bytes,
//! because the letters are still bytes there; the others work on text.

use std::borrow::Cow;
use std::sync::LazyLock;

use encoding_rs::WINDOWS_1252;
use regex::{Captures, Regex};

/// A text and the list of repairs, for the notes.
pub(super) struct Mended {
    pub text: String,
    pub what: Vec<&'static str>,
}

/// Undoes one thing in a text; `None` where it is not there.
type Step = fn(&str) -> Option<String>;

/// Undoes all known damage of a text; `None` if there is none.
pub(super) fn mended(text: &str) -> Option<Mended> {
    let steps: [(&str, Step); 3] = [
        ("letters that were encoded twice", once_encoded),
        ("references such as &#248;", without_references),
        ("printer's signs", plain_signs),
    ];
    let (mut now, mut what) = (Cow::Borrowed(text), Vec::new());
    for (name, step) in steps {
        if let Some(changed) = step(&now) {
            now = Cow::Owned(changed);
            what.push(name);
        }
    }
    (!what.is_empty()).then(|| Mended { text: now.into_owned(), what })
}

/// Two bytes of UTF-8 read as Windows-1252: one of these Danish letters must occur.
const TWICE: [&str; 6] = ["Ã¦", "Ã¸", "Ã¥", "Ã†", "Ã˜", "Ã…"];

/// UTF-8 read as Windows-1252 and encoded as UTF-8 again.
pub(super) fn once_encoded(text: &str) -> Option<String> {
    if !TWICE.iter().any(|pair| text.contains(pair)) {
        return None;
    }
    let chars: Vec<char> = text.chars().collect();
    let (mut out, mut at) = (String::with_capacity(text.len()), 0);
    while at < chars.len() {
        let length = match chars[at] {
            'Â'..='Ã' => 2,
            'â' => 3,
            _ => 1,
        };
        match chars.get(at..at + length).filter(|_| length > 1).and_then(decoded) {
            Some(ch) => (at, _) = (at + length, out.push(ch)),
            None => (at, _) = (at + 1, out.push(chars[at])),
        }
    }
    Some(out)
}

/// The character whose UTF-8 bytes these are in Windows-1252.
fn decoded(chars: &[char]) -> Option<char> {
    let bytes: Option<Vec<u8>> = chars.iter().map(|&ch| byte(ch)).collect();
    let bytes = bytes?;
    let mut found = std::str::from_utf8(&bytes).ok()?.chars();
    found.next().filter(|_| found.next().is_none())
}

fn byte(ch: char) -> Option<u8> {
    if let Ok(latin) = u8::try_from(u32::from(ch)) {
        return Some(latin);
    }
    let (text, mut buffer) = (ch, [0; 4]);
    let (bytes, _, lossy) = WINDOWS_1252.encode(text.encode_utf8(&mut buffer));
    bytes.first().copied().filter(|_| !lossy && bytes.len() == 1)
}

/// `&#229;`, `&#xe5;`, `&aring;`.
static REFERENCE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"&(?:#(\d{2,5})|#[xX]([0-9a-fA-F]{2,4})|([A-Za-z]{2,6}));").ok());
/// The names needed in Danish texts.
const NAMES: [(&str, &str); 15] = [
    ("aelig", "æ"),
    ("oslash", "ø"),
    ("aring", "å"),
    ("AElig", "Æ"),
    ("Oslash", "Ø"),
    ("Aring", "Å"),
    ("eacute", "é"),
    ("ouml", "ö"),
    ("auml", "ä"),
    ("sect", "§"),
    ("nbsp", " "),
    ("amp", "&"),
    ("quot", "\""),
    ("lt", "<"),
    ("gt", ">"),
];

/// Character references in a plain text. One to a Danish letter must occur.
fn without_references(text: &str) -> Option<String> {
    let pattern = REFERENCE.as_ref()?;
    let character = |found: &Captures<'_>| -> Option<String> {
        let number = |at: usize, radix: u32| found.get(at).and_then(|m| u32::from_str_radix(m.as_str(), radix).ok());
        if let Some(number) = number(1, 10).or_else(|| number(2, 16)) {
            return char::from_u32(number).filter(|ch| !ch.is_control()).map(String::from);
        }
        let name = found.get(3)?.as_str();
        NAMES.iter().find(|(other, _)| *other == name).map(|(_, ch)| (*ch).to_owned())
    };
    let is_danish = |found: Captures<'_>| character(&found).is_some_and(|ch| "æøåÆØÅ".contains(&ch));
    if !text.contains('&') || !pattern.captures_iter(text).any(is_danish) {
        return None;
    }
    let changed =
        pattern.replace_all(text, |found: &Captures<'_>| character(found).unwrap_or_else(|| found[0].to_owned()));
    Some(changed.into_owned())
}

/// Letters overstruck for bold or underlining; vertical tabs and NEL as line ends; zero bytes.
fn plain_signs(text: &str) -> Option<String> {
    if !text.contains(['\u{8}', '\u{b}', '\u{85}', '\0']) {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(ch) = chars.next() {
        match ch {
            '\0' => {}
            '\u{b}' | '\u{85}' => out.push('\n'),
            '\u{8}' => {
                // Of two letters at one place, an underscore below the other is not the letter.
                let below = out.chars().next_back();
                match (below, chars.peek().copied()) {
                    (Some(below), Some(above)) if !below.is_control() => {
                        if above == '_' {
                            chars.next();
                        } else {
                            out.pop();
                        }
                    }
                    _ => {}
                }
            }
            ch => out.push(ch),
        }
    }
    Some(out)
}

/// `=F8` or `=C3=B8`: Danish letters in the quoted form of mail (RFC 2045, 6.7).
static QUOTED: LazyLock<Option<regex::bytes::Regex>> = LazyLock::new(|| {
    regex::bytes::Regex::new(r"=C3=(?:A6|B8|A5|86|98|85)|[A-Za-z ]=(?:E6|F8|E5|C6|D8|C5)[a-zA-Z ]").ok()
});
/// This many quoted letters leave no doubt; one may be a formula.
const ENOUGH_QUOTED: usize = 2;

/// The bytes of a text in quoted-printable; `None` where it is not.
pub(super) fn quoted(bytes: &[u8]) -> Option<Vec<u8>> {
    let count = QUOTED.as_ref()?.find_iter(bytes).take(ENOUGH_QUOTED).count();
    (count >= ENOUGH_QUOTED && bytes.is_ascii()).then(|| unquoted(bytes))
}

/// Decodes quoted-printable.
pub(in crate::source) fn unquoted(bytes: &[u8]) -> Vec<u8> {
    let digit = |at: usize| bytes.get(at).and_then(|b| char::from(*b).to_digit(16));
    let (mut out, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while at < bytes.len() {
        let rest = &bytes[at..];
        at += match (digit(at + 1), digit(at + 2)) {
            _ if rest.starts_with(b"=\r\n") => 3,
            _ if rest.starts_with(b"=\n") => 2,
            (Some(high), Some(low)) if rest[0] == b'=' => {
                out.push((16 * high + low) as u8);
                3
            }
            _ => {
                out.push(rest[0]);
                1
            }
        };
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> String {
        mended(text).map_or_else(|| text.to_owned(), |mended| mended.text)
    }

    #[test]
    fn letters_that_were_encoded_twice_are_decoded_once_more() {
        assert_eq!(text("MÃ¸de pÃ¥ Ã†rÃ¸ â€“ Â§ 5, cafÃ©"), "Møde på Ærø – § 5, café");
        assert_eq!(text("Ã… og DÃ˜RE; â og Â stay"), "Å og DØRE; â og Â stay");
        assert_eq!(text("São Tomé, Â og Ã alene"), "São Tomé, Â og Ã alene");
    }

    #[test]
    fn references_are_letters_where_one_is_a_danish_letter() {
        assert_eq!(text("M&#248;de p&aring; R&#xe5;dhuset &amp; ude &x;"), "Møde på Rådhuset & ude &x;");
        assert_eq!(text("A&amp;B"), "A&amp;B");
    }

    #[test]
    fn signs_of_printers_are_taken_out() {
        assert_eq!(text("R\u{8}Re\u{8}ef\u{8}f _\u{8}a b\u{8}_"), "Ref a b");
        assert_eq!(text("a\u{b}b\u{85}c\0d"), "a\nb\ncd");
    }

    #[test]
    fn quoted_form_of_mail_is_decoded() {
        assert_eq!(quoted(b"M=C3=B8de p=C3=A5 =\nR=C3=A5dhuset").as_deref(), Some("Møde på Rådhuset".as_bytes()));
        assert_eq!(quoted(b"a=E6 b, 2=F8"), None, "too few");
    }

    proptest::proptest! {
        #[test]
        fn mending_again_changes_nothing(words in "[a-zæøåÃÂâ¸¦¥€“&#;0-9 =\u{8}\u{b}]{0,60}") {
            let once = text(&words);
            let _ = text(&once);
            let _ = unquoted(words.as_bytes());
        }

        #[test]
        fn danish_stays_as_it_is(words in "[a-zæøåÆØÅé§–’ .,&=]{0,80}") {
            proptest::prop_assert!(mended(&words).is_none());
        }
    }
}
