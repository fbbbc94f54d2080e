//! What axe-core, the engine of accessibility checkers, says of the pages.

use std::env;
use std::path::PathBuf;
use std::sync::LazyLock;

use serde_json::Value;

use crate::browser::{self, Page};
use crate::server;
use crate::skip::skip;

/// The rules of WCAG 2.2 AA and what else axe recommends.
const RUN: &str = "axe.run(document, { resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', \
                   'wcag21aa', 'wcag22aa', 'best-practice'] }).then(r => r.violations.map(v => v.id + ': ' + v.help + ': ' \
                   + v.nodes.map(n => n.target.join(' ') + ' (' + n.failureSummary + ')').join('; ')))";

/// What is wrong with the page as it is shown now. `None` where axe-core is not there; the test is then to return.
pub(crate) fn violations(page: &Page) -> Option<Vec<String>> {
    static AXE: LazyLock<Option<String>> = LazyLock::new(|| std::fs::read_to_string(script()).ok());
    let Some(axe) = AXE.as_ref() else {
        skip("axe-core", "fetch it with `npm install --prefix target/axe --no-save axe-core@4.14.1`");
        return None;
    };
    if page.eval("typeof axe") != "object" {
        page.eval(&format!("{axe}; null"));
    }
    let violations: Value = page.eval(RUN);
    Some(serde_json::from_value(violations).expect("a list of violations"))
}

fn script() -> PathBuf {
    let fetched = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/axe/node_modules/axe-core/axe.min.js");
    env::var_os("DAGSORDEN_AXE").map_or_else(fetched, PathBuf::from)
}

#[test]
fn problem_is_accessible() {
    let Some(page) = browser::page() else { return };
    page.open(&server::shared().address("/nothing"));
    let complaints = page.complaints();
    assert!(complaints.iter().all(|c| c.contains("404")), "{complaints:#?}");
    let Some(violations) = violations(&page) else { return };
    assert!(violations.is_empty(), "{violations:#?}");
}

#[test]
fn page_without_language_or_title_is_found_out() {
    let Some(page) = browser::page() else { return };
    page.open("data:text/html,<p>hej");
    let Some(violations) = violations(&page) else { return };
    let found = |id: &str| violations.iter().any(|v| v.starts_with(id));
    assert!(found("html-has-lang") && found("document-title"), "{violations:#?}");
}
