//! Blocks as the text of a `.txt` file and as a web page.

use crate::draw::{Block, Draw};

/// Letters of a wrapped line.
const WIDTH: usize = 78;

/// The document as plain text.
pub(crate) fn text(draw: &Draw) -> String {
    if draw.value("text") == "running" {
        return running(draw);
    }
    let (setting, wrapped) = (draw.value("setting"), draw.value("lines") == "wrapped");
    let mut out = String::new();
    let mut before: Option<&Block> = None;
    for block in &draw.blocks {
        let gap = before.map_or(0, |b| gap(setting, b, block));
        out.push_str(&"\n".repeat(gap));
        let lines = lines(block, setting == "indented");
        for line in lines {
            out.push_str(&if wrapped { wrap(&line) } else { line });
            out.push('\n');
        }
        if matches!(block, Block::PageEnd) {
            out.push('\u{c}');
        }
        before = Some(block);
    }
    out
}

/// Blank lines between two blocks.
fn gap(setting: &str, before: &Block, this: &Block) -> usize {
    use Block::{Codes, Entry, Furniture, Head, Heading, Label, PageEnd, Row, Text, Title};
    let listed = |b: &Block| matches!(b, Entry(_) | Row(_));
    match (before, this) {
        (PageEnd, _) | (Furniture(_), PageEnd) => 0,
        (Head(_, title), Head(..)) if title.is_empty() => 0,
        (Head(..), Codes(c)) if c.starts_with("Sag nr") => 0,
        (Codes(_), Head(..)) => 0,
        _ if listed(before) && listed(this) => 0,
        _ => match (setting, this) {
            ("tight", Head(..) | Title(_)) if matches!(before, Text(_) | Entry(_)) => 0,
            ("tight", _) => 0,
            ("wide", Head(..)) => 3,
            ("wide" | "open", _) => usize::from(!(matches!(before, Label(..)) && matches!(this, Label(..)))),
            ("blocks", Head(..) | Title(_) | Heading(_)) => 1,
            ("blocks", _) => 0,
            (_, Head(..) | Title(_)) => 1,
            _ => 0,
        },
    }
}

fn lines(block: &Block, indented: bool) -> Vec<String> {
    let inner = if indented { "  " } else { "" };
    match block {
        Block::Title(t) | Block::Codes(t) | Block::Furniture(t) => vec![t.clone()],
        Block::Heading(t) => vec![format!("{inner}{t}")],
        Block::Row(cells) => vec![cells.join("\t")],
        Block::Label(label, value) => vec![format!("{label}: {value}").trim_end().to_owned()],
        Block::Head(number, title) => vec![format!("{number} {title}").trim().to_owned()],
        Block::Text(t) => vec![format!("{inner}{t}")],
        Block::Entry(t) => vec![format!("{inner}{t}")],
        Block::PageEnd => Vec::new(),
    }
}

fn wrap(line: &str) -> String {
    let indent = &line[..line.len() - line.trim_start().len()];
    if line.contains('\t') {
        return line.to_owned();
    }
    let mut out = String::new();
    let mut width = 0;
    for word in line.split_whitespace() {
        let letters = word.chars().count();
        if width > 0 && width + 1 + letters > WIDTH {
            out.push('\n');
            width = 0;
        }
        let lead = if width == 0 { indent } else { " " };
        out.push_str(lead);
        out.push_str(word);
        width += lead.len() + letters;
    }
    out
}

/// The document as a viewer copies it: one line a page.
fn running(draw: &Draw) -> String {
    let (mut out, mut page) = (String::from("1"), 1);
    if draw.value("site") == "viewer" {
        let titles = draw.blocks.iter().filter_map(|b| if let Block::Title(t) = b { Some(t.as_str()) } else { None });
        let title = titles.take(2).collect::<Vec<_>>().join(". ");
        out =
            format!("{title}\n\nStørrelse: px\nStarte visningen fra side:\n\nDownload \"{title}\"\n\nTranskript\n\n1");
    }
    for block in &draw.blocks {
        if matches!(block, Block::PageEnd) {
            page += 1;
            out.push_str(&format!("\n\n{page}"));
        }
        for line in lines(block, false) {
            out.push(' ');
            out.push_str(&line.replace('\t', " "));
        }
    }
    out.push('\n');
    out
}

/// The document as a web page.
pub(crate) fn html(draw: &Draw) -> String {
    let shape = draw.value("html");
    let mut body = String::new();
    let mut open = Open::default();
    // A web page has no feet of pages.
    let foot = |at: usize| matches!(draw.blocks.get(at + 1), Some(Block::PageEnd));
    let shown = |(at, block): &(usize, &Block)| !matches!(block, Block::Furniture(_)) || !foot(*at);
    for (_, block) in draw.blocks.iter().enumerate().filter(shown) {
        open.before(&mut body, block, shape);
        body.push_str(&element(block, shape, &mut open));
    }
    open.end(&mut body);
    format!(
        "<!DOCTYPE html>\n<html lang=\"da\"><head><meta charset=\"utf-8\"><title>Møde</title></head><body><main>\n{body}</main></body></html>\n"
    )
}

/// What is open while blocks are written.
#[derive(Default)]
struct Open {
    list: bool,
    table: bool,
    item: Option<&'static str>,
    number: Option<String>,
}

impl Open {
    fn before(&mut self, out: &mut String, block: &Block, shape: &str) {
        if self.list && !matches!(block, Block::Entry(_)) {
            out.push_str("</ul>\n");
            self.list = false;
        }
        if !self.list && matches!(block, Block::Entry(_)) && shape != "br" {
            out.push_str("<ul>\n");
            self.list = true;
        }
        let row = matches!(block, Block::Row(_)) || shape == "table" && matches!(block, Block::Label(..));
        if self.table && !row {
            out.push_str("</table>\n");
            self.table = false;
        }
        if !self.table && row {
            out.push_str("<table>\n");
            self.table = true;
        }
        if matches!(block, Block::Head(..) | Block::Title(_)) && self.number.is_none() {
            out.push_str(self.item.take().unwrap_or_default());
        }
    }

    fn end(&mut self, out: &mut String) {
        if self.list {
            out.push_str("</ul>\n");
        }
        if self.table {
            out.push_str("</table>\n");
        }
        out.push_str(self.item.take().unwrap_or_default());
    }
}

fn element(block: &Block, shape: &str, open: &mut Open) -> String {
    match block {
        Block::Title(t) => match shape {
            "br" => format!("{}<br>\n", escaped(t)),
            "strong" => format!("<p><strong>{}</strong></p>\n", escaped(t)),
            _ => format!("<h1>{}</h1>\n", escaped(t)),
        },
        Block::Row(cells) => {
            let cells: String = cells.iter().map(|c| format!("<td>{}</td>", escaped(c))).collect();
            format!("<tr>{cells}</tr>\n")
        }
        Block::Label(label, value) => match shape {
            "table" => format!("<tr><th>{}:</th><td>{}</td></tr>\n", escaped(label), escaped(value)),
            "dl" => format!("<dl><dt>{}:</dt><dd>{}</dd></dl>\n", escaped(label), escaped(value)),
            "br" => format!("{}: {}<br>\n", escaped(label), escaped(value)),
            _ => format!("<p><strong>{}:</strong> {}</p>\n", escaped(label), escaped(value)),
        },
        Block::Head(number, title) if title.is_empty() => {
            open.number = Some(number.clone());
            String::new()
        }
        Block::Head(number, title) => {
            let number = open.number.take().unwrap_or_else(|| number.clone());
            head(format!("{number} {title}").trim(), shape, open)
        }
        Block::Heading(t) => match shape {
            "strong" | "list" => format!("<p><strong>{}</strong></p>\n", escaped(t)),
            "br" => format!("<b>{}</b><br>\n", escaped(t)),
            "dl" => format!("<dl><dt>{}</dt></dl>\n", escaped(t)),
            _ => format!("<h3>{}</h3>\n", escaped(t)),
        },
        Block::Text(t) | Block::Codes(t) if shape == "br" => format!("{}<br>\n", escaped(t)),
        Block::Text(t) | Block::Codes(t) => format!("<p>{}</p>\n", escaped(t)),
        Block::Entry(t) if shape == "br" => format!("{}<br>\n", escaped(t)),
        Block::Entry(t) => format!("<li>{}</li>\n", escaped(t)),
        Block::Furniture(t) => format!("<div class=\"nav\"><a href=\"#\">{}</a></div>\n", escaped(t)),
        Block::PageEnd => "<hr>\n".to_owned(),
    }
}

fn head(words: &str, shape: &str, open: &mut Open) -> String {
    let words = escaped(words);
    match shape {
        "accordion" => {
            open.item = Some("</div></div>\n");
            format!("<div class=\"accordion\"><button aria-expanded=\"false\">{words}</button><div class=\"panel\">\n")
        }
        "list" => {
            open.item = Some("</div>\n");
            format!("<div class=\"punkt\"><h2>{words}</h2>\n")
        }
        "strong" => format!("<p><strong>{words}</strong></p>\n"),
        "br" => format!("<br><b>{words}</b><br>\n"),
        _ => format!("<h2>{words}</h2>\n"),
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
