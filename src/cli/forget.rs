//! `dagsorden forget`.

use std::fs;
use std::path::{Path, absolute};

use jiff::Timestamp;

use super::args::ForgetArgs;
use super::console::Console;
use super::exit::{Exit, Failure};
use super::index::plan::{Stamp, hash, stamp};
use super::report;
use crate::engine::{Index, Writer};
use crate::index::{
    FileRecord, ForgottenFile, IndexError, OCR_FOLDER, Outcome, StoredItem, Target, Tombstone, WriterLock,
};
use crate::output::ForgottenReport;
use crate::query;

/// Takes out what is named, lists what was taken out, or lets it in again.
pub fn run(args: &ForgetArgs, console: &Console) -> Result<Exit, Failure> {
    let folder = &args.index.folder;
    if args.list {
        let tombstones = Index::open(folder)?.tombstones()?;
        let nothing = tombstones.is_empty();
        if nothing {
            console.remark("nothing was forgotten");
        } else {
            report::write(&ForgottenReport { tombstones: &tombstones }, &args.output, console)?;
        }
        return Ok(Exit::found(!nothing));
    }
    // A folder without an index is told as such, and gets no lock.
    Index::open(folder)?;
    let lock = WriterLock::take(folder)?;
    let index = Index::open(folder)?;
    if args.undo { undo(args, &index, lock, console) } else { forget(args, &index, lock, console) }
}

/// One thing to take out, and what the index has of it.
enum Doomed {
    Item(Box<StoredItem>),
    /// The file, with all that has the same content.
    File(Vec<FileRecord>),
    /// A file that is not in the index, to be kept out of it.
    Unread(FileRecord),
}

fn forget(args: &ForgetArgs, index: &Index, lock: WriterLock, console: &Console) -> Result<Exit, Failure> {
    let files = index.files()?;
    let known = index.tombstones()?;
    let mut doomed = Vec::new();
    for name in &args.names {
        if known.iter().any(|t| t.target.is_called(&name.to_string_lossy()) || t.target.is_at(&whole(name))) {
            console.remark(format_args!("{}: forgotten already", name.display()));
        } else {
            doomed.push(find(name, index, &files)?);
        }
    }
    // The items of a file that goes as well go before it.
    doomed.sort_by_key(|one| !matches!(one, Doomed::Item(_)));
    let mut writer = Writer::with(lock)?;
    for one in &doomed {
        take_out(one, index, &mut writer)?;
    }
    writer.commit_and_purge()?;
    let mut said = String::new();
    for one in &doomed {
        clear_recognised(one, index, &args.index.folder)?;
        said += &told(one);
        remark(one, index, console)?;
    }
    console.say(&said)?;
    Ok(console.exit(Exit::Done))
}

/// What a name means: an item's id, a file of the index by its name or path, or a file of the disk.
fn find(name: &Path, index: &Index, files: &[FileRecord]) -> Result<Doomed, Failure> {
    if let Some(item) = name.to_str().map(|id| index.item(id)).transpose()?.flatten() {
        return Ok(Doomed::Item(Box::new(item)));
    }
    let path = whole(name);
    let is_named = |f: &&FileRecord| Path::new(&f.source) == name || f.path == path;
    if let Some(file) = files.iter().find(is_named) {
        let is_same = |f: &&FileRecord| f.source == file.source || is_same_content(f, file);
        return Ok(Doomed::File(files.iter().filter(is_same).cloned().collect()));
    }
    if let (true, Ok(Stamp { bytes, modified })) = (path.is_file(), stamp(&path)) {
        let hash = hash(&path).map_err(|e| Failure::Message(format!("{}: cannot be read: {e}", name.display())))?;
        let (source, outcome) = (name.display().to_string(), Outcome::Read);
        let (pages, items, notes) = (0, 0, Vec::new());
        return Ok(Doomed::Unread(FileRecord { source, path, bytes, modified, hash, pages, items, outcome, notes }));
    }
    Err(Failure::new(
        format_args!("{}: expected the id of an item or the name of a file, but the index has neither", name.display()),
        "`dagsorden search WORDS` prints ids; `dagsorden meetings` prints files",
    ))
}

fn is_same_content(a: &FileRecord, b: &FileRecord) -> bool {
    a.bytes > 0 && (a.bytes, a.hash) == (b.bytes, b.hash)
}

fn whole(path: &Path) -> std::path::PathBuf {
    absolute(path).unwrap_or_else(|_| path.to_owned())
}

fn take_out(doomed: &Doomed, index: &Index, writer: &mut Writer) -> Result<(), IndexError> {
    let since = Timestamp::now();
    match doomed {
        Doomed::Item(item) => {
            writer.forget(Tombstone { target: Target::Item(item.id.clone()), since })?;
            let Some(file) = index.file(&item.source)? else { return Ok(()) };
            let mut content = index.content_of(&item.source)?;
            // Of one document several may be forgotten at a time.
            content.items.retain(|i| !writer.tombstones().has_item(&i.id));
            let file = FileRecord { items: u32::try_from(content.items.len()).unwrap_or(u32::MAX), ..file };
            writer.put_again(&file, &content)
        }
        Doomed::File(files) => files.iter().try_for_each(|file| {
            let stem = writer.stem(&file.source).unwrap_or_default().to_owned();
            writer.remove(&file.source)?;
            writer.forget(Tombstone { target: Target::File(forgotten(file, stem)), since })
        }),
        Doomed::Unread(file) => {
            writer.forget(Tombstone { target: Target::File(forgotten(file, String::new())), since })
        }
    }
}

fn forgotten(file: &FileRecord, stem: String) -> ForgottenFile {
    let FileRecord { source, path, bytes, hash, .. } = file.clone();
    ForgottenFile { source, path, stem, bytes, hash }
}

/// Takes away what was recognised on the pages of the files: it holds their words.
fn clear_recognised(doomed: &Doomed, index: &Index, folder: &Path) -> Result<(), Failure> {
    let hashes: Vec<u64> = match doomed {
        Doomed::Item(item) => index.file(&item.source)?.iter().map(|f| f.hash).collect(),
        Doomed::File(files) => files.iter().map(|f| f.hash).collect(),
        Doomed::Unread(_) => return Ok(()),
    };
    let Ok(entries) = fs::read_dir(folder.join(OCR_FOLDER)) else { return Ok(()) };
    let begins: Vec<String> = hashes.iter().map(|hash| format!("{hash:016x}-")).collect();
    for path in entries.flatten().map(|entry| entry.path()) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if begins.iter().any(|begin| name.starts_with(begin)) {
            fs::remove_file(&path).map_err(|e| Failure::write(&path.display().to_string(), &e))?;
        }
    }
    Ok(())
}

fn told(doomed: &Doomed) -> String {
    match doomed {
        Doomed::Item(item) => format!("forgotten: {}\n", item.id),
        Doomed::File(files) => {
            let items: u32 = files.iter().map(|f| f.items).sum();
            let names: Vec<&str> = files.iter().map(|f| f.source.as_str()).collect();
            format!("forgotten: {}, {items} {}\n", names.join(", "), if items == 1 { "item" } else { "items" })
        }
        Doomed::Unread(file) => format!("forgotten: {}, which was not in the index\n", file.source),
    }
}

/// What is not gone by it: the file in the archive, and the same item as another document has it.
fn remark(doomed: &Doomed, index: &Index, console: &Console) -> Result<(), Failure> {
    let paths: Vec<String> = match doomed {
        Doomed::Item(item) => {
            let twins = query::twins(index, &item.id)?;
            if !twins.is_empty() {
                let ids: Vec<String> = twins.iter().map(|id| format!("`dagsorden forget '{id}'`")).collect();
                let what = "the agenda or the minutes of that meeting have the item, too";
                console.remark(format_args!("{}: {what}\nhint: {}", item.id, ids.join(", ")));
            }
            index.file(&item.source)?.iter().map(|f| f.path.display().to_string()).collect()
        }
        Doomed::File(files) => files.iter().map(|f| f.path.display().to_string()).collect(),
        Doomed::Unread(file) => vec![file.path.display().to_string()],
    };
    let lies = paths.into_iter().filter(|path| Path::new(path).exists());
    for path in lies {
        console.remark(format_args!("{path}: the file itself still lies there, for whoever may read it"));
    }
    Ok(())
}

fn undo(args: &ForgetArgs, index: &Index, lock: WriterLock, console: &Console) -> Result<Exit, Failure> {
    let mut writer = Writer::with(lock)?;
    let mut said = String::new();
    for name in &args.names {
        let mut taken = writer.undo_forget(&name.to_string_lossy())?;
        if taken.is_empty() {
            taken = writer.undo_forget(&whole(name).to_string_lossy())?;
        }
        if taken.is_empty() {
            return Err(Failure::new(
                format_args!("{}: expected what was forgotten, but it was not", name.display()),
                "`dagsorden forget --list` prints what was",
            ));
        }
        for tombstone in &taken {
            if let Target::Item(id) = &tombstone.target
                && let Some((stem, _)) = id.rsplit_once('#')
                && let Some(source) = writer.source(stem).map(str::to_owned)
            {
                writer.read_again(index, &source)?;
            }
            said += &format!("no longer forgotten: {}\n", tombstone.target.name());
        }
    }
    writer.commit()?;
    console.say(&said)?;
    console.remark("the next `dagsorden index` takes it in again");
    Ok(console.exit(Exit::Done))
}
