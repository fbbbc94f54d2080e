//! The topic rules of an update: from a file, else from the index, else the built-in ones.

use std::fs;
use std::path::Path;

use super::{ArchiveError, TopicRules};
use crate::engine::{Carried, Index, Writer};
use crate::facts::{Rules, assign_topics};
use crate::index::{FileRecord, IndexError, StoredItem};

/// Rules by a user, with the text of the file.
#[derive(Debug)]
pub struct OwnRules {
    /// The text of the file. The index keeps it.
    pub text: String,
    /// The rules in it.
    pub rules: Rules,
}

impl OwnRules {
    /// Reads the rules of a file.
    ///
    /// # Errors
    ///
    /// If the file cannot be read, or holds no rules.
    pub fn read(path: &Path) -> Result<Self, ArchiveError> {
        let text =
            fs::read_to_string(path).map_err(|error| ArchiveError::Unreadable { path: path.to_owned(), error })?;
        let rules =
            Rules::from_toml(&text).map_err(|error| ArchiveError::BadTopics { path: path.to_owned(), error })?;
        Ok(Self { text, rules })
    }

    /// Reads the rules in the index in `folder`. `None` if it has none, or if there is no index yet.
    fn of_index(folder: &Path) -> Result<Option<Self>, ArchiveError> {
        // The next reader or writer reports an index that cannot be opened.
        let text = Carried::of(folder).map(|carried| carried.topics).unwrap_or_default();
        text.map(|text| {
            let rules = Rules::from_toml(&text)
                .map_err(|error| ArchiveError::StoredTopics { folder: folder.to_owned(), error })?;
            Ok(Self { text, rules })
        })
        .transpose()
    }
}

/// Where the rules of an update come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TopicSource {
    /// The program brings them along.
    BuiltIn,
    /// The options name them.
    Given,
    /// The index already had them.
    Stored,
}

/// The topic rules of an update, by their source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TopicsUsed {
    /// Where they come from.
    pub source: TopicSource,
    /// The index had other rules before, so unchanged files get new topics.
    pub changed: bool,
}

/// The rules of an update.
#[derive(Debug)]
pub(super) struct Topics {
    own: Option<OwnRules>,
    pub(super) used: TopicsUsed,
}

impl Topics {
    /// Finds the rules for these options.
    ///
    /// # Errors
    ///
    /// If a file cannot be read or holds no rules, or if the index fails.
    pub(super) fn new(wanted: &TopicRules, folder: &Path) -> Result<Self, ArchiveError> {
        let own = match wanted {
            TopicRules::AsBefore => {
                let own = OwnRules::of_index(folder)?;
                let source = if own.is_some() { TopicSource::Stored } else { TopicSource::BuiltIn };
                return Ok(Self { own, used: TopicsUsed { source, changed: false } });
            }
            TopicRules::File(path) => Some(OwnRules::read(path)?),
            TopicRules::BuiltIn => None,
        };
        let before = Index::open(folder).and_then(|index| index.topics()).unwrap_or_default();
        let changed = before.as_deref() != own.as_ref().map(|own| own.text.as_str());
        let source = if own.is_some() { TopicSource::Given } else { TopicSource::BuiltIn };
        Ok(Self { own, used: TopicsUsed { source, changed } })
    }

    /// The rules, unless they are the built-in ones.
    pub(super) fn own(&self) -> Option<&Rules> {
        self.own.as_ref().map(|own| &own.rules)
    }

    /// Stores changed rules in the index, and gives the items of `unchanged` files their topics by them.
    ///
    /// # Errors
    ///
    /// If the index fails.
    pub(super) fn apply(
        &self,
        before: Option<&Index>,
        unchanged: &[FileRecord],
        writer: &mut Writer,
    ) -> Result<(), IndexError> {
        if !self.used.changed {
            return Ok(());
        }
        writer.note_topics(self.text())?;
        let Some(before) = before else { return Ok(()) };
        for file in unchanged {
            let mut content = before.content_of(&file.source)?;
            self.give(&mut content.items);
            writer.put_again(file, &content)?;
        }
        Ok(())
    }

    /// Gives items of the index their topics again if the rules changed.
    pub(super) fn give(&self, items: &mut [StoredItem]) {
        if self.used.changed {
            items.iter_mut().for_each(|i| assign_topics(&mut i.item, self.own().unwrap_or(Rules::embedded())));
        }
    }

    /// The text of the file, unless the rules are the built-in ones.
    pub(super) fn text(&self) -> Option<&str> {
        self.own.as_ref().map(|own| own.text.as_str())
    }
}
