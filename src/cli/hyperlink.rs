//! Whether a terminal supports links (OSC 8 sequences).

use std::env;
use std::io::{self, IsTerminal};

use super::args::Color;

/// Variables set by such terminals only, each with the lowest value with support.
const VARIABLES: [(&str, Option<u32>); 6] = [
    ("VTE_VERSION", Some(5000)),
    ("KONSOLE_VERSION", Some(201_200)),
    ("KITTY_WINDOW_ID", None),
    ("WT_SESSION", None),
    ("DOMTERM", None),
    ("ALACRITTY_WINDOW_ID", None),
];
/// Values of `TERM_PROGRAM`, and parts of `TERM`.
const PROGRAMS: [&str; 6] = ["iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "rio"];
const TERMS: [&str; 4] = ["kitty", "ghostty", "alacritty", "foot"];

/// Whether to write links: on a terminal, or anywhere with `always`.
pub(super) fn wanted(when: Color, to_file: bool) -> bool {
    match when {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => !to_file && io::stdout().is_terminal() && is_able(|name| env::var(name).ok()),
    }
}

/// Whether the terminal is known to support links. Others may print the address into the text.
fn is_able(variable: impl Fn(&str) -> Option<String>) -> bool {
    let term = variable("TERM").unwrap_or_default();
    if term == "dumb" {
        return false;
    }
    let is_set = |(name, least): &(&str, Option<u32>)| match (variable(name), least) {
        (Some(value), Some(least)) => value.parse::<u32>().is_ok_and(|v| v >= *least),
        (Some(value), None) => !value.is_empty(),
        (None, _) => false,
    };
    let program = variable("TERM_PROGRAM").unwrap_or_default();
    VARIABLES.iter().any(is_set) || PROGRAMS.contains(&program.as_str()) || TERMS.iter().any(|t| term.contains(t))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terminal_that_is_known_to_make_links_is_able() {
        let able = |set: &[(&str, &str)]| {
            is_able(|name| set.iter().find(|(n, _)| *n == name).map(|(_, value)| (*value).to_owned()))
        };
        assert!(able(&[("TERM", "xterm-256color"), ("VTE_VERSION", "6800")]));
        assert!(able(&[("TERM_PROGRAM", "WezTerm")]) && able(&[("TERM", "xterm-kitty")]));
        assert!(!able(&[("TERM", "xterm-256color")]) && !able(&[("VTE_VERSION", "4205")]));
        assert!(!able(&[("TERM", "dumb"), ("WT_SESSION", "1")]));
    }
}
