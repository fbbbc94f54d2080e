//! The page as a person uses it: the real program serves the sample archive, a real browser shows it. A module a question.
//!
//! What needs Chromium or axe-core is skipped with a line where that is missing, and fails under `CI=true`.
#![cfg(unix)]

mod accessibility;
#[allow(dead_code, reason = "a verb is there before the first test that needs it")]
mod browser;
mod every_page;
mod hostile;
mod pictures;
mod scenarios;
mod searching;
#[allow(dead_code, reason = "as in the browser")]
mod server;
mod skip;
