use crate::archive::{corpus, run, with_input};

#[test]
fn pdf_and_text_give_their_words_page_by_page() {
    let pdf = corpus().join("skive/skive-oekonomiudvalg-2014.pdf");
    let got = run(["text".as_ref(), pdf.as_os_str()]);
    assert_eq!(got.code(), 0, "{}", got.err());
    assert!(got.out().contains("Herberget Havnevej"));
    assert!(got.out().contains('\u{c}'), "pages are parted");
}

#[test]
fn only_the_pages_asked_for_are_printed() {
    let pages = |range| with_input(&["text", "--pages", range], "en\n\u{c}to\n\u{c}tre\n").out();
    assert_eq!(pages("2"), "to\n");
    assert_eq!(pages("2-"), "to\n\u{c}tre\n");
    assert_eq!(pages("-2"), "en\n\u{c}to\n");
}

#[test]
fn page_that_is_not_there_is_nothing_found() {
    let got = with_input(&["text", "--pages", "9"], "en\n");
    assert_eq!((got.code(), got.out().as_str()), (1, ""));
}

#[test]
fn wrong_pages_are_told_what_was_expected() {
    let got = run(["text", "--pages", "5-3", "x.txt"]);
    assert_eq!(got.code(), 2);
    assert!(got.err().contains("expected pages such as 3, 3-5, 3- or -5, but found 5-3"), "{}", got.err());
}

#[test]
fn furniture_is_printed_on_request() {
    let pdf = corpus().join("skive/skive-oekonomiudvalg-2014.pdf");
    let with = run(["text".as_ref(), "--furniture".as_ref(), pdf.as_os_str()]).out();
    let without = run(["text".as_ref(), pdf.as_os_str()]).out();
    assert!(with.len() >= without.len());
}

#[test]
fn utf16_and_latin1_are_read() {
    let text = "Byrådet drøftede møder på ældreområdet i Rødovre og Brønderslev.\nIndstillingen blev godkendt.\n";
    let latin1: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    let utf16: Vec<u8> = "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    for bytes in [latin1, utf16, text.as_bytes().to_vec(), [b"\xef\xbb\xbf", text.as_bytes()].concat()] {
        let got = with_input(&["text", "-"], bytes);
        assert_eq!(got.out().trim_end(), text.trim_end(), "{}", got.err());
    }
}
