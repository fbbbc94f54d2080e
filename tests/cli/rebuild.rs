//! `index --rebuild`: the old index is in use until the new one is whole.

use std::fs;
use std::process::Stdio;
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::archive::run;
use crate::own::{Own, minutes};

fn archive(documents: usize) -> Own {
    let own = Own::new(&[]);
    for n in 0..documents {
        own.write(&format!("{n}.txt"), &minutes("20. marts 2012", &format!("sag{n}")));
    }
    assert_eq!(own.index(&[]).code(), 0);
    own
}

#[test]
fn killed_rebuild_leaves_the_old_index_and_the_next_run_clears_up() {
    let own = archive(40);
    let before = own.ids();
    let aside = own.folder().join(".rebuild");
    let mut rebuilding = own.command(&["--rebuild"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let until = Instant::now() + Duration::from_secs(60);
    while !aside.exists() && Instant::now() < until {
        sleep(Duration::from_millis(1));
    }
    assert_eq!(own.ids(), before, "while it is at work");
    rebuilding.kill().unwrap();
    rebuilding.wait().unwrap();
    assert_eq!(own.ids(), before, "and when it was killed");
    own.write("ny.txt", &minutes("17. april 2012", "veje"));
    assert_eq!(own.index(&[]).code(), 0);
    assert!(!aside.exists());
    assert_eq!(own.ids().len(), before.len() + 2);
}

#[test]
fn rebuild_leaves_nothing_of_the_old_index_and_all_of_the_users() {
    let own = archive(3);
    let folder = own.folder();
    fs::write(folder.join("corrections.toml"), "[words]\n").unwrap();
    fs::create_dir(folder.join("ocr")).unwrap();
    fs::write(folder.join("ocr/0.tsv"), "x").unwrap();
    let names = || -> Vec<String> {
        fs::read_dir(&folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect()
    };
    let is_engines = |name: &&String| name.split_once('.').is_some_and(|(id, _)| id.len() == 32);
    let (old, count) = (names(), names().iter().filter(is_engines).count());
    let got = own.index(&["--rebuild"]);
    assert_eq!(got.code(), 0, "{}", got.err());
    let new = names();
    assert!(old.iter().filter(is_engines).all(|name| !new.contains(name)), "{new:?}");
    assert_eq!(new.iter().filter(is_engines).count(), count);
    assert!(folder.join("corrections.toml").exists() && folder.join("ocr/0.tsv").exists());
    assert_eq!(own.ids().len(), 6);
}

#[test]
fn index_of_an_older_format_is_rebuilt_with_the_ids_that_it_had() {
    for version in [3, 4] {
        let own = Own::new(&[]);
        let stored = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/old_index/{version}"));
        fs::create_dir(own.folder()).unwrap();
        for entry in fs::read_dir(&stored).unwrap().flatten() {
            fs::copy(entry.path(), own.folder().join(entry.file_name())).unwrap();
        }
        // `a.txt` came first then, so that `a.text` has the longer ids. Read afresh it would be the other way round.
        own.write("a.txt", &minutes("20. marts 2012", "takster"));
        own.write("a.text", &minutes("17. april 2012", "veje"));
        assert_eq!(own.index(&[]).code(), 2, "it is refused");
        let got = own.index(&["--rebuild"]);
        assert_eq!(got.code(), 0, "{}", got.err());
        // In that of format 4 `a.text#2` was forgotten.
        let known = ["a#1", "a#2", "a.text#1", "a.text#2"];
        assert_eq!(own.ids(), known[..if version == 3 { 4 } else { 3 }]);
    }
}

#[test]
fn folder_of_something_else_is_not_rebuilt() {
    let own = Own::new(&[("a.txt", &minutes("20. marts 2012", "takster"))]);
    fs::create_dir(own.folder()).unwrap();
    fs::write(own.folder().join("regnskab.xlsx"), "x").unwrap();
    assert_eq!(own.index(&["--rebuild"]).code(), 2);
    assert_eq!(fs::read_dir(own.folder()).unwrap().count(), 1);
}

#[test]
fn broken_index_can_be_rebuilt() {
    let own = archive(2);
    fs::write(own.folder().join("meta.json"), "{").unwrap();
    assert_eq!(own.index(&[]).code(), 2);
    let got = own.index(&["--rebuild"]);
    assert_eq!(got.code(), 2, "what was forgotten there is lost, which has to be told");
    assert!(got.err().contains("expected to take over what was forgotten"), "{}", got.err());
    assert_eq!(own.ids().len(), 4);
    assert_eq!(run(["status".as_ref(), "--index".as_ref(), own.folder().as_os_str()]).code(), 0);
}
