use std::io::Write;

use proptest::prelude::*;
use zip::write::SimpleFileOptions;

use super::*;

/// A packed folder with these files.
pub(crate) fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A letter with these files attached.
fn letter(attached: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out =
        b"Subject: Bilag\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\nHermed.\n".to_vec();
    for (name, bytes) in attached {
        let head = format!(
            "--x\nContent-Type: application/octet-stream; name=\"{name}\"\nContent-Transfer-Encoding: quoted-printable\n\n"
        );
        out.extend(head.bytes());
        bytes.iter().for_each(|byte| out.extend(format!("={byte:02X}").bytes()));
        out.push(b'\n');
    }
    out.extend(b"--x--\n");
    out
}

fn names(bytes: &[u8]) -> Vec<String> {
    contents_of_bytes(bytes).unwrap().members.into_iter().map(|member| member.name).collect()
}

fn left_out(bytes: &[u8]) -> Vec<String> {
    contents_of_bytes(bytes).unwrap().left_out.sentences()
}

#[test]
fn members_of_members_are_found_and_opened_by_their_path() {
    let inner = zip(&[("2004/referat.txt", b"Referat")]);
    let outer = letter(&[("arkiv.zip", &inner), ("dagsorden.txt", b"Dagsorden")]);
    assert_eq!(names(&outer), ["arkiv.zip", "arkiv.zip!/2004/referat.txt", "dagsorden.txt"]);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("brev.eml");
    fs::write(&file, outer).unwrap();
    let path = member_path(&file, "arkiv.zip!/2004/referat.txt");
    assert_eq!(holder(&path), Some((file.clone(), "arkiv.zip!/2004/referat.txt".into())));
    assert_eq!((metadata(&path).unwrap().0, on_disk(&path)), (7, file.clone()));
    let mut text = String::new();
    open(&path).unwrap().read_to_string(&mut text).unwrap();
    assert_eq!(text, "Referat");
    assert!(open(&member_path(&file, "arkiv.zip!/2005/referat.txt")).is_err());
    assert!(is_member_of(&path, &file) && !is_member_of(&file, &file));
}

#[test]
fn document_of_an_office_program_is_no_folder() {
    assert_eq!(contents_of_bytes(&zip(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>")])), None);
    assert_eq!(contents_of_bytes(b"Referat"), None);
    assert_eq!(
        names(&zip(&[("word/referat.txt", b"Referat"), ("__MACOSX/._a", b""), (".DS_Store", b"")])),
        ["word/referat.txt"]
    );
}

#[test]
fn what_is_over_a_limit_is_left_out_and_named() {
    let bomb = vec![0; 32 << 20];
    let packed = zip(&[("a.txt", b"Referat"), ("bombe.txt", &bomb)]);
    assert!(packed.len() < 1 << 20);
    assert_eq!(names(&packed), ["a.txt"]);
    assert_eq!(left_out(&packed), ["bombe.txt: unpacks to more than 200 times its size"]);
    let mut nested = zip(&[("a.txt", b"Referat")]);
    for _ in 0..3 {
        nested = zip(&[("ned.zip", &nested)]);
    }
    assert_eq!(names(&nested), ["ned.zip", "ned.zip!/ned.zip", "ned.zip!/ned.zip!/ned.zip"]);
    assert_eq!(left_out(&nested), ["ned.zip!/ned.zip!/ned.zip: what it holds lies more than three files deep"]);
}

#[test]
fn number_of_members_is_bounded() {
    let files: Vec<String> = (0..MAX_MEMBERS + 5).map(|n| format!("{n}.txt")).collect();
    let files: Vec<(&str, &[u8])> = files.iter().map(|name| (name.as_str(), &b""[..])).collect();
    let packed = zip(&files);
    assert_eq!(names(&packed).len(), MAX_MEMBERS);
    assert_eq!(left_out(&packed), ["5 files, such as 10000.txt, 10001.txt, 10002.txt: more than 10,000 in one file"]);
}

#[test]
fn name_leads_nowhere_else_and_no_two_are_alike() {
    let found = names(&zip(&[("../../etc/passwd.txt", b"a"), ("c\\d.txt", b"b"), ("x!/y.txt", b"c")]));
    assert_eq!(found, ["etc/passwd.txt", "c/d.txt", "x!%2Fy.txt"]);
    assert_eq!(names(&letter(&[("bilag.pdf", b"a"), ("bilag.pdf", b"b")])), ["bilag.pdf", "bilag-2.pdf"]);
    // A name as an old system writes it, in the encoding of DOS.
    let mut packed = zip(&[("m~de.txt", b"a")]);
    packed.iter_mut().filter(|byte| **byte == b'~').for_each(|byte| *byte = 0x9b);
    assert_eq!(names(&packed), ["møde.txt"]);
}

#[test]
fn damaged_member_is_left_out_and_the_others_are_read() {
    let mut packed = zip(&[("a.txt", b"Referat"), ("b.txt", &b"Dagsorden for byraadet ".repeat(40))]);
    // The first bytes of the packed text of b.txt.
    let at = packed.windows(5).position(|w| w == b"b.txt").unwrap() + 5;
    packed[at..at + 8].fill(0xff);
    assert_eq!(names(&packed), ["a.txt"]);
    assert_eq!(left_out(&packed), ["b.txt: damaged"]);
}

#[test]
fn real_folder_of_such_a_name_wins() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a"), zip(&[("b.txt", b"packed")])).unwrap();
    fs::create_dir(folder.path().join("a!")).unwrap();
    fs::write(folder.path().join("a!/b.txt"), "real").unwrap();
    let mut text = String::new();
    open(&folder.path().join("a!/b.txt")).unwrap().read_to_string(&mut text).unwrap();
    assert_eq!(text, "real");
}

proptest! {
    #[test]
    fn no_changed_byte_makes_it_panic(at in 0usize..1000, byte: u8) {
        let mut packed = zip(&[("a.zip", &zip(&[("b.txt", b"Referat")])), ("c.txt", b"Dagsorden")]);
        let at = at % packed.len();
        packed[at] = byte;
        let _ = contents_of_bytes(&packed);
    }
}
