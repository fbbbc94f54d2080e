//! What reading a file gives, and what is said of a file that gives nothing.

use std::path::{Path, PathBuf};

use dagsorden::repair::running_heads;
use dagsorden::source::{self, Format};
use proptest::collection::vec;
use proptest::prelude::*;

/// The message for a file of these bytes.
fn message(name: &str, bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    let error = source::read(&path).unwrap_err().to_string();
    error.replace(&format!("{}/", folder.path().display()), "")
}

/// A PDF of one page with this content stream and font dictionary entries; its table of objects must be searched for.
fn pdf(content: &str) -> Vec<u8> {
    let length = content.len();
    format!(
        "%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n\
         2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n\
         3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R/B 6 0 R>>>>>>\nendobj\n\
         4 0 obj\n<</Length {length}>>\nstream\n{content}\nendstream\nendobj\n\
         5 0 obj\n<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>\nendobj\n\
         6 0 obj\n<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>\nendobj\n\
         trailer\n<</Root 1 0 R>>\n%%EOF\n"
    )
    .into_bytes()
}

const REFERAT: &str = "BT /B 14 Tf 72 780 Td (Referat) Tj /F 11 Tf 0 -40 Td (M\\370det p\\345 \\306r\\370) Tj \
                       0 -14 Td (blev h\\346vet.) Tj ET";

#[test]
fn text_comes_with_its_place_size_and_weight() {
    let read = source::read_bytes("referat.pdf", pdf(REFERAT)).unwrap();
    assert_eq!(read.value.format, Format::Pdf);
    assert_eq!(read.value.text(), "Referat\n\nMødet på Ærø\nblev hævet.\n");
    let head = read.value.pages[0].lines[0].setting.unwrap();
    assert_eq!((head.x, head.y, head.size, head.bold), (72.0, 62.0, 14.0, true));
    let body = read.value.pages[0].lines[2].setting.unwrap();
    assert_eq!((body.y, body.size, body.bold), (102.0, 11.0, false));
    assert!(read.notes.is_empty(), "{:?}", read.notes);
}

#[test]
fn columns_of_upright_letters_are_lines_from_right_to_left() {
    // Without ToUnicode: the tables of the standard encodings tell what the codes mean.
    let content = "BT /B 20 Tf 1 0 0 1 300 700 Tm <65E5672C> Tj 1 0 0 1 260 700 Tm <6771> Tj ET";
    let font = "/Subtype/Type0/Encoding/UniJIS-UCS2-V/BaseFont/Ryumin/DescendantFonts[<</Type/Font/Subtype/CIDFontType0\
                /BaseFont/Ryumin/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)/Supplement 2>>>>]";
    let latin = "/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding";
    let file = String::from_utf8(pdf(content)).unwrap().replace(latin, font);
    let read = source::read_bytes("a.pdf", file.into_bytes()).unwrap();
    assert_eq!(read.value.text().split_whitespace().collect::<Vec<_>>(), ["日本", "東"]);
}

#[test]
fn invisible_text_of_an_ocr_layer_is_text() {
    let read = source::read_bytes("scan.pdf", pdf("BT 3 Tr /F 11 Tf 72 700 Td (usynlig) Tj ET")).unwrap();
    assert_eq!(read.value.text(), "usynlig\n");
}

#[test]
fn furniture_that_the_file_declares_is_running() {
    let content = "/Artifact <</Type/Pagination>> BDC BT /F 9 Tf 72 30 Td (Side 1 af 1) Tj ET EMC BT /F 11 Tf 72 700 Td (tekst) Tj ET";
    let document = source::read_bytes("a.pdf", pdf(content)).unwrap().value;
    let lines: Vec<(&str, bool)> =
        document.lines().filter(|(_, l)| !l.is_blank()).map(|(_, l)| (l.text.as_str(), l.running)).collect();
    assert_eq!(lines, [("tekst", false), ("Side 1 af 1", true)]);
    assert!(!document.body_text().contains("Side"));
}

#[test]
fn cut_off_pdf_gives_what_is_left_and_says_so() {
    let whole = String::from_utf8(pdf(REFERAT)).unwrap();
    let end = whole.find("trailer").unwrap();
    for cut in [whole[..end].to_owned(), whole[..end].replace("/Type/Catalog/Pages 2 0 R", "")] {
        let read = source::read_bytes("cut.pdf", cut.into_bytes()).unwrap();
        assert!(read.value.text().starts_with("Referat\n"));
        insta::allow_duplicates!(insta::assert_snapshot!(read.notes[0], @r"
        the file is damaged, maybe cut off; pages may be missing
        hint: fetch it again from where it came
        "));
    }
}

#[test]
fn empty_file() {
    insta::assert_snapshot!(message("tom.pdf", b" \n"), @r"
    tom.pdf: expected text, but the file is empty
    hint: fetch it again from where it came
    ");
}

#[test]
fn file_that_only_says_it_is_a_pdf() {
    insta::assert_snapshot!(message("x.pdf", b"%PDF-1.7\n\x00\x01garbage"), @r"
    x.pdf: expected a PDF, but it cannot be opened as one: its inner structure is damaged
    hint: try `qpdf x.pdf mended.pdf`, or fetch it again, then read mended.pdf
    ");
}

#[test]
fn pdf_cut_off_before_any_text() {
    let whole = pdf(REFERAT);
    insta::assert_snapshot!(message("kort.pdf", &whole[..120]), @r"
    kort.pdf: expected a PDF, but it cannot be opened as one: its inner structure is damaged
    hint: try `qpdf kort.pdf mended.pdf`, or fetch it again, then read mended.pdf
    ");
}

#[test]
fn blank_pdf_has_no_text_and_nothing_to_recognise() {
    insta::assert_snapshot!(message("blank.pdf", &pdf("0 0 m")), @r"
    blank.pdf: expected text, but found neither text nor a picture of some on its only page
    hint: look at it; if there is text to be seen, scan it again
    ");
}

#[test]
fn picture_of_a_page_needs_ocr() {
    let picture = "q 595 0 0 842 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \u{7f} EI Q";
    insta::assert_snapshot!(message("scan.pdf", &pdf(picture)), @r"
    scan.pdf: expected text, but found none on its only page (a scan without a text layer?)
    hint: install tesseract with Danish, as in `apt install tesseract-ocr-dan`, and read it with `--ocr auto`; or add a text layer with `ocrmypdf --language dan scan.pdf out.pdf` and read out.pdf
    ");
}

#[test]
fn letters_drawn_as_outlines_need_ocr() {
    let outlines = "1 2 3 4 5 6 c ".repeat(400);
    assert_eq!(source::read_bytes("a.pdf", pdf(&outlines)).unwrap_err().name(), "needs-ocr");
}

#[test]
fn font_that_cannot_be_loaded_is_not_passed_over_in_silence() {
    let content = "BT /Missing 11 Tf 72 700 Td (Vi ved ikke, hvad her staar) Tj ET";
    let lost = source::read_bytes("a.pdf", pdf(content)).unwrap_err();
    assert_eq!(lost.name(), "needs-ocr");
    let beside = format!("{REFERAT} {content}");
    let read = source::read_bytes("a.pdf", pdf(&beside)).unwrap();
    assert!(read.notes[0].message.starts_with("expected letters, but"), "{:?}", read.notes);
}

#[test]
fn damaged_word_document_and_empty_web_page() {
    insta::assert_snapshot!(message("a.docx", b"PK\x03\x04 [Content_Types].xml word/document.xml"), @r"
    a.docx: expected a Word document, but it cannot be opened as one: its inner structure is damaged
    hint: open it in Word and save it again
    ");
    insta::assert_snapshot!(message("a.txt", b"<!DOCTYPE html><html><script>404</script>"), @r"
    a.txt: expected text, but the file is empty
    hint: fetch it again from where it came
    ");
    insta::assert_snapshot!(message("a.xlsx", b"PK\x03\x04 [Content_Types].xml xl/workbook.xml"), @r"
    a.xlsx: expected a PDF, Word, HTML or text file, but found an Excel workbook (.xlsx)
    hint: convert all of them with `soffice --headless --convert-to pdf --outdir converted *.xlsx`, or save it as PDF
    ");
}

#[test]
fn file_that_is_not_there() {
    let error = source::read(Path::new("findes-ikke.pdf")).unwrap_err().to_string();
    assert!(error.starts_with("findes-ikke.pdf: cannot be read: "), "{error}");
}

#[test]
fn texts_of_other_encodings_are_decoded_and_said_so() {
    let latin = source::read_bytes("l.txt", b"M\xf8de p\xe5 \xc6r\xf8".to_vec()).unwrap();
    assert_eq!(latin.value.text(), "Møde på Ærø\n");
    insta::assert_snapshot!(latin.notes[0], @"read as windows-1252");
    let wide: Vec<u8> = "\u{feff}Møde på Ærø".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let wide = source::read_bytes("u.txt", wide).unwrap();
    assert_eq!(wide.value.text(), "Møde på Ærø\n");
    insta::assert_snapshot!(wide.notes[0], @"read as UTF-16LE");
}

proptest! {
    #[test]
    fn pdf_with_changed_bytes_is_survived(changes in vec((0usize..1200, any::<u8>()), 1..12), end in 200usize..1200) {
        let mut bytes = pdf(REFERAT);
        for (at, byte) in changes {
            let at = at % bytes.len();
            bytes[at] = byte;
        }
        bytes.truncate(end);
        let _ = source::read_bytes("x.pdf", bytes);
    }
}

/// The folder of the bench, where the environment names one.
fn bench() -> Option<PathBuf> {
    Some(PathBuf::from(std::env::var_os("DAGSORDEN_BENCH")?).join("bench"))
}

fn files(folder: &Path, suffix: &str) -> Vec<PathBuf> {
    let all = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let found: Vec<PathBuf> = all.filter(|path| path.extension().is_some_and(|e| e == suffix)).collect();
    assert!(!found.is_empty(), "no {suffix} in {}", folder.display());
    found
}

/// Letters and digits only, so that hyphens, spaces and tables do not matter.
fn letters(text: &str) -> String {
    text.chars().filter(|ch| ch.is_alphanumeric()).collect()
}

#[test]
fn no_word_of_a_gold_title_is_taken_for_furniture() {
    let Some(bench) = bench() else { return };
    for path in files(&bench.join("layouts/pdf"), "pdf") {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let gold = std::fs::read_to_string(bench.join(format!("layouts/{name}.gold.json"))).unwrap();
        let gold: serde_json::Value = serde_json::from_str(&gold).unwrap();
        let mut document = source::read(&path).unwrap().value;
        running_heads::mark(&mut document);
        let body = letters(&document.body_text()).to_lowercase();
        for item in gold["items"].as_array().unwrap() {
            let title = letters(item["title"].as_str().unwrap()).to_lowercase();
            assert!(body.contains(&title), "{name}: {}", item["title"]);
        }
    }
}
