use crate::archive::{corpus, run, with_input};

#[test]
fn clean_text_comes_out_as_it_went_in() {
    let text = "Byrådet drøftede på mødet de nye takster.\n\nIndstillingen blev godkendt.\n\u{c}Næste side.\n";
    let got = with_input(&["repair"], text);
    assert_eq!((got.code(), got.out().as_str()), (0, text));
}

#[test]
fn scan_is_repaired_line_for_line_and_explained() {
    let scan = corpus().join("skive/skive-byraad-2012.txt");
    let before = std::fs::read_to_string(&scan).unwrap();
    let after = run(["repair".as_ref(), scan.as_os_str()]).out();
    assert_eq!(before.lines().count(), after.lines().count());
    assert_ne!(before, after);
    let changes =
        run(["repair".as_ref(), scan.as_os_str(), "--explain".as_ref(), "--format".as_ref(), "jsonl".as_ref()]);
    let lines: Vec<&str> = after.split('\n').collect();
    for change in changes.lines() {
        let line = usize::try_from(change["line"].as_u64().unwrap()).unwrap();
        let repaired = change["repaired"].as_str().unwrap();
        assert!(lines[line - 1].contains(repaired), "{change}");
        assert!((0.0..=1.0).contains(&change["confidence"].as_f64().unwrap()), "{change}");
    }
    assert!(changes.lines().len() > 20);
}

#[test]
fn nothing_to_repair_is_said() {
    let got = with_input(&["repair", "--explain"], "Indstillingen blev godkendt.\n");
    assert_eq!((got.code(), got.out().as_str()), (0, "nothing was repaired\n"));
}

const SCAN: &str = "Pa radhuset i Dorgen blev der ogsa talt om, hvad der skal vaere, nar aret er gaet.\n";

#[test]
fn correction_wins_over_every_repair() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("mine.toml");
    std::fs::write(&file, "[words]\n\"Dorgen\" = \"Dørgen\"\n\"radhuset\" = \"Rådhuset\"\n").unwrap();
    let got = with_input(&["repair", "--corrections", file.to_str().unwrap()], SCAN);
    assert!(got.out().starts_with("På Rådhuset i Dørgen blev der også"), "{}", got.out());
    let clean = with_input(&["repair", "--corrections", file.to_str().unwrap()], "På mødet i Dorgen også.\n");
    assert_eq!(clean.out(), "På mødet i Dørgen også.\n");
}

#[test]
fn wrong_correction_is_named_with_its_line() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("mine.toml");
    std::fs::write(&file, "[[correction]]\nscan = \"a\"\n\n[[correction]]\nscan = 5\nright = \"b\"\n").unwrap();
    let got = with_input(&["repair", "--corrections", file.to_str().unwrap()], SCAN);
    assert_eq!((got.code(), got.out().as_str()), (2, ""));
    assert!(got.err().contains("mine.toml:1: missing field `right`"), "{}", got.err());
}

#[test]
fn corrected_text_teaches_corrections() {
    let dir = tempfile::tempdir().unwrap();
    let (scan, truth) = (dir.path().join("scan.txt"), dir.path().join("truth.txt"));
    std::fs::write(&scan, SCAN).unwrap();
    let right = "På rådhuset i Dørgen blev der også talt om, hvad der skal være, når året er gået.\n";
    std::fs::write(&truth, right).unwrap();
    let learn = ["repair".as_ref(), "--learn".as_ref(), scan.as_os_str(), truth.as_os_str()];
    let got = run(learn);
    assert_eq!(got.out(), "[[correction]]  # 1 time\nscan = \"Dorgen\"\nright = \"Dørgen\"\n");
    let file = dir.path().join("corrections.toml");
    std::fs::write(&file, got.out()).unwrap();
    let corrected = run(["repair".as_ref(), scan.as_os_str(), "--corrections".as_ref(), file.as_os_str()]);
    assert_eq!(corrected.out(), right);
    let again = run(learn.into_iter().chain(["--corrections".as_ref(), file.as_os_str()]));
    assert_eq!((again.code(), again.out().as_str()), (1, ""));
}
