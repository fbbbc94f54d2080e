//! Items behind closed doors can be left out everywhere.

use crate::own::Own;

const OPEN: &str = "Referat\nByrådet i Skive Kommune\n20. marts 2012\n\n1. Havneplan\n\nSagsnr.: 12/100\n\nBeslutning\n\
    Godkendt.\n\nLukkede punkter\n\n2. Grundsalg hemmeligord\n\nSagsnr.: 12/100\n\nBeslutning\nLukket punkt, hemmeligord.\n";
const LATER: &str = "Referat\nByrådet i Skive Kommune\n17. april 2012\n\n1. Havneplan\n\nSagsnr.: 12/100\n\nBeslutning\n\
    Godkendt igen.\n\nLukkede punkter\n\n2. Grundsalg hemmeligord\n\nSagsnr.: 12/100\n\nBeslutning\nLukket punkt, hemmeligord.\n";

fn archive() -> Own {
    let own = Own::indexed(&[("a.txt", OPEN), ("b.txt", LATER)]);
    let closed = own.run(&["search", "--closed", "yes", "--list", "--all"]).out();
    assert_eq!(closed.lines().count(), 2, "the documents are read as meant: {closed}");
    own
}

#[test]
fn no_command_tells_of_closed_items_where_they_are_not_wanted() {
    let own = archive();
    let commands: [&[&str]; 9] = [
        &["search", "--all"],
        &["search", "--all", "--format", "jsonl"],
        &["search", "--list", "hemmeligord"],
        &["search", "--facets"],
        &["facets"],
        &["history", "Grundsalg"],
        &["history", "Grundsalg", "--format", "jsonl", "--loose", "--why"],
        &["matters"],
        &["meetings"],
    ];
    for command in commands {
        let all = own.run(command);
        let open = own.run(&[command, &["--closed", "no"]].concat());
        let told = open.out() + &open.err();
        assert!(!told.contains("hemmeligord") && !told.contains("a#2") && !told.contains("b#2"), "{command:?}: {told}");
        assert_ne!(all.out(), open.out(), "{command:?}");
    }
}

#[test]
fn counts_are_those_of_open_items() {
    let own = archive();
    let count = |more: &[&str]| own.run(&[&["search", "--count", "--no-fold"], more].concat()).out();
    assert_eq!([count(&[]), count(&["--closed", "no"]), count(&["--closed", "yes"])], ["4\n", "2\n", "2\n"]);
    assert_eq!(own.status()["closed"], 2);
}

#[test]
fn export_leaves_them_out_unless_asked() {
    let own = archive();
    for format in ["jsonl", "oparl", "bulk"] {
        let public = own.run(&["export", "--format", format]);
        assert!(!public.out().contains("hemmeligord"), "{format}");
        assert!(own.run(&["export", "--format", format, "--with-closed"]).out().contains("hemmeligord"), "{format}");
    }
    let only = own.run(&["export", "--closed", "yes"]).lines();
    assert!(only.len() == 2 && only.iter().all(|i| i["closed"] == true));
}

#[test]
fn history_of_a_closed_item_is_empty_where_they_are_left_out() {
    let own = archive();
    assert_eq!(own.run(&["history", "a#2", "--closed", "no", "--format", "jsonl"]).out(), "");
    let shown = own.run(&["history", "a#2", "--closed", "yes", "--format", "jsonl"]).out();
    assert!(shown.contains("a#2") && !shown.contains("Godkendt igen"), "{shown}");
}
