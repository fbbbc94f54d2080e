use std::fs;
use std::path::Path;

use crate::archive::{Run, corpus, documents, on_archive, run, without};

const AGENDA: &str = "Dagsorden\nByrådet i Skive Kommune\n20. marts 2012\n\n1. Takster 2013\n\nIndstilling\nAt taksterne \
    godkendes.\n\n2. Eventuelt\n\nIndstilling\nIntet.\n";

/// Another agenda of the same length.
fn other(year: &str) -> String {
    AGENDA.replace("2013", year)
}

fn archive(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = dir.path().join("arkiv").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    dir
}

fn index(dir: &Path, more: &[&str]) -> Run {
    let (arkiv, ix) = (dir.join("arkiv"), dir.join("ix"));
    let args = ["index".as_ref(), arkiv.as_os_str(), "--index".as_ref(), ix.as_os_str()];
    run(args.into_iter().chain(more.iter().map(AsRef::as_ref)))
}

fn status(dir: &Path) -> Vec<serde_json::Value> {
    run(["status".as_ref(), "--format".as_ref(), "jsonl".as_ref(), "--index".as_ref(), dir.join("ix").as_os_str()])
        .lines()
}

/// The first words of a summary: what took how long is left out.
fn first_line(run: &Run) -> String {
    run.out().lines().next().and_then(|l| l.rsplit_once(',')).map(|(counts, _)| counts.to_owned()).unwrap_or_default()
}

#[test]
fn every_document_of_the_sample_archive_is_read() {
    let state = on_archive(&["status", "--format", "jsonl"]);
    assert_eq!(state.code(), 0, "{}", state.out());
    let summary = &state.lines()[0];
    assert_eq!(summary["files"], documents());
    assert_eq!(summary["read"], documents());
}

#[test]
fn second_run_reads_only_what_is_new_and_takes_out_what_is_gone() {
    let dir = archive(&[("a.txt", AGENDA.as_bytes()), ("b.txt", other("2012").as_bytes())]);
    assert_eq!(first_line(&index(dir.path(), &[])), "2 files read: 2 meetings, 4 items");
    fs::remove_file(dir.path().join("arkiv/a.txt")).unwrap();
    fs::write(dir.path().join("arkiv/c.txt"), other("2014")).unwrap();
    let again = index(dir.path(), &[]);
    assert_eq!(first_line(&again), "1 file read: 1 meeting, 2 items");
    assert!(again.out().contains("1 unchanged, 1 taken out"), "{}", again.out());
    assert_eq!(status(dir.path())[0]["items"], 4);
}

#[test]
fn dry_run_changes_nothing() {
    let dir = archive(&[("a.txt", AGENDA.as_bytes())]);
    let dry = index(dir.path(), &["--dry-run"]);
    insta::assert_snapshot!(dry.out(), @r"
    read  a.txt
    1 file to read, 0 to take out, 0 unchanged
    ");
    assert!(!dir.path().join("ix").exists());
}

#[test]
fn rebuild_starts_afresh() {
    let dir = archive(&[("a.txt", AGENDA.as_bytes())]);
    index(dir.path(), &[]);
    assert_eq!(first_line(&index(dir.path(), &["--rebuild"])), "1 file read: 1 meeting, 2 items");
    assert_eq!(status(dir.path())[0]["files"], 1);
}

#[test]
fn unreadable_file_is_named_and_the_rest_is_indexed() {
    let dir = archive(&[("a.txt", AGENDA.as_bytes()), ("tom.txt", b""), ("b.odt", b"x")]);
    let got = index(dir.path(), &[]);
    assert_eq!(got.code(), 2);
    let text = without(&got.out(), dir.path());
    let (_, rest) = text.split_once('\n').unwrap();
    insta::assert_snapshot!(rest, @r"
    1 could not be read
    1 skipped, no documents: 1 .odt
    index: ix

    tom.txt: expected text, but the file is empty
    hint: fetch it again from where it came
    ");
    insta::assert_snapshot!(without(&got.err(), dir.path()), @r"
    dagsorden: 1 file could not be read; `dagsorden status --index ix` names it
    ");
    let again = index(dir.path(), &[]);
    assert_eq!(again.code(), 2, "what could not be read is still missing");
    let state = status(dir.path());
    assert_eq!((&state[0]["failed"], &state[0]["read"]), (&1.into(), &1.into()));
}

#[test]
fn strange_names_survive() {
    let dir = archive(&[("med mellemrum og æøå.txt", AGENDA.as_bytes()), ("to\nlinjer.txt", other("2014").as_bytes())]);
    let got = index(dir.path(), &[]);
    assert_eq!(got.code(), 0, "{}", got.err());
    let ix = dir.path().join("ix");
    let shown = run(["show".as_ref(), "med mellemrum og æøå#1".as_ref(), "--index".as_ref(), ix.as_os_str()]);
    assert_eq!(shown.code(), 0, "{}", shown.err());
}

#[cfg(unix)]
#[test]
fn name_that_is_no_utf8_is_indexed() {
    use std::os::unix::ffi::OsStrExt;
    let dir = archive(&[("a.txt", AGENDA.as_bytes())]);
    let name = std::ffi::OsStr::from_bytes(b"m\xf8de.txt");
    if fs::write(dir.path().join("arkiv").join(name), other("2014")).is_err() {
        return; // The file system takes no such names.
    }
    assert_eq!(index(dir.path(), &[]).code(), 0);
    assert!(index(dir.path(), &[]).out().contains("2 unchanged"));
}

#[test]
fn municipality_stands_in_where_the_document_names_none() {
    let dir = archive(&[("a.txt", b"Referat\n10. maj 2011\n\n1. Takster\n\nBeslutning\nGodkendt.\n")]);
    let got = index(dir.path(), &["--municipality", "viborg"]);
    assert_eq!(got.code(), 0, "{}", got.err());
    let ix = dir.path().join("ix");
    let meetings =
        run(["meetings".as_ref(), "--format".as_ref(), "jsonl".as_ref(), "--index".as_ref(), ix.as_os_str()]);
    assert_eq!(meetings.lines()[0]["authority"], "Viborg");
    let wrong = index(dir.path(), &["--municipality", "Atlantis"]);
    assert_eq!(wrong.code(), 2);
    insta::assert_snapshot!(wrong.err(), @r#"
    dagsorden: --municipality Atlantis: expected a Danish municipality or region, but there is none of that name
    hint: name it as in `--municipality Viborg` or `--municipality "Region Midtjylland"`
    "#);
}

#[test]
fn several_folders_keep_equal_names_apart() {
    let dir = archive(&[("x/a.txt", AGENDA.as_bytes()), ("y/a.txt", (AGENDA.to_owned() + "\n").as_bytes())]);
    let (x, y, ix) = (dir.path().join("arkiv/x"), dir.path().join("arkiv/y"), dir.path().join("ix"));
    run(["index".as_ref(), x.as_os_str(), y.as_os_str(), "--index".as_ref(), ix.as_os_str()]);
    let meetings =
        run(["meetings".as_ref(), "--format".as_ref(), "jsonl".as_ref(), "--index".as_ref(), ix.as_os_str()]);
    let sources: Vec<_> = meetings.lines().into_iter().map(|m| m["sources"].clone()).collect();
    assert_eq!(sources, [serde_json::json!(["a.txt", "y/a.txt"])], "one meeting that two files tell of");
}

#[test]
fn quiet_run_says_nothing() {
    let dir = archive(&[("a.txt", AGENDA.as_bytes())]);
    let got = index(dir.path(), &["--quiet"]);
    assert_eq!((got.code(), got.out() + &got.err()), (0, String::new()));
}

#[test]
fn number_of_readers_does_not_change_the_index() {
    let dir = tempfile::tempdir().unwrap();
    let items = |jobs: &str| {
        let ix = dir.path().join(jobs);
        let corpus = corpus();
        let args = [
            "index".as_ref(),
            corpus.as_os_str(),
            "--index".as_ref(),
            ix.as_os_str(),
            "--jobs".as_ref(),
            jobs.as_ref(),
        ];
        assert_eq!(run(args).code(), 0);
        let args = ["search".as_ref(), "--index".as_ref(), ix.as_os_str(), "--all".as_ref(), "--list".as_ref()];
        run(args).out()
    };
    assert_eq!(items("1"), items("3"));
}

#[test]
fn corrections_in_the_folder_of_the_index_survive_and_are_read_again() {
    let dir = archive(&[("a.txt", AGENDA.as_bytes())]);
    index(dir.path(), &[]);
    let file = dir.path().join("ix/corrections.toml");
    fs::write(&file, "[words]\n\"Takster\" = \"Zebraer\"\n").unwrap();
    let found = || {
        let ix = dir.path().join("ix");
        run(["search".as_ref(), "zebraer".as_ref(), "--index".as_ref(), ix.as_os_str()]).code()
    };
    assert_eq!(found(), 1);
    assert_eq!(first_line(&index(dir.path(), &[])), "1 file read: 1 meeting, 2 items");
    assert_eq!(found(), 0);
    index(dir.path(), &["--rebuild"]);
    assert!(file.exists() && found() == 0);
    fs::write(&file, "[words]\nTakster = 5\n").unwrap();
    let wrong = index(dir.path(), &[]);
    assert_eq!(wrong.code(), 2);
    assert!(wrong.err().contains("corrections.toml:2: expected a text for"), "{}", wrong.err());
}

#[test]
fn corrections_may_lie_in_the_folder_before_the_index() {
    let dir = archive(&[("a.txt", AGENDA.as_bytes()), ("../ix/corrections.toml", b"[words]\nTakster = \"Priser\"\n")]);
    assert_eq!(index(dir.path(), &[]).code(), 0);
}

/// An agenda of three scanned lines that names a place, which no list has, on its way.
const SCAN: &str = "Dagsorden\n\nViborg Byrad, mgde den 3. maj 2011\n\n1. Orientering om Xolgardseeter\n\nSagsfremstilling\n\
    Pa mgdet blev der ogsa talt om Xolgardseeter, og hvad der skal vaere, nar aret er gaet.\n\n2. Eventuelt\n\n\
    Pa radhuset blev der ogsa talt om feelles omrader, fglgende bgr vaere pa plads.\n";

#[test]
fn scan_in_the_index_learns_from_documents_that_come_later() {
    let dir = archive(&[("scan.txt", SCAN.as_bytes())]);
    let found = || {
        let ix = dir.path().join("ix");
        let args = ["search".as_ref(), "\"om Xolgårdsæter\"".as_ref(), "--exact".as_ref(), "--list".as_ref()];
        run(args.into_iter().chain(["--index".as_ref(), ix.as_os_str()])).out()
    };
    index(dir.path(), &[]);
    assert!(!found().contains("scan"), "{}", found());
    let clean = AGENDA.replace("Takster", "Takster ved Xolgårdsæter");
    fs::write(dir.path().join("arkiv/clean.txt"), &clean).unwrap();
    let second = index(dir.path(), &[]);
    assert!(first_line(&second).starts_with("2 files read: "), "{}", second.out());
    assert!(second.out().contains("1 scan read again with new words"), "{}", second.out());
    assert!(found().contains("scan"), "{}", found());
    fs::write(dir.path().join("arkiv/other.txt"), clean.replace("Takster", "Priser")).unwrap();
    assert!(first_line(&index(dir.path(), &[])).starts_with("1 file read: "), "nothing new was taught");
}
