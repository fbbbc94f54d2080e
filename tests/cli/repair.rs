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
