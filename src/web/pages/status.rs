//! What became of the files, for whoever runs the archive.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde_json::Value;

use super::{Frame, Link, written};
use crate::output::{IndexState, Report, StatusReport};
use crate::query;
use crate::web::language::named;
use crate::web::visit::Visit;
use crate::web::{Problem, Site};

/// Problems and remarks that are shown, each.
const MOST: usize = 200;

#[derive(Template)]
#[template(path = "status.html")]
struct Page<'a> {
    frame: Frame<'a>,
    /// What is counted, and how many.
    counts: Vec<(&'a str, String)>,
    bodies: Vec<(Link, String)>,
    problems: Vec<Told>,
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
        let reason = text("reason");
        Self {
            source: text("source"),
            reason: named(&frame.words.names.reasons, &reason).to_owned(),
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
        let report = StatusReport::new(IndexState {
            files: &files,
            documents: &documents,
            tombstones: &tombstones,
            last_run: index.last_run()?,
            closed: index.closed_count()?,
            today: (site.settings.today)(),
            ignored: &[],
        });
        let objects: Vec<Value> = report.objects().collect();
        // Remarks that nothing is missing would hide the others.
        let of = |sort: &'static str| objects.iter().filter(move |o| o["type"] == sort && o["severity"] != "info");
        let told = |sort| of(sort).take(MOST).map(|o| Told::new(&frame, o)).collect();
        let (problems, remarks) = (told("problem"), told("note"));
        let more = of("problem").count().saturating_sub(MOST) + of("note").count().saturating_sub(MOST);
        let cut = (more > 0).then(|| frame.words.count(more as u64, &words.cut));
        let counts = counts(&frame, objects.first().unwrap_or(&Value::Null));
        let bodies = query::last_meetings(index)?;
        let body = |(body, day): (String, jiff::civil::Date)| {
            (Link::new(&*body, frame.thing("body", &body)), frame.words.day(day))
        };
        let bodies = bodies.into_iter().map(body).collect();
        written(&Page { counts, bodies, problems, remarks, cut, frame })
    })
    .await
}

fn counts<'a>(frame: &Frame<'a>, summary: &Value) -> Vec<(&'a str, String)> {
    let words = &frame.words.status;
    let names = [
        (words.files.as_str(), "files"),
        (&words.read, "read"),
        (&words.in_part, "in_part"),
        (&words.failed, "failed"),
        (&words.needs_ocr, "needs_ocr"),
        (&words.pages, "pages"),
        (&words.items, "items"),
    ];
    names.map(|(name, key)| (name, frame.words.number(summary[key].as_u64().unwrap_or(0)))).into()
}
