//! Reads saved web pages with their pictures (.mht) and e-mails (.eml): MIME (RFC 2045 and 2046).
//!
//! The visible part of the file is read: the web page, or without one the plain text. Sender, date and subject of an
//! e-mail come first. What is attached is a document of its own ([`container`](super::container)).

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

    /// A part within another. It has no header fields where it begins with a blank line.
    fn within(bytes: &'a [u8]) -> Self {
        match bytes.strip_prefix(b"\r\n").or_else(|| bytes.strip_prefix(b"\n")) {
            Some(content) => Self { heads: Vec::new(), content },
            None => Self::of(bytes),
        }
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
        parameters(self.head("content-type")).into_iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// The parts of a part that has some.
    fn pieces(&self) -> Option<Vec<&'a [u8]>> {
        let boundary = self.parameter("boundary").filter(|_| self.kind().starts_with("multipart/"))?;
        Some(pieces(self.content, &boundary))
    }

    /// A browser saves a page with what it shows as related parts.
    fn is_saved_page(&self) -> bool {
        self.kind() == "multipart/related"
    }

    fn is_attached(&self) -> bool {
        let disposition = self.head("content-disposition").trim_start().to_lowercase();
        disposition.starts_with("attachment")
            || parameters(&disposition).iter().any(|(key, _)| key.starts_with("filename"))
    }

    /// The name that it is to be saved under.
    fn file_name(&self) -> Option<String> {
        let named = |head: &str, name: &str| value_of(&parameters(self.head(head)), name);
        let found = named("content-disposition", "filename").or_else(|| named("content-type", "name"))?;
        Some(found).filter(|name| !name.trim().is_empty())
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

/// The parameters behind a header field's value, with names in lower case; a quoted value may hold any sign.
fn parameters(value: &str) -> Vec<(String, String)> {
    let (mut parts, mut quoted) = (vec![String::new()], false);
    for ch in value.chars() {
        match ch {
            '"' => quoted = !quoted,
            ';' if !quoted => parts.push(String::new()),
            ch => parts.last_mut().into_iter().for_each(|part| part.push(ch)),
        }
    }
    let pair =
        |part: &String| part.split_once('=').map(|(key, value)| (key.trim().to_lowercase(), value.trim().to_owned()));
    parts.iter().skip(1).filter_map(pair).collect()
}

/// The value of a parameter, whole or in numbered pieces, with its letters decoded: `filename*0*=utf-8''M%C3%B8de` (RFC 2231).
fn value_of(parameters: &[(String, String)], name: &str) -> Option<String> {
    let find = |key: String| parameters.iter().find(|(other, _)| *other == key).map(|(_, value)| value.as_str());
    if let Some(value) = find(name.to_owned()) {
        return Some(words(value));
    }
    let pieces = (0..).map_while(|n| find(format!("{name}*{n}*")).or_else(|| find(format!("{name}*{n}"))));
    let whole = find(format!("{name}*")).map_or_else(|| pieces.collect::<String>(), str::to_owned);
    let (charset, coded) = match whole.splitn(3, '\'').collect::<Vec<_>>()[..] {
        [charset, _, coded] => (charset.to_owned(), coded.to_owned()),
        _ => (String::new(), whole.clone()),
    };
    let bytes = percent_encoding::percent_decode_str(&coded).collect::<Vec<u8>>();
    let encoding = encoding_rs::Encoding::for_label(charset.as_bytes()).unwrap_or(encoding_rs::UTF_8);
    Some(crate::text::without_controls(&encoding.decode(&bytes).0)).filter(|name| !name.is_empty())
}

/// The header fields, with names in lower case and folded lines joined, and the bytes after the first blank line.
fn split(bytes: &[u8]) -> (Vec<(String, String)>, &[u8]) {
    let mut heads: Vec<(String, String)> = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let end = bytes[at..].iter().position(|b| *b == b'\n').map_or(bytes.len(), |n| at + n + 1);
        let line = String::from_utf8_lossy(&bytes[at..end]).trim_end().to_owned();
        let start = at;
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
            // Any other line ends the header and is text; a text without header fields is no MIME.
            _ => {
                at = start;
                break;
            }
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
    let is_saved_page = whole.is_saved_page();
    let (mut lines, mut notes) = (Vec::new(), Vec::new());
    for (text, is_page, remarks) in shown(MimePart::of(bytes), 0, &mut MAX_PARTS.clone()) {
        notes.extend(remarks);
        match is_page {
            true => lines.extend(html::lines(&text)),
            false => lines.extend(text.lines().map(|line| Line::plain(crate::text::without_controls(line)))),
        }
    }
    if lines.iter().all(Line::is_blank) {
        return Err(Reason::Empty);
    }
    let heads = whole.heads.iter().filter(|(head, _)| HEADS.contains(&head.as_str()) && !is_saved_page);
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

/// A text that a person sees, whether it is a web page, and remarks on it.
type Shown = (String, bool, Vec<Note>);

/// The texts that a person sees, in order: of alternatives one, of a page with its pictures the page.
fn shown(part: MimePart<'_>, depth: usize, parts_left: &mut usize) -> Vec<Shown> {
    if depth > MAX_DEPTH || *parts_left == 0 {
        return Vec::new();
    }
    *parts_left -= 1;
    let kind = part.kind();
    if let Some(pieces) = part.pieces() {
        let all = pieces.into_iter().map(|piece| shown(MimePart::within(piece), depth + 1, parts_left));
        let mut all = all.filter(|texts| !texts.is_empty()).collect::<Vec<_>>().into_iter();
        return match kind.as_str() {
            "multipart/alternative" => {
                let mut texts = all.collect::<Vec<_>>();
                let page = texts.iter().position(|texts| texts.iter().any(|(_, is_page, _)| *is_page)).unwrap_or(0);
                if texts.is_empty() { texts.concat() } else { texts.swap_remove(page) }
            }
            "multipart/related" => all.next().unwrap_or_default(),
            _ => all.flatten().collect(),
        };
    }
    if part.is_attached() || !matches!(kind.as_str(), "text/html" | "text/plain") {
        return Vec::new();
    }
    let (text, notes) = part.text();
    vec![(text, kind == "text/html", notes)]
}

/// Names and contents of what is attached to a letter; a letter within it is one, too. Pictures that its page shows are not.
pub(super) fn attached(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    fn add(part: MimePart<'_>, depth: usize, parts_left: &mut usize, found: &mut Vec<(String, Vec<u8>)>) {
        if depth > MAX_DEPTH || *parts_left == 0 {
            return;
        }
        *parts_left -= 1;
        if let Some(pieces) = part.pieces() {
            pieces.into_iter().for_each(|piece| add(MimePart::within(piece), depth + 1, parts_left, found));
            return;
        }
        let kind = part.kind();
        let is_letter = kind == "message/rfc822";
        let is_picture = kind.starts_with("image/") && !part.head("content-id").is_empty();
        let is_named = part.file_name().is_some() && !matches!(kind.as_str(), "text/html" | "text/plain");
        if part.is_attached() || is_letter || is_named && !is_picture {
            let own = || {
                let subject = words(MimePart::of(part.content).head("subject"));
                if is_letter {
                    format!("{}.eml", if subject.trim().is_empty() { "brev" } else { subject.trim() })
                } else {
                    "bilag".into()
                }
            };
            let name = part.file_name().unwrap_or_else(|| own().replace(['/', '\\'], "-"));
            found.push((name, part.bytes()));
        }
    }
    let (whole, mut found) = (MimePart::of(bytes), Vec::new());
    if !whole.is_saved_page() {
        add(whole, 0, &mut MAX_PARTS.clone(), &mut found);
    }
    found
}

/// The parts between the lines of a boundary.
fn pieces<'a>(content: &'a [u8], boundary: &str) -> Vec<&'a [u8]> {
    let mark = format!("--{boundary}");
    let (mut pieces, mut start, mut at) = (Vec::new(), None, 0);
    while at < content.len() {
        let end = content[at..].iter().position(|b| *b == b'\n').map_or(content.len(), |n| at + n + 1);
        let line = content[at..end].trim_ascii_end();
        if line.starts_with(mark.as_bytes()) {
            // The line end before a boundary is part of it.
            let piece = start.and_then(|start: usize| content.get(start..at));
            pieces.extend(piece.map(|piece| {
                let piece = piece.strip_suffix(b"\n").unwrap_or(piece);
                piece.strip_suffix(b"\r").unwrap_or(piece)
            }));
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
    fn letter_has_its_heads_and_what_is_attached_is_apart() {
        let letter = "From: anna@lilleby.dk\nSubject: =?iso-8859-1?Q?M=F8de?=\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n\
                      --x\nContent-Type: text/plain; charset=utf-8\n\nVi mødes på torsdag.\n--x\nContent-Type: application/pdf\nContent-Disposition: attachment\n\nJVBERi0=\n--x--\n";
        let read = read("a.eml", letter.as_bytes()).unwrap();
        assert_eq!(read.value.text().trim_end(), "Fra: anna@lilleby.dk\nEmne: Møde\n\nVi mødes på torsdag.");
        assert!(read.notes.is_empty());
        assert_eq!(attached(letter.as_bytes()), [("bilag".to_owned(), b"JVBERi0=".to_vec())]);
    }

    #[test]
    fn every_text_of_a_letter_is_read_and_of_alternatives_one() {
        let letter = "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n\
                      --x\nContent-Type: multipart/alternative; boundary=y\n\n--y\nContent-Type: text/plain\n\nFørst\n--y\nContent-Type: text/html\n\n<p>Først</p>\n--y--\n\
                      --x\nContent-Type: application/pdf; name=\"a;b.pdf\"\n\n%PDF-\n--x\nContent-Type: text/plain\n\nSidst\n--x--\n";
        let read = read("a.eml", letter.as_bytes()).unwrap().value.text();
        assert_eq!(read.split_whitespace().collect::<Vec<_>>(), ["Først", "Sidst"]);
        assert_eq!(attached(letter.as_bytes())[0].0, "a;b.pdf");
    }

    #[test]
    fn name_of_what_is_attached_is_decoded() {
        let named = |head: &str| {
            let letter = format!(
                "MIME-Version: 1.0\nContent-Type: application/pdf\nContent-Disposition: attachment; {head}\n\n%PDF-"
            );
            attached(letter.as_bytes())[0].0.clone()
        };
        assert_eq!(named("filename=\"=?utf-8?Q?M=C3=B8de.pdf?=\""), "Møde.pdf");
        assert_eq!(named("filename*=iso-8859-1'da'M%F8de.pdf"), "Møde.pdf");
        assert_eq!(named("filename*0*=utf-8''M%C3%B8; filename*1=de.pdf"), "Møde.pdf");
    }

    #[test]
    fn part_without_header_fields_is_text() {
        let letter =
            "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\nTid: kl. 16\nHermed.\n--x--\n";
        assert_eq!(read("a.eml", letter.as_bytes()).unwrap().value.text().trim(), "Tid: kl. 16\nHermed.");
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
