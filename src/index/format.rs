//! What is on disk: the schema, the version of the format and its history.
//!
//! | version | since | change |
//! | --- | --- | --- |
//! | 1 | 0.1.0 | the first |
//! | 2 | 0.1.0 | a file's row says what the ids of its items begin with |
//!
//! Every commit carries the version in its payload. An item is one document: its words, in a field per kind of section so
//! that a search can keep to some of them, its facets, and the item itself as JSON of the types in [`stored`]. A source
//! file is one document too, so that what was read and what came of it are committed together.

mod stored;

use tantivy::schema::{
    BytesOptions, FAST, Facet, FacetOptions, Field, INDEXED, IndexRecordOption, STRING, Schema, SchemaBuilder,
    TextFieldIndexing, TextOptions,
};

use crate::model::{Item, MeetingKind, SectionKind};

use super::MeetingFacts;
pub(crate) use stored::{decode_file, decode_item, decode_stem, encode_file, encode_item};

/// The version that is written, and the only one that is read.
pub const VERSION: u32 = 2;

/// What the payload of every commit begins with.
const PAYLOAD: &str = "dagsorden index ";
/// The bucket of items whose region or municipality is not known.
pub const UNKNOWN: &str = "–";
/// The name under which the chain of [`analyze`](super::analyze) is registered.
pub(crate) const TOKENIZER: &str = "danish";
/// Values of [`Fields::what`].
pub(crate) const ITEM: &str = "item";
pub(crate) const FILE: &str = "file";

/// The engine that indexes are written with, and its version: `tantivy v0.27.0`.
pub fn engine() -> &'static str {
    let said = tantivy::version_string();
    said.split_once(',').map_or(said, |(engine, _)| engine)
}

/// The payload of a commit.
pub(crate) fn payload() -> String {
    format!("{PAYLOAD}{VERSION}")
}

/// The version that a commit's payload names. `None` for a payload that is not ours.
pub(crate) fn version_of(payload: &str) -> Option<u32> {
    payload.strip_prefix(PAYLOAD)?.parse().ok()
}

/// A part of an item that words stand in: each has a field of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    Title,
    /// The presenter and the case number: what stands at an item's head beside its title.
    Head,
    Section(SectionKind),
}

impl Part {
    /// All of them, title first.
    pub const ALL: [Self; 12] = {
        let mut all = [Self::Title; 12];
        all[1] = Self::Head;
        let mut n = 0;
        while n < SectionKind::ALL.len() {
            all[n + 2] = Self::Section(SectionKind::ALL[n]);
            n += 1;
        }
        all
    };

    /// The name of its field.
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Head => "head",
            Self::Section(kind) => kind.name(),
        }
    }

    /// Its place in [`Part::ALL`].
    pub fn ordinal(self) -> usize {
        match self {
            Self::Title => 0,
            Self::Head => 1,
            Self::Section(kind) => 2 + SectionKind::ALL.iter().position(|k| *k == kind).unwrap_or(0),
        }
    }
}

/// The fields of the schema.
#[derive(Debug, Clone)]
pub(crate) struct Fields {
    /// [`ITEM`] or [`FILE`].
    pub what: Field,
    pub source: Field,
    pub id: Field,
    /// Number of the item, lower case.
    pub number: Field,
    /// Case number, lower case.
    pub case_number: Field,
    /// Place in the document.
    pub position: Field,
    /// The date as the number yyyymmdd; absent where there is none.
    pub day: Field,
    pub closed: Field,
    /// `/Midtjylland/Viborg`.
    pub place: Field,
    /// `/2019/2019-05`.
    pub month: Field,
    pub topic: Field,
    pub body: Field,
    pub kind: Field,
    /// The words, in the order of [`Part::ALL`].
    pub words: [Field; 12],
    /// The item or the file, as JSON.
    pub stored: Field,
}

impl Fields {
    /// The field that holds the words of `part`.
    pub fn words_of(&self, part: Part) -> Field {
        self.words[part.ordinal()]
    }

    /// The schema, and where its fields are.
    pub fn schema() -> (Schema, Self) {
        let mut b = SchemaBuilder::new();
        let words = TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer(TOKENIZER)
                .set_index_option(IndexRecordOption::WithFreqsAndPositions),
        );
        let facet = |b: &mut SchemaBuilder, name| b.add_facet_field(name, FacetOptions::default());
        let fields = Self {
            what: b.add_text_field("what", STRING),
            source: b.add_text_field("source", STRING),
            id: b.add_text_field("id", STRING | FAST),
            number: b.add_text_field("number", STRING),
            case_number: b.add_text_field("case", STRING),
            position: b.add_u64_field("position", FAST),
            day: b.add_i64_field("day", FAST | INDEXED),
            closed: b.add_bool_field("closed", FAST | INDEXED),
            place: facet(&mut b, "place"),
            month: facet(&mut b, "month"),
            topic: facet(&mut b, "topic"),
            body: facet(&mut b, "body"),
            kind: facet(&mut b, "kind"),
            words: Part::ALL.map(|p| b.add_text_field(p.name(), words.clone())),
            stored: b.add_bytes_field("stored", BytesOptions::default().set_stored()),
        };
        (b.build(), fields)
    }
}

/// The date as the number that [`Fields::day`] holds.
pub(crate) fn day_number(date: jiff::civil::Date) -> i64 {
    i64::from(date.year()) * 10_000 + i64::from(date.month()) * 100 + i64::from(date.day())
}

/// The region and municipality facets of an item: one path for each municipality that it is about.
pub(crate) fn place_facets(meeting: &MeetingFacts, item: &Item) -> Vec<Facet> {
    let known = crate::lexicon::authorities();
    let meetings = meeting.region.map(|r| r.name());
    let path = |name: &String| {
        let own = known.named(name).and_then(|a| a.region).map(|r| r.name());
        Facet::from_path([own.or(meetings).unwrap_or(UNKNOWN), name.as_str()])
    };
    match item.municipalities.as_slice() {
        [] => vec![Facet::from_path([meetings.unwrap_or(UNKNOWN)])],
        names => names.iter().map(path).collect(),
    }
}

/// The facet of a date.
pub(crate) fn month_facet(date: jiff::civil::Date) -> Facet {
    let year = format!("{:04}", date.year());
    Facet::from_path([year.as_str(), &format!("{year}-{:02}", date.month())])
}

/// The facet of a meeting's kind.
pub(crate) fn kind_facet(kind: MeetingKind) -> Facet {
    Facet::from_path([kind.name()])
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn every_part_knows_its_place() {
        for (n, part) in Part::ALL.into_iter().enumerate() {
            assert_eq!(part.ordinal(), n);
        }
    }

    #[test]
    fn payload_names_the_version() {
        assert_eq!(version_of(&payload()), Some(VERSION));
        assert_eq!(version_of("something else 1"), None);
    }

    #[test]
    fn month_stands_below_its_year() {
        assert_eq!(month_facet(date(2019, 5, 22)).to_path(), ["2019", "2019-05"]);
        assert_eq!(day_number(date(2019, 5, 22)), 20190522);
    }
}
