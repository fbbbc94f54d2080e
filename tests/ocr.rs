//! Scans, where `tesseract` is installed.

use std::path::PathBuf;
use std::time::Instant;

use dagsorden::source::{Limits, Ocr, PageRequest, Reader, Reason, Wanted};

/// A scan of the bench, where there is one.
fn scan() -> Option<PathBuf> {
    let folder = PathBuf::from(std::env::var_os("DAGSORDEN_BENCH")?).join("bench/reading");
    let scan = folder.join("19_scan_imageonly.pdf");
    assert!(scan.is_file(), "{}", scan.display());
    Some(scan)
}

fn reader() -> Reader {
    Reader::isolated(env!("CARGO_BIN_EXE_dagsorden").into(), Limits::default())
}

#[test]
fn scan_is_recognised_and_no_page_twice() {
    let Some(scan) = scan() else { return };
    let unread = reader().read(&scan).unwrap_err();
    assert!(matches!(unread.reason, Reason::NeedsOcr { .. }), "{unread}");
    let folder = tempfile::tempdir().unwrap();
    let Some(ocr) = Ocr::find(Wanted::WithoutText, Some(folder.path().join("ocr"))) else {
        eprintln!("skipped: no tesseract");
        return;
    };
    let reader = reader().with_ocr(ocr);
    let started = Instant::now();
    let first = reader.read(&scan).unwrap();
    let took = started.elapsed();
    assert!(first.value.text().split_whitespace().count() > 50, "{}", first.value.text());
    assert!(first.value.pages.iter().all(|page| !page.needs_ocr));
    let started = Instant::now();
    assert_eq!(reader.read(&scan).unwrap(), first);
    assert!(started.elapsed() < took / 2, "the second time it is only looked up");
}

/// The lines of a page of minutes, as they are printed in the scans below.
const LINES: [&str; 12] = [
    "Referat af m\u{f8}det i Teknikudvalget",
    "onsdag den 14. september 2022",
    "1. Godkendelse af dagsorden",
    "Dagsordenen blev godkendt uden bem\u{e6}rkninger fra udvalgets medlemmer.",
    "2. Ny cykelsti langs Havnevej",
    "Forvaltningen har unders\u{f8}gt mulighederne for at anl\u{e6}gge en cykelsti",
    "mellem stationen og den gamle f\u{e6}rgehavn. Str\u{e6}kningen er omkring",
    "to kilometer lang, og vejen bruges dagligt af mange skoleb\u{f8}rn.",
    "Det indstilles, at udvalget godkender forslaget og sender det i h\u{f8}ring",
    "hos de ber\u{f8}rte grundejere, inden sagen behandles endeligt.",
    "Udvalget godkendte indstillingen. Anders Mikkelsen tog forbehold.",
    "Udvalget tog orienteringen til efterretning og \u{f8}nsker en status.",
];

/// Draws these lines, 16 points apart, visible or not.
fn drawn(lines: &[String], size: u32, mode: u32) -> Vec<u8> {
    let mut out = format!("BT {mode} Tr /F {size} Tf 16 TL 70 760 Td").into_bytes();
    for line in lines {
        out.extend(b" (");
        out.extend(line.chars().map(|ch| u8::try_from(u32::from(ch)).unwrap()));
        out.extend(b") Tj T*");
    }
    out.extend(b" ET");
    out
}

/// A PDF of one page with a content stream and, as `/I`, a picture of grey pixels.
fn pdf(content: &[u8], size: (u32, u32), picture: Option<(u32, u32, &[u8])>) -> Vec<u8> {
    let (width, height, grey) = picture.unwrap_or((1, 1, &[255]));
    let mut out = format!(
        "%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n\
         3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 {} {}]/Contents 4 0 R/Resources<</Font<</F 6 0 R>>/XObject<</I 5 0 R>>>>>>\nendobj\n\
         6 0 obj\n<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>\nendobj\n4 0 obj\n<</Length {}>>\nstream\n",
        size.0,
        size.1,
        content.len()
    )
    .into_bytes();
    out.extend(content);
    let look = format!("/Width {width}/Height {height}/ColorSpace/DeviceGray/BitsPerComponent 8/Length {}", grey.len());
    out.extend(format!("\nendstream\nendobj\n5 0 obj\n<</Type/XObject/Subtype/Image{look}>>\nstream\n").bytes());
    out.extend(grey);
    out.extend(b"\nendstream\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF\n");
    out
}

/// Share of the words of the page that are in the text.
fn recall(text: &str) -> f64 {
    let words = |text: &str| text.split(|ch: char| !ch.is_alphanumeric()).map(str::to_lowercase).collect::<Vec<_>>();
    let there = words(text);
    let wanted: Vec<String> =
        LINES.iter().flat_map(|line| words(line)).filter(|word| word.chars().count() > 2).collect();
    wanted.iter().filter(|word| there.contains(word)).count() as f64 / wanted.len() as f64
}

/// Scans as bad as they come: on the side, upside down, askew, with a stamp as text, with a worthless or garbled text layer.
#[test]
fn bad_scans_are_read_word_for_word() {
    let Some(ocr) = Ocr::find(Wanted::WithoutText, None) else {
        eprintln!("skipped: no tesseract");
        return;
    };
    let (folder, reader) = (tempfile::tempdir().unwrap(), reader().with_ocr(ocr));
    let lines = LINES.map(str::to_owned);
    let (upright, across) = ((595, 842), (842, 595));
    let layer = |change: fn(char) -> char| {
        let changed = LINES.map(|line| line.chars().map(change).collect::<String>());
        drawn(&changed, 11, 3)
    };
    let confused: fn(char) -> char = |ch| "o1c5uo".chars().nth("elasn\u{f8}".find(ch).unwrap_or(9)).unwrap_or(ch);
    let garbled: fn(char) -> char = |ch| if ch == ' ' { ' ' } else { char::from(b'B' + (u32::from(ch) % 23) as u8) };
    let stamp = drawn(&["Modtaget den 15. september 2022".to_owned()], 9, 0);
    let cases = [
        ("left", "0 1 -1 0 842 0", across, Vec::new()),
        ("down", "-1 0 0 -1 595 842", upright, Vec::new()),
        ("askew", "0.9962 -0.0872 0.0872 0.9962 -20 25", upright, Vec::new()),
        ("stamp", "1 0 0 1 0 0", upright, stamp),
        ("confused", "1 0 0 1 0 0", upright, layer(confused)),
        ("garbled", "1 0 0 1 0 0", upright, layer(garbled)),
    ];
    for (name, turn, size, layer) in cases {
        let path = folder.path().join(format!("{name}.pdf"));
        let page = [format!("q {turn} cm ").into_bytes(), drawn(&lines, 11, 0), b" Q".to_vec()].concat();
        std::fs::write(&path, pdf(&page, size, None)).unwrap();
        // 200 dots per inch.
        let sheet = reader.show(&path, PageRequest { page: 1, width: size.0 * 200 / 72, content: 0 }).unwrap();
        let grey: Vec<u8> = sheet.rgb.chunks_exact(3).map(|rgb| rgb[1]).collect();
        let scan = [format!("q {} 0 0 {} 0 0 cm /I Do Q ", size.0, size.1).into_bytes(), layer].concat();
        std::fs::write(&path, pdf(&scan, size, Some((sheet.width, sheet.height, &grey)))).unwrap();
        let text = reader.read(&path).unwrap().value.text();
        assert!(recall(&text) >= 0.95, "{name}: {:.3}\n{text}", recall(&text));
    }
}
