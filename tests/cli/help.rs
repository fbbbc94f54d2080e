use crate::archive::{dagsorden, run, with_input};

const COMMANDS: [&str; 12] = [
    "text", "parse", "repair", "index", "search", "show", "history", "matters", "meetings", "facets", "status",
    "forget",
];

#[test]
fn nothing_typed_is_answered_with_help() {
    let got = run::<&str>([]);
    assert_eq!(got.code(), 2);
    for command in COMMANDS {
        assert!(got.err().contains(command), "{command}");
    }
}

#[test]
fn short_help_is_short_and_long_help_begins_with_examples() {
    for command in COMMANDS {
        let (short, long) = (run([command, "-h"]), run([command, "--help"]));
        assert_eq!((short.code(), long.code()), (0, 0));
        assert!(short.out().len() < long.out().len(), "{command}");
        let (examples, usage) = (long.out().find("Examples:"), long.out().find("Usage:"));
        assert!(examples.is_some() && examples < usage, "{command}");
        assert!(long.out().lines().all(|l| l.chars().count() <= 100), "{command}");
    }
}

#[test]
fn mistyped_command_is_answered_with_the_nearest() {
    let got = run(["serch", "herberg"]);
    assert_eq!(got.code(), 2);
    assert!(got.err().contains("search"), "{}", got.err());
}

#[test]
fn version_names_format_and_engine() {
    assert!(run(["-V"]).out().starts_with("dagsorden "));
    let long = run(["--version"]).out();
    assert!(long.contains("index format ") && long.contains("tantivy "), "{long}");
}

#[test]
fn colour_of_the_environment_must_be_a_known_one() {
    dagsorden().env("DAGSORDEN_COLOR", "blue").args(["text", "-"]).assert().code(2);
}

#[test]
fn standard_input_is_read_where_no_file_is_named() {
    for command in ["text", "parse", "repair"] {
        assert_eq!(with_input(&[command], "Referat\n\n1. Takster\n\nBeslutning\nGodkendt.\n").code(), 0, "{command}");
    }
}
