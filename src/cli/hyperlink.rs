//! Whether a terminal makes links of OSC 8 sequences.

use std::env;
use std::io::{self, IsTerminal};

use super::args::Color;

/// Variables that only such terminals set, each with the least value that means it.
const TELLING: [(&str, Option<u32>); 6] = [
    ("VTE_VERSION", Some(5000)),
    ("KONSOLE_VERSION", Some(201_200)),
    ("KITTY_WINDOW_ID", None),
    ("WT_SESSION", None),
    ("DOMTERM", None),
    ("ALACRITTY_WINDOW_ID", None),
];
/// Values of `TERM_PROGRAM`, and what `TERM` has in it.
const PROGRAMS: [&str; 6] = ["iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "rio"];
const TERMS: [&str; 4] = ["kitty", "ghostty", "alacritty", "foot"];

/// True where links are wanted on standard output, or wherever the output goes with `always`.
pub fn wanted(when: Color, to_file: bool) -> bool {
    match when {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => !to_file && io::stdout().is_terminal() && is_able(|name| env::var(name).ok()),
    }
}

/// True for a terminal that is known to make links; others may print the address into the text.
fn is_able(variable: impl Fn(&str) -> Option<String>) -> bool {
    let term = variable("TERM").unwrap_or_default();
    if term == "dumb" {
        return false;
    }
    let tells = |(name, least): &(&str, Option<u32>)| match (variable(name), least) {
        (Some(value), Some(least)) => value.parse::<u32>().is_ok_and(|v| v >= *least),
        (Some(value), None) => !value.is_empty(),
        (None, _) => false,
    };
    let program = variable("TERM_PROGRAM").unwrap_or_default();
    TELLING.iter().any(tells) || PROGRAMS.contains(&program.as_str()) || TERMS.iter().any(|t| term.contains(t))
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
