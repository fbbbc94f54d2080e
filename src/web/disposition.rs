//! The `Content-Disposition` header.

use axum::http::HeaderValue;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// The longest file name, in bytes; most file systems take 255.
const LONGEST: usize = 200;

/// Characters left unencoded by RFC 5987 (3.2.1).
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Shown, or saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Disposition {
    Inline,
    Attachment,
}

/// `attachment; filename="m_de.pdf"; filename*=UTF-8''m%C3%B8de.pdf` (RFC 6266): the plain name is for programs
/// without RFC 5987.
pub(super) fn value(disposition: Disposition, name: &str) -> HeaderValue {
    let kind = match disposition {
        Disposition::Inline => "inline",
        Disposition::Attachment => "attachment",
    };
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let start = name.ceil_char_boundary(name.len().saturating_sub(LONGEST));
    let name: String = name[start..].chars().filter(|ch| !ch.is_control() && !is_direction(*ch)).collect();
    let is_plain = |ch: char| ch.is_ascii_alphanumeric() || matches!(ch, ' ' | '-' | '.' | '_' | '(' | ')');
    let plain: String = name.chars().map(|ch| if is_plain(ch) { ch } else { '_' }).collect();
    let whole = format!("{kind}; filename=\"{plain}\"; filename*=UTF-8''{}", utf8_percent_encode(&name, PLAIN));
    HeaderValue::from_str(&whole).unwrap_or(HeaderValue::from_static("attachment"))
}

/// Marks of the reading direction; they can disguise a suffix: `gpj.exe` for `exe.jpg`.
fn is_direction(ch: char) -> bool {
    matches!(ch, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{61c}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn name_is_given_with_danish_letters_and_without() {
        let value = value(Disposition::Attachment, "skive/møde \"1\".pdf");
        assert_eq!(
            value.to_str().unwrap(),
            "attachment; filename=\"m_de _1_.pdf\"; filename*=UTF-8''m%C3%B8de%20%221%22.pdf"
        );
    }

    #[test]
    fn name_cannot_break_out_of_its_header_or_pretend_another_suffix() {
        let value = value(Disposition::Inline, "a\r\nSet-Cookie: x\u{202e}fdp.exe");
        assert_eq!(
            value.to_str().unwrap(),
            "inline; filename=\"aSet-Cookie_ xfdp.exe\"; filename*=UTF-8''aSet-Cookie%3A%20xfdp.exe"
        );
        assert!(super::value(Disposition::Inline, &"ø".repeat(10_000)).len() < 2_000);
    }
}
