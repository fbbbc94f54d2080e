//! What became of the files, for whoever runs the archive.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde_json::Value;

use super::{Frame, Link, written};
use crate::index::{Changes, LastRun};
use crate::output::{IndexState, Report, StatusReport};
use crate::query;
use crate::web::visit::Visit;
use crate::web::{Problem, Site};
use crate::words::{fill, named};

/// Problems and remarks that are shown, each.
const MOST: usize = 200;

#[derive(Template)]
#[template(path = "status.html")]
struct Page<'a> {
    frame: Frame<'a>,
    /// What is counted, and how many.
    counts: Vec<(&'a str, String)>,
    bodies: Vec<(Link, String)>,
    /// When the index was last brought up to date, and what that changed.
    last_run: Option<String>,
    problems: Vec<Told>,
    attention: Vec<Told>,
    remarks: Vec<Told>,
    /// How many of them are not shown.
    cut: Option<String>,
}

/// What the report says of a file.
struct Told {
    source: String,
    reason: String,
    explanation: String,
    hint: String,
}

impl Told {
    fn new(frame: &Frame<'_>, object: &Value) -> Self {
        let text = |name: &str| object[name].as_str().unwrap_or_default().to_owned();
        let names = &frame.words.names;
        let (concern, reason) = (text("concern"), text("reason"));
        let reason = match concern.is_empty() {
            true => named(&names.reasons, &reason),
            false => named(&names.concerns, &concern),
        };
        let meeting = ["body", "authority", "date"].map(text).into_iter().filter(|part| !part.is_empty());
        let meeting = meeting.collect::<Vec<_>>().join(", ");
        Self {
            source: if meeting.is_empty() { text("source") } else { meeting },
            reason: reason.to_owned(),
            explanation: text("explanation"),
            hint: text("hint"),
        }
    }
}

/// Shows the state of the archive.
pub async fn get(State(site): State<Arc<Site>>, visit: Visit) -> Result<Response, Problem> {
    site.work(move |site, index| {
        let words = &visit.language.words().status;
        let frame = Frame::new(site, &visit, &words.title);
        let (files, documents, tombstones) = (index.files()?, index.documents()?, index.tombstones()?);
        let run = index.last_run()?;
        let report = StatusReport::new(IndexState {
            files: &files,
            documents: &documents,
            tombstones: &tombstones,
            last_run: run,
            closed: index.closed_count()?,
            unclear: index.unclear_count()?,
            today: (site.settings.today)(),
            ignored: &[],
        });
        let objects: Vec<Value> = report.objects().collect();
        // Remarks that nothing is missing would hide the others.
        let of = |sort: &'static str| objects.iter().filter(move |o| o["type"] == sort && o["severity"] != "info");
        // Files are told as problems, with their reasons.
        let gaps = || of("attention").filter(|o| o["concern"] != "unread");
        let told = |sort| of(sort).take(MOST).map(|o| Told::new(&frame, o)).collect();
        let (problems, remarks) = (told("problem"), told("note"));
        let attention = gaps().take(MOST).map(|o| Told::new(&frame, o)).collect();
        let more = [of("problem").count(), of("note").count(), gaps().count()].map(|n| n.saturating_sub(MOST));
        let more: usize = more.into_iter().sum();
        let cut = (more > 0).then(|| frame.words.count(more as u64, &words.cut));
        let last_run = run.map(|run| last_run(&frame, &run));
        let counts = counts(&frame, objects.first().unwrap_or(&Value::Null));
        let bodies = query::last_meetings(index)?;
        let body = |(body, day): (String, jiff::civil::Date)| {
            (Link::new(&*body, frame.thing("body", &body)), frame.words.day(day))
        };
        let bodies = bodies.into_iter().map(body).collect();
        written(&Page { counts, bodies, last_run, problems, attention, remarks, cut, frame })
    })
    .await
}

fn last_run(frame: &Frame<'_>, run: &LastRun) -> String {
    let number = |n: u64| frame.words.number(n);
    let Changes { read, unchanged, taken_out, .. } = run.changes;
    let (read, unchanged, taken_out) = (number(read), number(unchanged), number(taken_out));
    let when = frame.words.moment(run.at);
    let values = [("when", &*when), ("read", &read), ("unchanged", &unchanged), ("taken_out", &taken_out)];
    fill(&frame.words.status.last_run, &values)
}

/// What there is, and what else there is some of.
fn counts<'a>(frame: &Frame<'a>, summary: &Value) -> Vec<(&'a str, String)> {
    let words = &frame.words.status;
    let always = [
        (words.files.as_str(), "files"),
        (&words.read, "read"),
        (&words.in_part, "in_part"),
        (&words.failed, "failed"),
        (&words.needs_ocr, "needs_ocr"),
        (&words.pages, "pages"),
        (&words.items, "items"),
    ];
    let some = [
        (words.without_text.as_str(), "pages_without_text"),
        (&words.closed, "closed"),
        (&words.doubles, "doubles"),
        (&words.forgotten_files, "forgotten_files"),
        (&words.forgotten_items, "forgotten_items"),
    ];
    let count = |key: &str| summary[key].as_u64().unwrap_or(0);
    let some = some.into_iter().filter(|(_, key)| count(key) > 0);
    always.into_iter().chain(some).map(|(name, key)| (name, frame.words.number(count(key)))).collect()
}
