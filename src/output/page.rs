//! A report as one self-contained page of HTML, to read, print and send on. In Danish, for its recipients.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::history::{HistoryReport, text_of};
use super::{Format, Report, danish};
use crate::model::SectionKind;
use crate::query::Step;
use crate::text::printable;

const STYLE: &str = include_str!("page.css");

/// HTML 5, self-contained.
#[derive(Debug, Clone, Copy)]
pub struct Html;

impl Format for Html {
    fn write(&self, report: &dyn Report, out: &mut dyn Write) -> io::Result<()> {
        let none = || io::Error::new(io::ErrorKind::Unsupported, "this cannot be written as a page");
        out.write_all(report.page().ok_or_else(none)?.as_bytes())
    }
}

/// A case as a page: its state, its steps at a glance, then each with its words.
pub(super) fn history(report: &HistoryReport) -> String {
    let title = if report.asked.query.is_empty() { &report.history.interpretation } else { &report.asked.query };
    let title = escaped(title);
    let steps = &report.history.steps;
    let glance: String = steps.iter().enumerate().map(|(n, s)| glance(n, s)).collect();
    let articles: String = steps.iter().enumerate().map(|(n, s)| article(report, n, s)).collect();
    let state = if steps.is_empty() { "Intet fundet.".into() } else { danish::state(&report.history.state) };
    let facts: String =
        report.facts().iter().map(|(name, value)| format!("{name}: {}<br>\n", escaped(value))).collect();
    format!(
        "<!DOCTYPE html>\n<html lang=\"da\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n<header>\n<h1>{title}</h1>\n<p class=\"state\">{}</p>\n</header>\n\
         <main>\n<table>\n<thead><tr><th scope=\"col\">Dato</th><th scope=\"col\">Udvalg</th><th scope=\"col\">Punkt</th>\
         <th scope=\"col\">Udfald</th></tr></thead>\n<tbody>\n{glance}</tbody>\n</table>\n{articles}</main>\n\
         <footer>\n<p>{facts}</p>\n<p>Udfald og sammenhæng er læst maskinelt af teksten. Kun de offentliggjorte dokumenter gælder.</p>\n\
         </footer>\n</body>\n</html>\n",
        escaped(&state)
    )
}

/// A row of the table at the top.
fn glance(n: usize, step: &Step) -> String {
    let outcome = step.outcome.map(danish::outcome).unwrap_or("–");
    format!(
        "<tr><td>{}</td><td>{}</td><td><a href=\"#trin-{}\">{}</a></td><td>{outcome}</td></tr>\n",
        day(step),
        escaped(step.item.meeting.body.as_deref().unwrap_or("–")),
        n + 1,
        head(step)
    )
}

fn day(step: &Step) -> String {
    step.item.meeting.date.map_or_else(|| "uden dato".to_owned(), danish::date)
}

/// `4. Møder i 2013`.
fn head(step: &Step) -> String {
    let number = step.item.item.number.as_ref().map(|n| format!("{n}. ")).unwrap_or_default();
    escaped(&(number + &step.item.item.title))
}

fn article(report: &HistoryReport, n: usize, step: &Step) -> String {
    let mut out = format!("<article id=\"trin-{}\">\n<h2>{}</h2>\n", n + 1, head(step));
    let _ = writeln!(out, "<p class=\"meta\">{}</p>", meta(step));
    if !step.changes.is_empty() {
        let changes: Vec<String> = step.changes.iter().map(|c| escaped(&danish::change(c))).collect();
        let _ = writeln!(out, "<p class=\"new\">{}</p>", changes.join(" · "));
    }
    for kind in [SectionKind::Proposal, SectionKind::Minutes] {
        if let Some(text) = text_of(step, kind) {
            let _ = writeln!(out, "<h3>{}</h3>\n<p class=\"text\">{}</p>", danish::section(kind), escaped(&text));
        }
    }
    let _ = writeln!(out, "<p class=\"meta\">Kilde: {}</p>", source(report, step));
    let reasons: String =
        report.reasons_in_danish(&step.item.id).iter().map(|r| format!("<li>{}</li>", escaped(r))).collect();
    if report.why && !reasons.is_empty() {
        let _ = writeln!(out, "<ul class=\"why\">{reasons}</ul>");
    }
    out + "</article>\n"
}

fn meta(step: &Step) -> String {
    let (facts, item) = (&step.item.meeting, &step.item.item);
    let known = [
        Some(day(step)),
        facts.body.clone(),
        facts.authority.as_ref().map(|a| a.name.clone()),
        Some(danish::kind(facts.kind).to_owned()),
        item.case_number.as_ref().map(|c| format!("sagsnr. {}", c.0)),
        step.outcome.map(|o| danish::outcome(o).to_owned()),
    ];
    let known: Vec<String> = known.iter().flatten().map(|f| escaped(f)).collect();
    let closed = if item.closed { " · <span class=\"closed\">Lukket punkt</span>" } else { "" };
    known.join(" · ") + closed
}

/// The source with its page, as a link where the file is known.
fn source(report: &HistoryReport, step: &Step) -> String {
    let page = step.item.item.page.map(|p| format!(", side {p}")).unwrap_or_default();
    let name = escaped(&step.item.source) + &page;
    report.link(step).map_or_else(|| name.clone(), |link| format!("<a href=\"{}\">{name}</a>", escaped(&link)))
}

/// Escapes words for text and attributes of HTML. It also removes the control characters of terminals.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in printable(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::history::tests::{history, report};
    use super::*;

    #[test]
    fn page_is_danish_whole_and_loads_nothing() {
        let page = history_page();
        assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"da\">") && page.ends_with("</html>\n"));
        assert!(
            page.contains("20. marts 2012") && page.contains("<h3>Beslutning</h3>\n<p class=\"text\">Godkendt.</p>")
        );
        assert!(page.contains("file:///arkiv/skive/a%20%C3%A5.pdf#page=2"), "{page}");
        assert!(!page.contains("http") && !page.contains("<script"), "{page}");
    }

    #[test]
    fn words_never_become_markup() {
        assert!(history_page().contains("<h1>møder &lt;2013&gt;</h1>"));
        assert_eq!(escaped("a & \"b\" <i> 'c'"), "a &amp; &quot;b&quot; &lt;i&gt; &#39;c&#39;");
    }

    fn history_page() -> String {
        let history = history();
        let mut out = Vec::new();
        Html.write(&report(&history), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    proptest! {
        #[test]
        fn no_text_opens_a_tag_or_ends_an_attribute(text in ".*") {
            prop_assert!(!escaped(&text).contains(['<', '>', '"', '\'']));
        }
    }
}
