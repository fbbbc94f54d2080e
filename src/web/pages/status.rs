//! The state of the archive's files, for its owner.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde_json::Value;

use super::{Frame, Link, written};
use crate::index::{Changes, LastRun};
use crate::output::{IndexState, Report, StatusReport};
use crate::web::context::RequestContext;
use crate::web::{Problem, Site};
use crate::words::{fill, named};

/// The most entries of each list.
const MOST: usize = 200;

#[derive(Template)]
#[template(path = "status.html")]
struct StatusPage<'a> {
    frame: Frame<'a>,
    /// Names and counts.
    counts: Vec<(&'a str, String)>,
    bodies: Vec<(Link, String)>,
    /// The last run and its changes.
    last_run: Option<String>,
    problems: Vec<StatusEntry>,
    attention: Vec<StatusEntry>,
    remarks: Vec<StatusEntry>,
    /// How many of them are not shown.
    cut: Option<String>,
}

/// A problem or remark about a file or a meeting.
struct StatusEntry {
    source: String,
    reason: String,
    explanation: String,
    hint: String,
}

impl StatusEntry {
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
pub(crate) async fn get(State(site): State<Arc<Site>>, context: RequestContext) -> Result<Response, Problem> {
    site.work(move |site, snapshot| {
        let words = &context.language.words().status;
        let frame = Frame::new(site, &context, &words.title);
        let state = snapshot.state()?;
        let report = StatusReport::new(IndexState {
            files: &state.files,
            documents: &state.documents,
            tombstones: &state.tombstones,
            last_run: state.last_run,
            closed: state.closed,
            unclear: state.unclear,
            today: (site.settings.today)(),
            ignored: &[],
            long: false,
        });
        let objects: Vec<Value> = report.objects().collect();
        // Mere information would hide the warnings.
        let of = |sort: &'static str| objects.iter().filter(move |o| o["type"] == sort && o["severity"] != "info");
        // Unread files are in the list of problems already.
        let gaps = || of("attention").filter(|o| o["concern"] != "unread");
        let entries = |sort| of(sort).take(MOST).map(|o| StatusEntry::new(&frame, o)).collect();
        let (problems, remarks) = (entries("problem"), entries("note"));
        let attention = gaps().take(MOST).map(|o| StatusEntry::new(&frame, o)).collect();
        let more = [of("problem").count(), of("note").count(), gaps().count()].map(|n| n.saturating_sub(MOST));
        let more: usize = more.into_iter().sum();
        let cut = (more > 0).then(|| frame.words.count(more as u64, &words.cut));
        let last_run = state.last_run.map(|run| last_run(&frame, &run));
        let counts = counts(&frame, objects.first().unwrap_or(&Value::Null));
        let bodies = snapshot.last_meetings()?;
        let body = |(body, day): (String, jiff::civil::Date)| {
            (Link::new(&*body, frame.thing("body", &body)), frame.words.day(day))
        };
        let bodies = bodies.into_iter().map(body).collect();
        written(&StatusPage { counts, bodies, last_run, problems, attention, remarks, cut, frame })
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

/// The counts; some only if not zero.
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
