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

/// Ids of the steps, and of what is one with them.
fn steps(args: &[&str]) -> Vec<String> {
    let steps = on_archive(&[&["history", "--format", "jsonl"], args].concat()).lines();
    let id = |v: &serde_json::Value| v.as_str().unwrap().to_owned();
    steps.iter().map(|s| id(&s["id"])).collect()
}

/// Ids of the hits of a search, agenda and minutes each for itself.
fn found(query: &str) -> Vec<String> {
    let ids = on_archive(&["search", query, "--list", "--no-fold", "--all"]).out();
    ids.lines().map(str::to_owned).collect()
}

#[test]
fn word_that_is_ruled_out_is_in_no_step() {
    let (all, without) = (steps(&["herberg"]), steps(&["herberg -takst"]));
    let (wanted, rates) = (found("herberg -takst"), found("takst"));
    assert!(!without.is_empty() && without.len() < all.len(), "{without:?} {all:?}");
    assert!(without.iter().all(|id| wanted.contains(id) && !rates.contains(id)), "{without:?}");
}

#[test]
fn words_are_read_as_a_search_reads_them() {
    for query in ["herbreg", "\"Herberget Havnevej\"", "titel:herberg", "forsorgshjem"] {
        let (steps, hits) = (steps(&[query]), found(query));
        assert!(!steps.is_empty() && hits.iter().any(|id| steps.contains(id)), "{query}: {steps:?} {hits:?}");
    }
    let got = on_archive(&["history", "herberg (takst"]);
    assert!(got.err().contains("a ( has no end: read up to the end"), "{}", got.err());
}

#[test]
fn forms_and_synonyms_are_switched_as_for_a_search() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("own.toml");
    std::fs::write(&file, "groups = [[\"xyzzyx\", \"herberg\"]]").unwrap();
    let own = ["--synonyms", file.to_str().unwrap()];
    for command in ["history", "matters"] {
        let lines = |args: &[&str]| on_archive(&[&[command, "--format", "jsonl"], args].concat()).lines().len();
        assert!(lines(&["forsorgshjem"]) > 0, "{command}");
        assert!(lines(&["herberg", "--no-synonyms"]) < lines(&["herberg"]), "{command}");
        assert!(lines(&["herberg", "--exact"]) < lines(&["herberg"]), "{command}");
        assert!(lines(&["xyzzyx"]) == 0 && lines(&[&["xyzzyx"][..], &own].concat()) > 0, "{command}");
    }
}

#[test]
fn every_step_meets_the_filters() {
    let lines = |args: &[&str]| on_archive(&[&["history", "herberg", "--format", "jsonl"], args].concat()).lines();
    let all = lines(&[]);
    for filter in [&["--from", "2020"][..], &["--body", "social"], &["--municipality", "skive"], &["--closed", "no"]] {
        let some = lines(filter);
        assert!(!some.is_empty() && some.iter().all(|s| all.contains(s) || s["id"].is_string()), "{filter:?}");
    }
    let late = lines(&["--from", "2020"]);
    assert!(late.len() < all.len() && late.iter().all(|s| s["date"].as_str().is_some_and(|d| d >= "2020")), "{late:?}");
    assert_eq!(lines(&["fra:2020"]).len(), late.len(), "as a field too");
    assert_eq!(on_archive(&["history", "herberg", "--municipality", "Atlantis"]).code(), 2);
}

#[test]
fn nothing_found_is_exit_code_1() {
    let got = on_archive(&["history", "xyzzyxq"]);
    assert_eq!((got.code(), got.err().as_str()), (1, "dagsorden: nothing found\n"));
}

#[test]
fn step_tells_what_is_new_and_the_table_where_the_case_stands() {
    let steps = on_archive(&["history", "Herberget Havnevej", "--format", "jsonl"]).lines();
    assert!(steps.iter().skip(1).any(|s| s["changes"].as_array().is_some_and(|c| !c.is_empty())), "{steps:?}");
    assert!(on_archive(&["history", "Herberget Havnevej"]).out().contains("\nstate: "));
}

#[test]
fn picked_matter_is_a_part_of_the_answer() {
    let ids = |args: &[&str]| -> Vec<String> {
        let steps = on_archive(&[&["history", "Herberget Havnevej", "--format", "jsonl"], args].concat()).lines();
        steps.iter().map(|s| s["id"].as_str().unwrap().to_owned()).collect()
    };
    let (all, first) = (ids(&[]), ids(&["--pick", "1"]));
    assert!(!first.is_empty() && first.iter().all(|id| all.contains(id)), "{first:?} {all:?}");
    assert_eq!(on_archive(&["history", "Herberget Havnevej", "--pick", "999"]).code(), 1);
    assert_eq!(on_archive(&["history", "Herberget Havnevej", "--pick", "0"]).code(), 2);
}

#[test]
fn case_number_asks_for_nothing_else() {
    assert_eq!(on_archive(&["history", "--case-number", "Herberget"]).code(), 1);
    assert_eq!(on_archive(&["history"]).code(), 2);
}

#[test]
fn suffix_makes_a_workbook_or_a_page() {
    let folder = tempfile::tempdir().unwrap();
    for (name, begin) in [("sag.xlsx", "PK"), ("sag.html", "<!DOCTYPE html>")] {
        let file = folder.path().join(name);
        assert_eq!(on_archive(&["history", "Herberget Havnevej", "-o", file.to_str().unwrap()]).code(), 0);
        assert!(std::fs::read(&file).unwrap().starts_with(begin.as_bytes()), "{name}");
    }
}

#[test]
fn command_without_such_a_format_says_so() {
    let got = on_archive(&["facets", "--format", "html"]);
    assert_eq!(got.code(), 2);
    assert!(got.err().contains("this command has no such format\nhint: "), "{}", got.err());
}

/// What a part of a workbook says.
fn part_of(book: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(book)).unwrap();
    std::io::read_to_string(zip.by_name(name).unwrap()).unwrap()
}

#[test]
fn workbook_stays_what_it_is_in_libreoffice() {
    use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
    let folder = tempfile::tempdir().unwrap();
    let (file, converted) = (folder.path().join("sag.xlsx"), folder.path().join("out"));
    assert_eq!(on_archive(&["history", "Herberget Havnevej", "-o", file.to_str().unwrap()]).code(), 0);
    assert!(part_of(&std::fs::read(&file).unwrap(), "xl/worksheets/sheet1.xml").contains("state=\"frozen\""));
    let profile = format!("-env:UserInstallation=file://{}", folder.path().join("profile").display());
    let args = [&profile, "--headless", "--convert-to", "xlsx", "--outdir", converted.to_str().unwrap()];
    let run = std::process::Command::new("soffice").args(args).arg(&file).output();
    let Ok(run) = run else {
        println!("soffice is not installed: the workbook is not opened");
        return;
    };
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let book = std::fs::read(converted.join("sag.xlsx")).unwrap();
    let sheet = part_of(&book, "xl/worksheets/sheet1.xml");
    assert!(sheet.contains("<autoFilter") && sheet.contains("<hyperlink"));
    assert!(part_of(&book, "xl/styles.xml").contains("wrapText=\"true\""));
    let mut read: Xlsx<_> = open_workbook_from_rs(std::io::Cursor::new(book)).unwrap();
    assert_eq!(read.sheet_names(), ["Forløb", "Fulde tekster", "Om"]);
    let steps = read.worksheet_range("Forløb").unwrap();
    assert!(steps.rows().skip(1).all(|row| matches!(row[0], Data::DateTime(_))), "{steps:?}");
    let about = read.worksheet_range("Om").unwrap();
    let facts: Vec<String> = about.rows().map(|row| row[0].to_string()).collect();
    for fact in ["Søgning", "Indeks fra", "Indeksformat", "Program"] {
        assert!(facts.iter().any(|f| f == fact), "{fact} in {facts:?}");
    }
}
