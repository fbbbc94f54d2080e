//! A browser with small verbs.
//!
//! Debian's `chromium` runs without a screen and is told what to do over two [`pipe`]s (the DevTools protocol). One browser
//! serves the whole test run; [`page()`] gives each test a [`Page`] of its own that shares nothing with others. What a page
//! complains of (errors of scripts, breaches of the content policy, what cannot be loaded) fails the test when the page is
//! let go, unless the test took it by [`Page::complaints`].

mod page;
mod pipe;

use std::process::Command;
use std::sync::LazyLock;

use crate::skip::skip;

pub(crate) use page::Page;
use pipe::Pipe;

const PROGRAM: &str = "chromium";

/// A fresh page, as of a person who was never here. `None` where there is no browser; the test is then to return.
pub(crate) fn page() -> Option<Page> {
    static BROWSER: LazyLock<Option<Pipe>> = LazyLock::new(|| is_installed().then(Pipe::start));
    match BROWSER.as_ref() {
        Some(browser) => Some(Page::new(browser)),
        None => {
            skip("the program `chromium`", "install it with `apt install chromium`");
            None
        }
    }
}

fn is_installed() -> bool {
    Command::new(PROGRAM).arg("--version").output().is_ok_and(|o| o.status.success())
}
