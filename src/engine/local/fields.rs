//! The fields of the engine's index.

use tantivy::schema::{
    BytesOptions, FAST, FacetOptions, Field, INDEXED, IndexRecordOption, STRING, Schema, SchemaBuilder,
    TextFieldIndexing, TextOptions,
};

use crate::index::format::{ItemPart, tally};

/// The name under which the chain of [`analysis`](crate::engine::analysis) is registered.
pub(super) const TOKENIZER: &str = "danish";

/// The engine of this program's indexes and its version: `tantivy v0.27.0`.
pub fn version() -> &'static str {
    let said = tantivy::version_string();
    said.split_once(',').map_or(said, |(engine, _)| engine)
}

/// The fields of the schema.
#[derive(Debug, Clone)]
pub(crate) struct Fields {
    /// The sort of document: `item`, `file` and the others of [`format`](crate::index::format).
    pub what: Field,
    pub source: Field,
    pub id: Field,
    /// Number of the item, lower case.
    pub number: Field,
    /// Case number, lower case.
    pub case_number: Field,
    /// Place in the document.
    pub position: Field,
    /// The date as the number yyyymmdd; 0 where there is none.
    pub day: Field,
    pub closed: Field,
    /// See [`pairing`](crate::index::pairing): the hash of the item's id, its pair by its own facts, its rank in the
    /// pair.
    pub key: Field,
    pub pair: Field,
    pub rank: Field,
    /// `/Midtjylland/Viborg`, `/Syddanmark/Svendborg/Egebjerg`.
    pub place: Field,
    pub topic: Field,
    pub body: Field,
    pub kind: Field,
    /// `/approved`, `/unclear`.
    pub outcome: Field,
    /// `/27/27.35/27.35.04`.
    pub kle: Field,
    /// See [`tally`](crate::index::format::tally).
    pub tallies: [Field; 3],
    /// The words, in the order of [`ItemPart::ALL`].
    pub words: [Field; 12],
    /// The item or the file, as JSON.
    pub stored: Field,
    /// The [`Key`](crate::facts::case::Key)s that lead to it from other items of the case.
    pub keys: Field,
    /// The item's [`Node`](crate::facts::case::Node), as JSON.
    pub node: Field,
}

impl Fields {
    /// The field for the words of `part`.
    pub(super) fn words_of(&self, part: ItemPart) -> Field {
        self.words[part.ordinal()]
    }

    /// The schema, and where its fields are.
    pub(super) fn schema() -> (Schema, Self) {
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
            key: b.add_u64_field("key", FAST),
            pair: b.add_u64_field("pair", FAST),
            rank: b.add_u64_field("rank", FAST),
            place: facet(&mut b, "place"),
            topic: facet(&mut b, "topic"),
            body: facet(&mut b, "body"),
            kind: facet(&mut b, "kind"),
            outcome: facet(&mut b, "outcome"),
            kle: facet(&mut b, "kle"),
            tallies: tally::TALLIES.map(|name| b.add_text_field(name, TextOptions::default().set_fast("raw"))),
            words: ItemPart::ALL.map(|p| b.add_text_field(p.name(), words.clone())),
            stored: b.add_bytes_field("stored", BytesOptions::default().set_stored()),
            keys: b.add_u64_field("keys", INDEXED),
            node: b.add_bytes_field("node", BytesOptions::default().set_stored()),
        };
        (b.build(), fields)
    }
}
