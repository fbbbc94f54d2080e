//! Reads saved web pages with their pictures (.mht) and e-mails (.eml): MIME (RFC 2045 and 2046).
//!
//! The visible part of the file is read: the web page, or without one the plain text. Sender, date and subject of an
//! e-mail come first. Other parts are counted, not read.

use super::plain::{decoded, unquoted};
use super::{Document, Format, Line, Reason, html};
use crate::note::{Note, Noted};

/// Nesting depth of parts; forwarded e-mails nest some five deep.
const MAX_DEPTH: usize = 10;
/// Parts of one file. It bounds the work on a hostile file; saved pages have far fewer.
const MAX_PARTS: usize = 1_000;
/// Header fields of an e-mail that describe it.
const HEADS: [&str; 4] = ["from", "to", "date", "subject"];

/// True for a file with MIME header fields at its beginning.
pub(super) fn is_mime(bytes: &[u8]) -> bool {
    let (heads, _) = split(bytes);
    let names = || heads.iter().map(|(name, _)| name.as_str());
    names().any(|name| name == "mime-version") && names().any(|name| name == "content-type")
}

/// One part: its header fields and its content.
struct MimePart<'a> {
    heads: Vec<(String, String)>,
    content: &'a [u8],
}

impl<'a> MimePart<'a> {
    fn of(bytes: &'a [u8]) -> Self {
        let (heads, content) = split(bytes);
        Self { heads, content }
    }

    fn head(&self, name: &str) -> &str {
        self.heads.iter().find(|(other, _)| other == name).map_or("", |(_, value)| value)
    }

    /// The media type, `text/html`, in lower case; `text/plain` where the part has none.
    fn kind(&self) -> String {
        let kind = self.head("content-type").split(';').next().unwrap_or_default().trim().to_lowercase();
        if kind.is_empty() { "text/plain".into() } else { kind }
    }

    /// A parameter of the media type: `boundary`, `charset`.
    fn parameter(&self, name: &str) -> Option<String> {
        let value = self.head("content-type");
        let found = value
            .split(';')
            .skip(1)
            .filter_map(|part| part.split_once('='))
            .find(|(key, _)| key.trim().eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.trim().trim_matches('"').to_owned())
    }

    fn is_attached(&self) -> bool {
        self.head("content-disposition").trim_start().to_lowercase().starts_with("attachment")
    }

    /// The content without its transfer encoding.
    fn bytes(&self) -> Vec<u8> {
        match self.head("content-transfer-encoding").trim().to_lowercase().as_str() {
            "base64" => base64(self.content),
            "quoted-printable" => unquoted(self.content),
            _ => self.content.to_vec(),
        }
    }

    /// The content as text, in the encoding named by the part.
    fn text(&self) -> (String, Vec<Note>) {
        let bytes = self.bytes();
        let named = self.parameter("charset").and_then(|name| encoding_rs::Encoding::for_label(name.as_bytes()));
        match named.filter(|_| std::str::from_utf8(&bytes).is_err()).map(|encoding| encoding.decode(&bytes)) {
            Some((text, _, false)) => (text.into_owned(), Vec::new()),
            _ => decoded(&bytes),
        }
    }
}

/// The header fields, with names in lower case and folded lines joined, and the bytes after the first blank line.
fn split(bytes: &[u8]) -> (Vec<(String, String)>, &[u8]) {
    let mut heads: Vec<(String, String)> = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let end = bytes[at..].iter().position(|b| *b == b'\n').map_or(bytes.len(), |n| at + n + 1);
        let line = String::from_utf8_lossy(&bytes[at..end]).trim_end().to_owned();
        at = end;
        if line.is_empty() {
            if heads.is_empty() {
                continue;
            }
            break;
        }
        match (line.starts_with([' ', '\t']), line.split_once(':')) {
            (true, _) => {
                if let Some((_, value)) = heads.last_mut() {
                    value.push(' ');
                    value.push_str(line.trim());
                }
            }
            (false, Some((name, value))) if is_name(name) => heads.push((name.to_lowercase(), value.trim().to_owned())),
            // Any other line ends the header; a text without header fields is no MIME.
            _ => break,
        }
    }
    (heads, &bytes[at..])
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

/// Reads the page or the letter.
///
/// # Errors
///
/// [`Reason::Empty`] where it shows no text.
pub(super) fn read(name: &str, bytes: &[u8]) -> Result<Noted<Document>, Reason> {
    let whole = MimePart::of(bytes);
    let mut found = Found::default();
    gather(MimePart::of(bytes), 0, &mut found);
    let (lines, mut notes) = match (found.page, found.text) {
        (Some(page), _) => (html::lines(&page.0), page.1),
        (None, Some((text, notes))) => {
            (text.lines().map(|line| Line::plain(crate::text::without_controls(line))).collect(), notes)
        }
        (None, None) => return Err(Reason::Empty),
    };
    if lines.iter().all(Line::is_blank) {
        return Err(Reason::Empty);
    }
    if found.attached > 0 {
        let (files, are) =
            if found.attached == 1 { ("one attached file", "is") } else { ("several attached files", "are") };
        let note = Note::warning(format!("{files} {are} not read ({} in all)", found.attached));
        notes.push(note.with_hint("save what is attached beside the letter"));
    }
    let heads = whole.heads.iter().filter(|(head, _)| HEADS.contains(&head.as_str()) && !found.is_saved_page);
    let mut all: Vec<Line> =
        heads.map(|(head, value)| Line::plain(format!("{}: {}", danish(head), words(value)))).collect();
    if !all.is_empty() {
        all.push(Line::default());
    }
    all.extend(lines);
    let page = super::Page { number: 1, lines: all, size: None, needs_ocr: false };
    let value = Document {
        name: name.to_owned(),
        format: Format::Html,
        pages: vec![page],
        outline: Vec::new(),
        unread: Vec::new(),
    };
    Ok(Noted { value, notes })
}

/// The readable part of a file, and the number of others.
#[derive(Default)]
struct Found {
    page: Option<(String, Vec<Note>)>,
    text: Option<(String, Vec<Note>)>,
    attached: usize,
    parts: usize,
    is_saved_page: bool,
}

fn gather(part: MimePart<'_>, depth: usize, found: &mut Found) {
    found.parts += 1;
    if depth > MAX_DEPTH || found.parts > MAX_PARTS {
        return;
    }
    let kind = part.kind();
    if let Some(boundary) = part.parameter("boundary").filter(|_| kind.starts_with("multipart/")) {
        found.is_saved_page |= depth == 0 && kind == "multipart/related";
        pieces(part.content, &boundary).into_iter().for_each(|piece| gather(MimePart::of(piece), depth + 1, found));
    } else if part.is_attached() {
        found.attached += 1;
    } else if kind == "text/html" && found.page.is_none() {
        found.page = Some(part.text());
    } else if kind == "text/plain" && found.text.is_none() {
        found.text = Some(part.text());
    }
}

/// The parts between the lines of a boundary.
fn pieces<'a>(content: &'a [u8], boundary: &str) -> Vec<&'a [u8]> {
    let mark = format!("--{boundary}");
    let (mut pieces, mut start, mut at) = (Vec::new(), None, 0);
    while at < content.len() {
        let end = content[at..].iter().position(|b| *b == b'\n').map_or(content.len(), |n| at + n + 1);
        let line = content[at..end].trim_ascii_end();
        if line.starts_with(mark.as_bytes()) {
            pieces.extend(start.map(|start: usize| &content[start..at]));
            start = (!line.ends_with(b"--") || line.len() == mark.len()).then_some(end);
        }
        at = end;
    }
    // A truncated file has no last boundary line.
    pieces.extend(start.map(|start| &content[start..]));
    pieces
}

/// Decodes base64; other signs, such as line ends, are skipped.
fn base64(content: &[u8]) -> Vec<u8> {
    let value = |byte: u8| match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    let (mut out, mut bits, mut count) = (Vec::with_capacity(content.len() * 3 / 4), 0u32, 0);
    for six in content.iter().filter_map(|byte| value(*byte)) {
        bits = bits << 6 | u32::from(six);
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count) as u8);
        }
    }
    out
}

fn danish(head: &str) -> &'static str {
    match head {
        "from" => "Fra",
        "to" => "Til",
        "date" => "Dato",
        _ => "Emne",
    }
}

/// Decodes a header value: `=?utf-8?Q?M=C3=B8de?=` is `Møde` (RFC 2047).
fn words(value: &str) -> String {
    let mut out = String::new();
    let mut rest = value;
    while let Some(at) = rest.find("=?") {
        let encoded: Vec<&str> = rest[at + 2..].splitn(4, '?').collect();
        let [charset, how, text, tail] = encoded[..] else { break };
        let Some(after) = tail.strip_prefix('=') else { break };
        let bytes = if how.eq_ignore_ascii_case("b") {
            base64(text.as_bytes())
        } else {
            unquoted(text.replace('_', " ").as_bytes())
        };
        let encoding = encoding_rs::Encoding::for_label(charset.as_bytes()).unwrap_or(encoding_rs::UTF_8);
        // White space between two encoded words is dropped.
        out.push_str(if rest[..at].trim().is_empty() { "" } else { &rest[..at] });
        out.push_str(&encoding.decode(&bytes).0);
        rest = after;
    }
    out.push_str(rest);
    crate::text::without_controls(&out)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "From: <Saved by a browser>\r\nSubject: =?utf-8?Q?M=C3=B8de?=\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=\"b1\"\r\n\r\n\
        --b1\r\nContent-Type: text/html; charset=\"iso-8859-1\"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<html><body><h1>M=F8de i R=\r\n=E5det</h1></body></html>\r\n\
        --b1\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0K\r\n--b1--\r\n";

    #[test]
    fn saved_page_is_read_as_a_page() {
        assert!(is_mime(PAGE.as_bytes()));
        assert!(!is_mime("Referat\nMødet: hævet\n".as_bytes()));
        let text = read("a.mht", PAGE.as_bytes()).unwrap().value.text();
        assert_eq!(text.trim(), "Møde i Rådet");
    }

    #[test]
    fn letter_has_its_heads_and_says_what_is_attached() {
        let letter = "From: anna@lilleby.dk\nSubject: =?iso-8859-1?Q?M=F8de?=\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n\
                      --x\nContent-Type: text/plain; charset=utf-8\n\nVi mødes på torsdag.\n--x\nContent-Type: application/pdf\nContent-Disposition: attachment\n\nJVBERi0=\n--x--\n";
        let read = read("a.eml", letter.as_bytes()).unwrap();
        assert_eq!(read.value.text().trim_end(), "Fra: anna@lilleby.dk\nEmne: Møde\n\nVi mødes på torsdag.");
        assert_eq!(read.notes.len(), 1);
    }

    #[test]
    fn base64_is_decoded() {
        assert_eq!(base64(b"TcO4\nZGU="), "Møde".as_bytes());
    }

    proptest::proptest! {
        #[test]
        fn no_file_makes_it_panic(lines in proptest::collection::vec("--b(--)?|Content-Type: (text/html|multipart/mixed; boundary=b)|MIME-Version: 1.0|[a-zæ:= ]{0,9}|", 0..30)) {
            let _ = read("a.eml", format!("MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n{}", lines.join("\n")).as_bytes());
        }
    }
}
