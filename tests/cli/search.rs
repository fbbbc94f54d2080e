use std::fs;

use serde_json::Value;

use crate::archive::{corpus, dagsorden, index, on_archive, with_input};

#[test]
fn word_is_found_in_pdf_text_and_scan() {
    let hits = on_archive(&["search", "herberg", "--format", "jsonl", "--all"]).lines();
    let sources: Vec<&str> = hits.iter().map(|h| h["source"].as_str().unwrap()).collect();
    assert!(sources.contains(&"skive/skive-oekonomiudvalg-2014.pdf"), "{sources:?}");
    assert!(sources.contains(&"skive/skive-byraad-2012.txt"), "a scan: {sources:?}");
}

#[test]
fn folder_is_read_before_it_is_searched() {
    let dir = tempfile::tempdir().unwrap();
    let (docs, index) = (dir.path().join("docs"), dir.path().join("index"));
    fs::create_dir(&docs).unwrap();
    fs::copy(corpus().join("skive/skive-byraad-2012.txt"), docs.join("a.txt")).unwrap();
    let search = || {
        let run = dagsorden().arg("search").arg("herberg").arg("--in").arg(&docs).arg("--index").arg(&index).output();
        let run = run.unwrap();
        assert_eq!(run.status.code(), Some(0), "{run:?}");
        (String::from_utf8(run.stdout).unwrap(), String::from_utf8(run.stderr).unwrap())
    };
    let (first, said) = search();
    assert!(first.contains("a#1"), "{first}");
    assert!(said.starts_with("dagsorden: 1 file read: 1 meeting, "), "{said}");
    assert_eq!(search(), (first, String::new()), "nothing is new");
}

#[test]
fn marks_point_at_the_word_as_printed() {
    let hits = on_archive(&["search", "herberg", "--exact", "--format", "jsonl"]).lines();
    let snippets: Vec<&Value> = hits.iter().map(|h| &h["snippet"]).filter(|s| s.is_object()).collect();
    assert!(!snippets.is_empty());
    for snippet in snippets {
        let text: Vec<char> = snippet["text"].as_str().unwrap().chars().collect();
        for mark in snippet["marks"].as_array().unwrap() {
            let at = |n: usize| usize::try_from(mark[n].as_u64().unwrap()).unwrap();
            let word: String = text[at(0)..at(1)].iter().collect();
            assert_eq!(word.to_lowercase(), "herberg");
        }
    }
}

#[test]
fn table_shows_years_hits_and_ids() {
    let table = on_archive(&["search", "herberg"]).out();
    assert!(table.contains("2014 █"), "{table}");
    assert!(table.contains("»"), "{table}");
    assert!(table.contains("skive/skive-oekonomiudvalg-2014#"), "{table}");
}

#[test]
fn table_fits_the_width() {
    for columns in [60, 80, 120] {
        let mut command = dagsorden();
        command.env("COLUMNS", columns.to_string()).args(["search", "herberg", "--index"]).arg(index());
        let table = String::from_utf8(command.output().unwrap().stdout).unwrap();
        let widest = table.lines().map(|l| l.chars().count()).max().unwrap();
        assert!(widest <= columns, "{widest} of {columns}\n{table}");
    }
}

#[test]
fn colour_is_used_only_when_asked_for() {
    assert!(!on_archive(&["search", "herberg"]).out().contains('\u{1b}'));
    let colored = on_archive(&["search", "herberg", "--color", "always"]).out();
    assert!(colored.contains("\u{1b}[1;31m") && !colored.contains('»'), "{colored}");
}

#[test]
fn count_list_and_quiet_say_only_that() {
    let count: usize = on_archive(&["search", "herberg", "-c"]).out().trim().parse().unwrap();
    let list = on_archive(&["search", "herberg", "-l", "--all"]).out();
    assert_eq!(list.lines().count(), count);
    assert!(list.lines().all(|id| id.contains('#')));
    assert_eq!(on_archive(&["search", "herberg", "-l0", "--all"]).out().matches('\0').count(), count);
    let quiet = on_archive(&["search", "herberg", "-q"]);
    assert_eq!((quiet.code(), quiet.out() + &quiet.err()), (0, String::new()));
}

#[test]
fn nothing_found_is_exit_code_1() {
    let got = on_archive(&["search", "xyzzyxq"]);
    assert_eq!((got.code(), got.err().as_str()), (1, "dagsorden: nothing found\n"));
    for args in [["search", "xyzzyxq", "-q"], ["search", "xyzzyxq", "-c"], ["search", "xyzzyxq", "--format=jsonl"]] {
        assert_eq!(on_archive(&args).code(), 1, "{args:?}");
    }
}

#[test]
fn limit_is_kept_and_what_it_left_out_is_told() {
    let all = on_archive(&["search", "--all", "--format", "jsonl"]).lines().len();
    assert!(all > 20);
    let some = on_archive(&["search", "--format", "jsonl"]);
    assert_eq!(some.lines().len(), 20);
    assert_eq!(some.err(), format!("dagsorden: 20 of {all} items printed\nhint: --all prints the rest\n"));
    assert_eq!(on_archive(&["search", "--limit", "3", "--format", "jsonl"]).lines().len(), 3);
}

#[test]
fn filters_hold_for_every_hit() {
    let hits = |args: &[&str]| {
        let got = on_archive(&[&["search", "--all", "--format", "jsonl"], args].concat());
        assert_eq!(got.code(), 0, "{args:?}: {}", got.err());
        got.lines()
    };
    assert!(hits(&["--kind", "agenda"]).iter().all(|h| h["kind"] == "agenda"));
    assert!(hits(&["--from", "2014", "--to", "2014-08"]).iter().all(|h| h["date"] == "2014-08-20"));
    assert!(
        hits(&["--municipality", "frederiks"]).iter().all(|h| h["source"].as_str().unwrap().contains("frederikssund"))
    );
    assert!(hits(&["--closed", "no"]).iter().all(|h| h["closed"] == false));
}

#[test]
fn unknown_value_of_a_filter_is_an_error_that_names_known_ones() {
    let got = on_archive(&["search", "herberg", "--municipality", "Atlantis"]);
    assert_eq!((got.code(), got.out().as_str()), (2, ""));
    let err = got.err();
    assert!(err.starts_with("dagsorden: --municipality Atlantis: expected a value that the index has"), "{err}");
    assert!(err.contains("hint: ") && err.contains("Aarhus"), "{err}");
}

#[test]
fn bad_date_is_told_what_was_expected() {
    let got = on_archive(&["search", "herberg", "--from", "2019-13"]);
    assert_eq!(got.code(), 2);
    let expected = "expected a date such as 2019, 2019-05, 2019-05-22, 22.05.2019 or maj 2019, but found 2019-13";
    assert!(got.err().contains(expected), "{}", got.err());
}

#[test]
fn dates_the_wrong_way_round_are_an_error() {
    let got = on_archive(&["search", "--from", "2020", "--to", "2019"]);
    assert_eq!(got.code(), 2);
    insta::assert_snapshot!(got.err(), @r"
    dagsorden: --from 2020-01-01: expected a day before that of --to, but found 2019-12-31 there
    hint: exchange the two
    ");
}

#[test]
fn unknown_option_is_answered_with_the_known_one() {
    let got = on_archive(&["search", "herberg", "--munisipality", "Skive"]);
    assert_eq!(got.code(), 2);
    assert!(got.err().contains("--municipality"), "{}", got.err());
}

#[test]
fn order_is_by_date_when_asked_for() {
    let dates = |order: &str| -> Vec<String> {
        let hits = on_archive(&["search", "takster", "--all", "--format", "jsonl", "--sort", order]).lines();
        hits.iter().filter_map(|h| h["date"].as_str().map(str::to_owned)).collect()
    };
    let (oldest, newest) = (dates("date"), dates("-date"));
    assert!(oldest.is_sorted() && oldest.len() > 1);
    assert!(newest.iter().rev().is_sorted());
}

#[test]
fn counts_by_year_add_up() {
    let total: u64 = on_archive(&["search", "takster", "-c"]).out().trim().parse().unwrap();
    let by_year = on_archive(&["search", "takster", "--by", "year", "--format", "jsonl"]).lines();
    assert_eq!(by_year.iter().map(|c| c["count"].as_u64().unwrap()).sum::<u64>(), total);
    let facets = on_archive(&["search", "takster", "--facets", "--format", "jsonl"]).lines();
    assert!(facets.iter().any(|c| c["facet"] == "municipality"));
}

#[test]
fn every_format_holds_the_same_hits() {
    let count = on_archive(&["search", "takster", "--all", "--format", "jsonl"]).lines().len();
    let json: Value =
        serde_json::from_str(&on_archive(&["search", "takster", "--all", "--format", "json"]).out()).unwrap();
    assert_eq!(json.as_array().unwrap().len(), count);
    let table = on_archive(&["search", "takster", "--all", "--format", "csv"]).out();
    assert!(table.starts_with("\u{feff}date;body;number;title"), "{table}");
    let mut rows = csv::ReaderBuilder::new().delimiter(b';').from_reader(table.as_bytes());
    assert_eq!(rows.records().map(Result::unwrap).count(), count);
    let plain = on_archive(&["search", "takster", "--all", "--format", "csv", "--csv-dialect", "rfc4180"]).out();
    assert!(plain.starts_with("date,body,number,title"), "{plain}");
    let md = on_archive(&["search", "takster", "--all", "--format", "md"]).out();
    assert_eq!(md.lines().filter(|l| l.starts_with("### ")).count(), count);
}

#[test]
fn output_file_gets_the_format_of_its_suffix() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("takster.csv");
    let got = on_archive(&["search", "takster", "-o", path.to_str().unwrap()]);
    assert_eq!((got.code(), got.out().as_str()), (0, ""));
    assert!(fs::read_to_string(path).unwrap().starts_with("\u{feff}date;"));
    let got = on_archive(&["search", "takster", "-o", "/no/such/folder/x.csv"]);
    assert_eq!(got.code(), 2);
    insta::assert_snapshot!(got.err(), @"dagsorden: /no/such/folder/x.csv: cannot be written: No such file or directory (os error 2)");
}

#[test]
fn section_limits_where_words_count() {
    let hits = on_archive(&["search", "godkendt", "--section", "minutes", "--format", "jsonl"]).lines();
    assert!(!hits.is_empty());
    assert!(hits.iter().all(|h| h["section"] == "minutes"), "{hits:?}");
}

#[test]
fn same_question_gives_the_same_answer() {
    let ask = || on_archive(&["search", "takster", "--all", "--format", "jsonl"]).out();
    assert_eq!(ask(), ask());
}

#[test]
fn environment_names_the_index_and_the_option_wins() {
    let mut command = dagsorden();
    command.env("DAGSORDEN_INDEX", index()).args(["search", "herberg", "-q"]).assert().code(0);
    let mut command = dagsorden();
    command.env("DAGSORDEN_INDEX", "/no/such/index").args(["search", "herberg", "-q", "--index"]).arg(index());
    command.assert().code(0);
}

#[cfg(unix)]
#[test]
fn reader_that_went_away_is_no_error() {
    let program = assert_cmd::cargo::cargo_bin("dagsorden");
    let script = "\"$0\" search --all --format jsonl --index \"$1\" | head -1 >/dev/null; echo ${PIPESTATUS[0]}";
    let got = std::process::Command::new("bash").arg("-c").arg(script).arg(program).arg(index()).output().unwrap();
    assert_eq!((String::from_utf8_lossy(&got.stdout).trim(), got.stderr.as_slice()), ("0", b"".as_slice()));
}

#[test]
fn queries_from_standard_input_are_answered_a_line_each() {
    let folder = index().to_str().unwrap();
    let run = with_input(&["search", "-", "--index", folder, "--limit", "2"], "herberg\n\nxyzzyx\n");
    let lines = run.lines();
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0]["query"], "herberg");
    assert!(lines[0]["total"].as_u64() >= Some(2) && lines[0]["hits"].as_array().unwrap().len() == 2);
    assert_eq!((&lines[1]["total"], run.code()), (&Value::from(0), 0));
}

#[test]
fn beginning_of_a_word_is_completed() {
    let words = on_archive(&["search", "--suggest", "herb"]).out();
    let first = words.lines().next().unwrap().split_once('\t').unwrap();
    assert!(first.0.starts_with("herb") && first.1.parse::<u64>().unwrap() > 0, "{words}");
    assert_eq!(on_archive(&["search", "--suggest", "xyzzyx"]).code(), 1);
}

#[test]
fn score_is_explained_word_by_word() {
    let hits = on_archive(&["search", "herberg", "--explain", "--format", "jsonl"]).lines();
    for hit in &hits {
        let explained = &hit["explanation"];
        let sum: f64 = explained["words"].as_array().unwrap().iter().map(|w| w["score"].as_f64().unwrap()).sum();
        assert!(
            (sum + explained["together"].as_f64().unwrap() - hit["score"].as_f64().unwrap()).abs() < 0.001,
            "{hit}"
        );
    }
    assert_eq!(hits[0]["explanation"]["words"][0]["word"], "herberg");
    assert!(on_archive(&["search", "herberg", "--explain"]).out().contains("herberg: rarity "));
}

#[test]
fn synonyms_come_from_the_file_that_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("mine.toml");
    fs::write(&file, "groups = [").unwrap();
    let run = on_archive(&["search", "herberg", "--synonyms", file.to_str().unwrap()]);
    assert_eq!(run.code(), 2);
    assert!(run.err().contains("mine.toml: expected groups of words that mean the same"), "{}", run.err());
    fs::write(&file, "groups = [[\"xyzzyx\", \"herberg\"]]").unwrap();
    let hits = on_archive(&["search", "xyzzyx", "--synonyms", file.to_str().unwrap(), "--format", "jsonl"]).lines();
    assert!(!hits.is_empty() && hits.iter().all(|h| h["form"] == "synonym"));
}
