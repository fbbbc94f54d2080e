use crate::archive::on_archive;

#[test]
fn case_is_followed_through_its_meetings_in_date_order() {
    let steps = on_archive(&["history", "Herberget Havnevej", "--format", "jsonl"]).lines();
    let dates: Vec<&str> = steps.iter().filter_map(|s| s["date"].as_str()).collect();
    assert!(dates.len() >= 3 && dates.is_sorted(), "{dates:?}");
    for step in &steps {
        for field in ["id", "source", "number", "proposal", "decision", "reasons"] {
            assert!(step.get(field).is_some(), "{field}");
        }
    }
}

#[test]
fn table_tells_proposal_decision_and_why() {
    let table = on_archive(&["history", "Herberget Havnevej", "--why"]).out();
    assert!(table.contains("proposal: ") && table.contains("decision: "), "{table}");
    assert!(table.contains("↳ "), "{table}");
}

#[test]
fn other_formats_hold_the_same_steps() {
    let steps = on_archive(&["history", "Herberget Havnevej", "--format", "jsonl"]).lines().len();
    let md = on_archive(&["history", "Herberget Havnevej", "--format", "md"]).out();
    assert_eq!(md.lines().filter(|l| l.starts_with("### ")).count(), steps);
    let text = on_archive(&["history", "Herberget Havnevej", "--format", "csv"]).out();
    let mut rows = csv::ReaderBuilder::new().delimiter(b';').from_reader(text.as_bytes());
    assert_eq!(rows.records().map(Result::unwrap).count(), steps);
}

#[test]
fn loose_history_holds_the_strict_one() {
    let ids = |args: &[&str]| -> Vec<String> {
        let steps = on_archive(&[&["history", "Herberget Havnevej", "--format", "jsonl"], args].concat()).lines();
        steps.iter().map(|s| s["id"].as_str().unwrap().to_owned()).collect()
    };
    let loose = ids(&["--loose"]);
    assert!(ids(&[]).iter().all(|id| loose.contains(id)));
}

#[test]
fn nothing_found_is_exit_code_1() {
    let got = on_archive(&["history", "xyzzyxq"]);
    assert_eq!((got.code(), got.err().as_str()), (1, "dagsorden: nothing found\n"));
}
