//! Documents that lie in other files: packed folders (.zip), and what is attached to letters (.eml, .msg).
//!
//! A member has a path of its own: the file's path, `!/`, and the name within the file, as in
//! `arkiv.zip!/2004/referat.pdf`. [`contents`] lists the members of a file, those of files within it included;
//! [`open`] and [`metadata`] take the path of a member as they take that of a file. A real file or folder of such a name
//! wins. What is over a limit is left out, and [`LeftOut`] says so: a hostile file may unpack to any size.

mod packed;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Cursor, Read, Seek};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::{catch_panic, doc, mime, ole};
use packed::Packed;

/// Parts the path of a file from the name of a member, and the names of nested members.
const MARK: &str = "!/";
/// Depth of files within files: a letter with a folder that holds letters with attachments. Deeper ones are not seen
/// outside of attacks.
const MAX_DEPTH: usize = 3;
/// Members of one file, nested ones included. A municipality's documents of twenty years are some 5,000.
const MAX_MEMBERS: usize = 10_000;
/// Unpacked bytes of all members of one file: 10,000 documents of the usual size, of 0.8 MiB. One member is in memory at a
/// time, and none may be larger than a file.
const MAX_TOTAL: u64 = 8 << 30;
/// Bytes of a letter, and of a file within a file that is looked into: both are held in memory. Mail systems refuse letters
/// of more than some 150 MiB.
const MAX_IN_MEMORY: u64 = 256 << 20;
/// How much smaller a member may be packed than unpacked. PDFs shrink to a half, text to a tenth, the emptiest of
/// spreadsheets to a hundredth; an archive bomb reaches 1,000, the most that its method can do.
const MAX_RATIO: u64 = 200;
/// Smaller members may shrink as they like: they do no harm.
const SMALL: u64 = 16 << 20;
/// First bytes of a member, by which its format is told.
const HEAD: u64 = 4096;
/// Suffixes of office documents: ZIP archives and compound files that hold parts, no documents.
const OFFICE: [&str; 14] =
    ["docx", "docm", "dotx", "xlsx", "xlsm", "pptx", "ppsx", "odt", "ods", "odp", "doc", "dot", "xls", "ppt"];
/// So many of the members that were left out for one reason are named.
const NAMED: usize = 3;

/// A member of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Its name within the file: `2004/referat.pdf`, `gammelt.zip!/referat.pdf`.
    pub name: String,
    /// Its size, unpacked.
    pub bytes: u64,
    /// Its first bytes.
    pub head: Vec<u8>,
}

/// What a file holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contents {
    /// The file is a letter, which has text of its own.
    pub is_letter: bool,
    /// The members in the file's order, a nested file before its own.
    pub members: Vec<Member>,
    /// The members that are left out.
    pub left_out: LeftOut,
}

/// Members that are left out, by reason.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LeftOut(BTreeMap<&'static str, (usize, Vec<String>)>);

impl LeftOut {
    fn add(&mut self, why: &'static str, name: &str) {
        let (count, names) = self.0.entry(why).or_default();
        *count += 1;
        if names.len() < NAMED {
            names.push(name.to_owned());
        }
    }

    /// A sentence for each reason: `12 files, such as a.pdf, b.pdf: more than 10,000 in one file`.
    pub fn sentences(&self) -> Vec<String> {
        let sentence = |(why, (count, names)): (&&str, &(usize, Vec<String>))| match *count {
            1 => format!("{}: {why}", names[0]),
            n if n == names.len() => format!("{}: {why}", names.join(", ")),
            n => format!("{n} files, such as {}: {why}", names.join(", ")),
        };
        self.0.iter().map(sentence).collect()
    }
}

/// An open file or member.
pub trait ReadSeek: Read + Seek + Send {}

impl<T: Read + Seek + Send> ReadSeek for T {}

/// An open file that holds others.
enum Opened<'a> {
    Packed(Packed<Box<dyn ReadSeek + 'a>>),
    /// Names and contents of what is attached.
    Letter(Vec<(String, Vec<u8>)>),
}

/// What a member is before it is unpacked.
struct Entry {
    name: String,
    bytes: u64,
    /// Why it cannot be read.
    fault: Option<&'static str>,
}

impl<'a> Opened<'a> {
    /// `None` for a file that holds no others.
    fn new(mut content: Box<dyn ReadSeek + 'a>) -> Option<Self> {
        let mut head = Vec::new();
        content.by_ref().take(HEAD).read_to_end(&mut head).ok()?;
        content.rewind().ok()?;
        if head.starts_with(b"PK") {
            return Packed::open(content).map(Self::Packed);
        }
        if !ole::is_ole(&head) && !mime::is_mime(&head) {
            return None;
        }
        let mut bytes = Vec::new();
        content.take(MAX_IN_MEMORY + 1).read_to_end(&mut bytes).ok()?;
        if bytes.len() as u64 > MAX_IN_MEMORY {
            return None;
        }
        let attached = if ole::is_ole(&bytes) { doc::attached(&bytes) } else { mime::attached(&bytes) };
        (!attached.is_empty()).then(|| Self::Letter(distinct(attached)))
    }

    fn entries(&mut self) -> Vec<Entry> {
        match self {
            Self::Packed(packed) => packed.entries(),
            Self::Letter(attached) => {
                let entry = |(name, bytes): &(String, Vec<u8>)| {
                    let (name, bytes, fault) = (name.clone(), bytes.len() as u64, None);
                    Entry { name, bytes, fault }
                };
                attached.iter().map(entry).collect()
            }
        }
    }

    /// Up to `most` bytes of a member.
    fn read(&mut self, name: &str, most: u64) -> io::Result<Vec<u8>> {
        match self {
            Self::Packed(packed) => packed.read(name, most),
            Self::Letter(attached) => {
                let found = attached.iter().find(|(other, _)| other == name).ok_or(io::ErrorKind::NotFound)?;
                let end = found.1.len().min(usize::try_from(most).unwrap_or(usize::MAX));
                Ok(found.1[..end].to_vec())
            }
        }
    }
}

/// What is still allowed in one file.
struct Budget {
    members: usize,
    bytes: u64,
}

/// What the file at `path` holds. `None` for a file that holds no others, as most.
pub fn contents(path: &Path) -> Option<Contents> {
    contents_of(open(path).ok()?)
}

/// The same of a file in memory.
pub(super) fn contents_of_bytes(bytes: &[u8]) -> Option<Contents> {
    contents_of(Box::new(Cursor::new(bytes)))
}

fn contents_of(content: Box<dyn ReadSeek + '_>) -> Option<Contents> {
    let list = || {
        let mut opened = Opened::new(content)?;
        let is_letter = matches!(opened, Opened::Letter(_));
        let mut found = Contents { is_letter, ..Contents::default() };
        gather(&mut opened, "", 1, &mut Budget { members: MAX_MEMBERS, bytes: MAX_TOTAL }, &mut found);
        Some(found)
    };
    catch_panic::on_own_thread(list).unwrap_or(None)
}

fn gather(opened: &mut Opened<'_>, below: &str, depth: usize, budget: &mut Budget, found: &mut Contents) {
    for Entry { name, bytes, fault } in opened.entries() {
        let whole = format!("{below}{name}");
        let fault = fault.or(match () {
            () if bytes > super::MAX_BYTES => Some("larger than a file may be (512 MiB)"),
            () if budget.members == 0 => Some("more than 10,000 in one file"),
            () if bytes > budget.bytes => Some("more than 8 GiB unpacked in one file"),
            () => None,
        });
        let head = opened.read(&name, HEAD);
        let (None, Ok(head)) = (fault, head) else {
            found.left_out.add(fault.unwrap_or("damaged"), &whole);
            continue;
        };
        budget.members -= 1;
        budget.bytes -= bytes;
        let suffix = name.rsplit_once('.').map(|(_, suffix)| suffix.to_lowercase()).unwrap_or_default();
        let is_holder = head.starts_with(b"PK") || ole::is_ole(&head) || mime::is_mime(&head);
        let may_hold = is_holder && !OFFICE.contains(&suffix.as_str());
        found.members.push(Member { name: whole.clone(), bytes, head });
        if !may_hold {
            continue;
        }
        if bytes > MAX_IN_MEMORY {
            found.left_out.add("too large to look into within another file (256 MiB)", &whole);
            continue;
        }
        let inner = opened.read(&name, MAX_IN_MEMORY).ok().and_then(|bytes| Opened::new(Box::new(Cursor::new(bytes))));
        match inner {
            Some(_) if depth == MAX_DEPTH => {
                found.left_out.add("what it holds lies more than three files deep", &whole);
            }
            Some(mut inner) => gather(&mut inner, &format!("{whole}{MARK}"), depth + 1, budget, found),
            None => {}
        }
    }
}

/// The path of the file on disk that holds a member, and the member's name within it. `None` for the path of a file, and of
/// nothing.
pub fn holder(path: &Path) -> Option<(PathBuf, String)> {
    let mut files = files_of(path).peekable();
    if files.peek().is_none() || path.exists() {
        return None;
    }
    let file = files.find(|file| file.is_file())?;
    Some((file.to_owned(), name_within(path, file)?.to_owned()))
}

/// The file that would hold what a path names, were it that of a member: the path up to the first mark.
pub fn file_of(path: &Path) -> Option<&Path> {
    files_of(path).next()
}

/// The path up to each mark in it.
fn files_of(path: &Path) -> impl Iterator<Item = &Path> {
    let marks = path.as_os_str().as_encoded_bytes().windows(MARK.len()).enumerate();
    marks.filter(|(_, two)| *two == MARK.as_bytes()).filter_map(|(at, _)| up_to(path, at))
}

#[cfg(unix)]
fn up_to(path: &Path, at: usize) -> Option<&Path> {
    use std::os::unix::ffi::OsStrExt;
    path.as_os_str().as_bytes().get(..at).map(|begin| Path::new(std::ffi::OsStr::from_bytes(begin)))
}

#[cfg(not(unix))]
fn up_to(path: &Path, at: usize) -> Option<&Path> {
    path.to_str()?.get(..at).map(Path::new)
}

/// The file on disk that has what a path names: the path itself, or the file that holds the member.
pub fn on_disk(path: &Path) -> PathBuf {
    holder(path).map_or_else(|| path.to_owned(), |(file, _)| file)
}

/// The path of a member.
pub fn member_path(file: &Path, name: &str) -> PathBuf {
    let mut path = file.as_os_str().to_owned();
    path.push(MARK);
    path.push(name);
    path.into()
}

/// The name that a path has within `file`; `None` for the path of no member of it.
pub fn name_within<'p>(path: &'p Path, file: &Path) -> Option<&'p str> {
    let rest = path.as_os_str().as_encoded_bytes().strip_prefix(file.as_os_str().as_encoded_bytes())?;
    std::str::from_utf8(rest.strip_prefix(MARK.as_bytes())?).ok()
}

/// True where `path` is that of a member of `file`, or of a member of one.
pub fn is_member_of(path: &Path, file: &Path) -> bool {
    name_within(path, file).is_some()
}

/// The size of a file or member, and when it, or the file that holds it, was changed.
///
/// # Errors
///
/// Where there is no such file or member.
pub fn metadata(path: &Path) -> io::Result<(u64, SystemTime)> {
    let Some((file, name)) = holder(path) else {
        let found = fs::metadata(path)?;
        return if found.is_file() {
            Ok((found.len(), found.modified()?))
        } else {
            Err(io::ErrorKind::NotFound.into())
        };
    };
    let modified = fs::metadata(&file)?.modified()?;
    let size = |opened: &mut Opened<'_>, name: &str| {
        let entry = opened.entries().into_iter().find(|entry| entry.name == name);
        entry.map(|entry| entry.bytes).ok_or_else(|| io::ErrorKind::NotFound.into())
    };
    Ok((within(&file, &name, size)?, modified))
}

/// Opens a file or a member.
///
/// # Errors
///
/// Where there is no such file or member, or it cannot be unpacked.
pub fn open(path: &Path) -> io::Result<Box<dyn ReadSeek>> {
    match holder(path) {
        None => Ok(Box::new(File::open(path)?)),
        Some((file, name)) => {
            let read = |opened: &mut Opened<'_>, name: &str| opened.read(name, super::MAX_BYTES);
            Ok(Box::new(Cursor::new(within(&file, &name, read)?)))
        }
    }
}

/// Opens the files down to the one that holds the member, and does `work` with it and the member's name there.
fn within<T: Send>(
    file: &Path,
    name: &str,
    work: impl FnOnce(&mut Opened<'_>, &str) -> io::Result<T> + Send,
) -> io::Result<T> {
    let none = || io::Error::from(io::ErrorKind::NotFound);
    let walk = || {
        let mut opened = Opened::new(Box::new(File::open(file)?)).ok_or_else(none)?;
        let mut steps: Vec<&str> = name.split(MARK).collect();
        let last = steps.pop().unwrap_or_default();
        if steps.len() >= MAX_DEPTH {
            return Err(none());
        }
        for step in steps {
            let bytes = opened.read(step, MAX_IN_MEMORY)?;
            opened = Opened::new(Box::new(Cursor::new(bytes))).ok_or_else(none)?;
        }
        work(&mut opened, last)
    };
    catch_panic::on_own_thread(walk).unwrap_or_else(|_| Err(io::Error::other("it cannot be unpacked")))
}

/// A name within a file: folders parted by `/`, without steps that lead out of it and signs that a terminal would obey.
fn clean(name: &str) -> String {
    let name = name.replace('\\', "/").replace(MARK, "!%2F");
    let steps = name.split('/').map(|step| crate::text::without_controls(step).trim().to_owned());
    let steps: Vec<String> = steps.filter(|step| !step.is_empty() && step != "." && step != "..").collect();
    if steps.is_empty() { "uden navn".into() } else { steps.join("/") }
}

/// The same with clean names, and a number in each that comes again: `bilag-2.pdf`.
fn distinct(attached: Vec<(String, Vec<u8>)>) -> Vec<(String, Vec<u8>)> {
    let mut all: Vec<(String, Vec<u8>)> = Vec::new();
    for (name, bytes) in attached {
        let name = numbered(&clean(&name), |name| all.iter().any(|(other, _)| other == name));
        all.push((name, bytes));
    }
    all
}

fn numbered(name: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let (stem, suffix) = match name.rsplit_once('.') {
        Some((stem, suffix)) if !suffix.contains('/') => (stem, format!(".{suffix}")),
        _ => (name, String::new()),
    };
    let again = (2..).map(|n| format!("{stem}-{n}{suffix}"));
    std::iter::once(name.to_owned()).chain(again).find(|name| !is_taken(name)).unwrap_or_default()
}

#[cfg(test)]
pub(crate) mod tests;
