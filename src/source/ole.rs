//! Reads compound files (OLE, [MS-CFB]): old Word documents and Outlook messages.
//!
//! The file consists of sectors, chained by a table into named streams. A chain is followed at most as far as the file
//! has sectors, so a circular one ends.

/// The signature of such a file ([MS-CFB] 2.2).
const MAGIC: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
/// Size of the header in bytes, and the number of table sectors listed in it ([MS-CFB] 2.2).
const HEADER: usize = 512;
/// Sectors of the table listed in the header.
const FIRST_TABLE_SECTORS: usize = 109;
/// Size of a directory entry, and of its name, in bytes ([MS-CFB] 2.6.1).
const ENTRY: usize = 128;
/// Bytes of an entry's name.
const NAME: usize = 64;
/// Sector numbers from here on end a chain ([MS-CFB] 2.1).
const LAST_SECTOR: u32 = 0xffff_fffa;
/// Shorter streams, in bytes, are stored in the stream of small sectors ([MS-CFB] 2.2).
const SMALL: usize = 4096;
/// Type of a stream's entry.
const STREAM: u8 = 2;
/// Type of the root entry.
const ROOT: u8 = 5;
/// Type of a storage's entry: a folder of streams.
const STORAGE: u8 = 1;
/// No entry follows ([MS-CFB] 2.6.1, `NOSTREAM`).
const NO_ENTRY: u32 = u32::MAX;

/// True for such a file, by its first bytes.
pub(super) fn is_ole(bytes: &[u8]) -> bool {
    bytes.starts_with(MAGIC)
}

/// A file with its streams.
pub(super) struct Ole<'a> {
    bytes: &'a [u8],
    sector: usize,
    table: Vec<u32>,
    small_table: Vec<u32>,
    small: Vec<u8>,
    entries: Vec<Entry>,
}

struct Entry {
    name: String,
    kind: u8,
    start: u32,
    length: usize,
    /// Numbers of entries: the siblings before and behind it, and one of those below it.
    left: u32,
    right: u32,
    child: u32,
}

/// A folder of streams.
#[derive(Debug, Clone, Copy)]
pub(super) struct Storage(usize);

impl<'a> Ole<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Option<Self> {
        let shift = u16_at(bytes, 30)?;
        if !is_ole(bytes) || !(7..=14).contains(&shift) {
            return None;
        }
        let mut ole = Self {
            bytes,
            sector: 1 << shift,
            table: Vec::new(),
            small_table: Vec::new(),
            small: Vec::new(),
            entries: Vec::new(),
        };
        ole.table = ole.read_table()?;
        ole.small_table = numbers(&ole.chain(u32_at(bytes, 60)?));
        let directory = ole.chain(u32_at(bytes, 48)?);
        let mut root = None;
        for entry in directory.chunks_exact(ENTRY) {
            let length = usize::from(u16_at(entry, NAME)?).min(NAME).saturating_sub(2);
            let units: Vec<u16> =
                entry[..length].chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
            let (start, length) = (u32_at(entry, 116)?, u32_at(entry, 120)? as usize);
            let (left, right, child) = (u32_at(entry, 68)?, u32_at(entry, 72)?, u32_at(entry, 76)?);
            let (name, kind) = (String::from_utf16_lossy(&units), entry[66]);
            if kind == ROOT {
                root = Some(start);
            }
            ole.entries.push(Entry { name, kind, start, length, left, right, child });
        }
        ole.small = ole.chain(root?);
        Some(ole)
    }

    /// The bytes of a stream, wherever it is.
    pub(super) fn stream(&self, name: &str) -> Option<Vec<u8>> {
        self.content(self.entries.iter().find(|entry| entry.kind == STREAM && entry.name == name)?)
    }

    /// The topmost storage.
    pub(super) fn root(&self) -> Option<Storage> {
        self.entries.iter().position(|entry| entry.kind == ROOT).map(Storage)
    }

    /// The bytes of a stream of a storage.
    pub(super) fn stream_in(&self, storage: Storage, name: &str) -> Option<Vec<u8>> {
        let is_it = |entry: &&Entry| entry.kind == STREAM && entry.name == name;
        self.content(self.below(storage).into_iter().map(|at| &self.entries[at]).find(is_it)?)
    }

    /// The storages right below one whose names begin so, in the order of their names.
    pub(super) fn storages(&self, storage: Storage, begin: &str) -> Vec<Storage> {
        let is_it = |at: &usize| self.entries[*at].kind == STORAGE && self.entries[*at].name.starts_with(begin);
        let mut all: Vec<usize> = self.below(storage).into_iter().filter(is_it).collect();
        all.sort_by(|a, b| self.entries[*a].name.cmp(&self.entries[*b].name));
        all.into_iter().map(Storage).collect()
    }

    /// The entries right below a storage: a tree of siblings, each of which is visited once.
    fn below(&self, Storage(at): Storage) -> Vec<usize> {
        let (mut found, mut open, mut seen) =
            (Vec::new(), vec![self.entries[at].child], vec![false; self.entries.len()]);
        while let Some(next) = open.pop() {
            let Some(entry) = self.entries.get(next as usize).filter(|_| next != NO_ENTRY) else { continue };
            if !std::mem::replace(&mut seen[next as usize], true) {
                found.push(next as usize);
                open.extend([entry.left, entry.right]);
            }
        }
        found
    }

    fn content(&self, Entry { start, length, .. }: &Entry) -> Option<Vec<u8>> {
        let mut bytes = if *length < SMALL { self.small_chain(*start) } else { self.chain(*start) };
        bytes.truncate(*length);
        Some(bytes)
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|entry| entry.kind == STREAM && entry.name == name)
    }

    /// The next sector of each sector.
    fn read_table(&self) -> Option<Vec<u32>> {
        let mut sectors: Vec<u32> = (0..FIRST_TABLE_SECTORS).filter_map(|n| u32_at(self.bytes, 76 + 4 * n)).collect();
        let mut next = u32_at(self.bytes, 68)?;
        for _ in 0..self.bytes.len() / self.sector {
            let Some(more) = self.at(next) else { break };
            let mut more = numbers(more);
            next = more.pop()?;
            sectors.extend(more);
        }
        let parts = sectors.into_iter().take_while(|sector| *sector < LAST_SECTOR).filter_map(|sector| self.at(sector));
        Some(parts.flat_map(numbers).collect())
    }

    fn at(&self, sector: u32) -> Option<&'a [u8]> {
        let start = HEADER.max(self.sector).checked_add((sector as usize).checked_mul(self.sector)?)?;
        let end = start.checked_add(self.sector)?.min(self.bytes.len());
        self.bytes.get(start..end).filter(|part| !part.is_empty())
    }

    fn chain(&self, first: u32) -> Vec<u8> {
        let (mut out, mut next) = (Vec::new(), first);
        for _ in 0..=self.table.len() {
            let Some(part) = self.at(next).filter(|_| next < LAST_SECTOR) else { break };
            out.extend_from_slice(part);
            next = self.table.get(next as usize).copied().unwrap_or(u32::MAX);
        }
        out
    }

    fn small_chain(&self, first: u32) -> Vec<u8> {
        const SECTOR: usize = 64;
        let (mut out, mut next) = (Vec::new(), first);
        for _ in 0..=self.small_table.len() {
            let start = (next as usize).saturating_mul(SECTOR);
            let Some(part) = self.small.get(start..start.saturating_add(SECTOR)) else { break };
            out.extend_from_slice(part);
            next = self.small_table.get(next as usize).copied().unwrap_or(u32::MAX);
        }
        out
    }
}

fn numbers(bytes: &[u8]) -> Vec<u32> {
    bytes.chunks_exact(4).map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]])).collect()
}

pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at.checked_add(2)?).map(|two| u16::from_le_bytes([two[0], two[1]]))
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at.checked_add(4)?).map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
}
