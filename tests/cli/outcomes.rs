//! Every file of an archive ends with exactly one outcome, which `status` names with what to do.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::archive::{Run, run};

/// A page's content stream and the bytes of a form that it may draw as `/X`.
struct Sheet {
    content: &'static str,
    form: Vec<u8>,
}

impl Sheet {
    fn new(content: &'static str) -> Self {
        Self { content, form: Vec::new() }
    }
}

const TEXT: &str = "BT /F 11 Tf 72 700 Td (Referat. Byr\\345det godkendte taksterne.) Tj ET";
/// A picture of one grey sample over the whole page.
const PICTURE: &str = "q 595 0 0 842 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \u{7f} EI Q";

/// A PDF of these pages. Its table of objects must be searched for.
fn pdf(pages: &[Sheet]) -> Vec<u8> {
    let kids: String = (0..pages.len()).map(|i| format!("{} 0 R ", 10 + 3 * i)).collect();
    let mut out = format!(
        "%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n\
         2 0 obj\n<</Type/Pages/Kids[{kids}]/Count {}/MediaBox[0 0 595 842]>>\nendobj\n\
         3 0 obj\n<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>\nendobj\n",
        pages.len()
    )
    .into_bytes();
    for (i, Sheet { content, form }) in pages.iter().enumerate() {
        let [page, text, drawn] = [0, 1, 2].map(|k| 10 + 3 * i + k);
        let resources = format!("<</Font<</F 3 0 R>>/XObject<</X {drawn} 0 R>>>>");
        let head = format!(
            "{page} 0 obj\n<</Type/Page/Parent 2 0 R/Contents {text} 0 R/Resources{resources}>>\nendobj\n\
             {text} 0 obj\n<</Length {}>>\nstream\n{content}\nendstream\nendobj\n\
             {drawn} 0 obj\n<</Subtype/Form/BBox[0 0 9 9]/Filter/RunLengthDecode/Length {}>>\nstream\n",
            content.len(),
            form.len()
        );
        out.extend_from_slice(head.as_bytes());
        out.extend_from_slice(form);
        out.extend_from_slice(b"\nendstream\nendobj\n");
    }
    out.extend_from_slice(b"trailer\n<</Root 1 0 R>>\n%%EOF\n");
    out
}

/// So many MiB of blanks, packed into a 64th (RunLengthDecode: a byte of 129 repeats the next one 128 times).
fn blanks(mebibytes: usize) -> Vec<u8> {
    [129, b' '].repeat(mebibytes << 13)
}

/// `index` over the folder, with these options besides.
fn index(folder: &Path, options: &[&str]) -> Run {
    let (papers, ix) = (folder.join("papers"), folder.join("ix"));
    let paths = ["index".as_ref(), papers.as_os_str(), "--index".as_ref(), ix.as_os_str()];
    run(paths.into_iter().chain(["--ocr", "never"].iter().chain(options).map(AsRef::as_ref)))
}

fn status(folder: &Path, options: &[&str]) -> Run {
    let ix = folder.join("ix");
    run(["status".as_ref(), "--index".as_ref(), ix.as_os_str()].into_iter().chain(options.iter().map(AsRef::as_ref)))
}

/// The problem that `status` tells of a file, as JSON and as text.
fn problem(folder: &Path, source: &str) -> (Value, String) {
    let listed = status(folder, &["--format", "jsonl"]).lines();
    let found: Vec<&Value> = listed.iter().filter(|l| l["type"] == "problem" && l["source"] == source).collect();
    assert_eq!(found.len(), 1, "{source}: {listed:?}");
    let text = status(folder, &[]).out();
    let start = text.find(&format!("\n{source}: ")).unwrap_or_else(|| panic!("{source}: {text}")) + 1;
    let lines: Vec<&str> = text[start..].lines().take_while(|l| l.starts_with(source) || l.starts_with(' ')).collect();
    (found[0].clone(), lines.join("\n"))
}

fn archive(files: &[(&str, Vec<u8>)]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("papers")).unwrap();
    for (name, bytes) in files {
        fs::write(dir.path().join("papers").join(name), bytes).unwrap();
    }
    dir
}

/// An archive of one file of each outcome.
fn one_of_each() -> tempfile::TempDir {
    archive(&[
        ("read.pdf", pdf(&[Sheet::new(TEXT)])),
        ("part.pdf", pdf(&[Sheet::new(TEXT), Sheet::new(PICTURE)])),
        ("blank.pdf", pdf(&[Sheet::new("0 0 m"), Sheet::new("")])),
        ("scan.pdf", pdf(&[Sheet::new(PICTURE)])),
        ("secret.pdf", include_bytes!("outcomes/password.pdf").to_vec()),
        ("broken.pdf", b"%PDF-1.4 and nothing more".to_vec()),
        ("empty.txt", Vec::new()),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec()),
    ])
}

#[test]
fn each_outcome_is_listed_once_with_what_to_do() {
    let dir = one_of_each();
    let built = index(dir.path(), &[]);
    assert_eq!(built.code(), 2, "something is missing");
    assert!(
        built.err().contains("6 files could not be read, 1 file read in part only; `dagsorden status"),
        "{}",
        built.err()
    );
    let summary = &status(dir.path(), &["--format", "jsonl"]).lines()[0];
    assert_eq!(
        (&summary["files"], &summary["read"], &summary["in_part"], &summary["failed"]),
        (&8.into(), &1.into(), &1.into(), &6.into())
    );
    assert_eq!(status(dir.path(), &[]).code(), 1);
    let expected = [
        ("part.pdf", "in-part"),
        ("blank.pdf", "no-text"),
        ("scan.pdf", "needs-ocr"),
        ("secret.pdf", "needs-password"),
        ("broken.pdf", "broken"),
        ("empty.txt", "empty"),
        ("picture.txt", "unknown-format"),
    ];
    for (source, reason) in expected {
        let (object, text) = problem(dir.path(), source);
        assert_eq!(object["reason"], reason, "{object}");
        assert!(text.contains("hint: ") && object["hint"].is_string(), "{text}");
    }
}

#[test]
fn page_that_needs_ocr_is_named_with_the_programs_that_do_it() {
    let dir = one_of_each();
    index(dir.path(), &[]);
    let (_, part) = problem(dir.path(), "part.pdf");
    assert!(part.starts_with("part.pdf: expected text, but found none on page 2\n"), "{part}");
    let (_, scan) = problem(dir.path(), "scan.pdf");
    for text in [part, scan] {
        let hint = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            hint.contains("tesseract with Danish") && hint.contains("`--ocr auto`") && hint.contains("`ocrmypdf "),
            "{hint}"
        );
    }
}

#[test]
fn page_that_takes_too_long_costs_itself_alone() {
    let slow = Sheet { content: Box::leak("/X Do ".repeat(9_999).into_boxed_str()), form: blanks(64) };
    let dir = archive(&[("slow.pdf", pdf(&[Sheet::new(TEXT), slow, Sheet::new(TEXT)]))]);
    assert_eq!(index(dir.path(), &["--file-timeout", "12"]).code(), 2);
    let (object, text) = problem(dir.path(), "slow.pdf");
    assert_eq!(object["reason"], "in-part");
    assert!(text.starts_with("slow.pdf: expected text, but could not read all of page 2\n"), "{text}");
    let found = status(dir.path(), &[]).out();
    assert!(found.contains("page 2: this page is not read: expected to be read within 12 s"), "{found}");
}

#[cfg(target_os = "linux")]
#[test]
fn page_that_asks_for_too_much_memory_costs_itself_alone() {
    let huge = Sheet { content: "/X Do", form: blanks(700) };
    let dir = archive(&[("huge.pdf", pdf(&[Sheet::new(TEXT), huge, Sheet::new(TEXT)]))]);
    assert_eq!(index(dir.path(), &["--file-memory", "512"]).code(), 2);
    let (object, text) = problem(dir.path(), "huge.pdf");
    assert_eq!(object["reason"], "in-part");
    assert!(text.starts_with("huge.pdf: expected text, but could not read all of page 2\n"), "{text}");
    let found = status(dir.path(), &[]).out();
    assert!(found.contains("page 2: this page is not read: expected to be read within 512 MiB"), "{found}");
}
