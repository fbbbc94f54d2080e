//! Tests that need a program which is not there.

use std::env;

/// Says that a test is skipped for want of `what`; under `CI=true` everything has to be there.
pub(crate) fn skip(what: &str, hint: &str) {
    assert!(env::var_os("CI").is_none(), "expected {what}, but found none; {hint}");
    eprintln!("skipped for want of {what}; {hint}");
}
