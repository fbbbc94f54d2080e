//! The report on forgotten files and items.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::Report;
use super::block::{Block, Rich};
use crate::index::{Target, Tombstone, Tombstones};

/// Everything forgotten, in the order of the requests.
#[derive(Debug, Clone, Copy)]
pub struct ForgottenReport<'a> {
    /// The forgotten files and items.
    pub tombstones: &'a Tombstones,
}

fn kind(target: &Target) -> &'static str {
    match target {
        Target::File(_) => "file",
        Target::Item(_) => "item",
    }
}

fn day(since: Timestamp) -> String {
    since.strftime("%Y-%m-%d").to_string()
}

fn path(target: &Target) -> Option<String> {
    match target {
        Target::File(file) => Some(file.path.display().to_string()),
        Target::Item(_) => None,
    }
}

fn row(t: &Tombstone) -> Vec<Rich> {
    let path = path(&t.target).unwrap_or_default();
    vec![Rich::plain(day(t.since)), Rich::plain(kind(&t.target)), Rich::plain(t.target.name()), Rich::dim(path)]
}

impl Report for ForgottenReport<'_> {
    fn columns(&self) -> &'static [&'static str] {
        &["since", "kind", "name", "path"]
    }

    fn objects(&self) -> Box<dyn Iterator<Item = Value> + '_> {
        Box::new(self.tombstones.iter().map(|t| {
            json!({"since": day(t.since), "kind": kind(&t.target), "name": t.target.name(), "path": path(&t.target)})
        }))
    }

    fn blocks(&self) -> Vec<Block> {
        let heads = vec!["since", "kind", "name", "path"];
        vec![Block::Table { heads, rows: self.tombstones.iter().map(row).collect() }]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::ForgottenFile;
    use crate::output::{Format, JsonLines, Terminal};

    #[test]
    fn file_is_listed_with_its_path_and_item_with_its_id() {
        let file =
            ForgottenFile { source: "a.pdf".into(), path: "/arkiv/a.pdf".into(), stem: "a".into(), bytes: 1, hash: 2 };
        let tombstones: Tombstones = [Target::File(file), Target::Item("b#2".into())]
            .map(|target| Tombstone { target, since: Timestamp::UNIX_EPOCH })
            .into_iter()
            .collect();
        let (report, mut out) = (ForgottenReport { tombstones: &tombstones }, Vec::new());
        Terminal::default().write(&report, &mut out).unwrap();
        JsonLines.write(&report, &mut out).unwrap();
        insta::assert_snapshot!(String::from_utf8(out).unwrap(), @r#"
        since       kind  name   path
        1970-01-01  file  a.pdf  /arkiv/a.pdf
        1970-01-01  item  b#2
        {"since":"1970-01-01","kind":"file","name":"a.pdf","path":"/arkiv/a.pdf"}
        {"since":"1970-01-01","kind":"item","name":"b#2","path":null}
        "#);
    }
}
