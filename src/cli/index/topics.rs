//! By which rules an index gives topics: those named, else those that it was given before, else the program's own.

use super::super::args::IndexArgs;
use super::super::exit::Failure;
use super::super::topics::{OwnRules, of_index, read};
use crate::engine::{Index, Writer};
use crate::facts::{Rules, give_topics};
use crate::index::{FileRecord, IndexError, StoredItem};

/// The rules of a run.
#[derive(Debug)]
pub struct Topics {
    own: Option<OwnRules>,
    /// They are others than those that the index was built with.
    pub changed: bool,
    /// Nobody named them: the index was given them before.
    remembered: bool,
}

impl Topics {
    /// The rules that the options ask for.
    ///
    /// # Errors
    ///
    /// A file that cannot be read or holds no rules; an index that fails.
    pub fn of(args: &IndexArgs) -> Result<Self, Failure> {
        let named = args.topics.as_deref().map(read).transpose()?;
        let before = if named.is_some() || args.default_topics {
            Index::open(&args.index.folder).and_then(|index| index.topics()).unwrap_or_default()
        } else {
            let own = of_index(&args.index.folder)?;
            return Ok(Self { remembered: own.is_some(), own, changed: false });
        };
        let changed = before.as_deref() != named.as_ref().map(|own| own.text.as_str());
        Ok(Self { own: named, changed, remembered: false })
    }

    /// The rules, where they are not the program's own.
    pub fn own(&self) -> Option<&Rules> {
        self.own.as_ref().map(|own| &own.rules)
    }

    /// Notes changed rules in the index, and gives the items of files that are not read again their topics by them.
    ///
    /// # Errors
    ///
    /// An index that fails.
    pub fn apply(
        &self,
        before: Option<&Index>,
        unchanged: &[FileRecord],
        writer: &mut Writer,
    ) -> Result<(), IndexError> {
        if !self.changed {
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

    /// Gives items that the index has their topics by the rules, where those changed.
    pub fn give(&self, items: &mut [StoredItem]) {
        if self.changed {
            items.iter_mut().for_each(|i| give_topics(&mut i.item, self.own().unwrap_or(Rules::embedded())));
        }
    }

    /// The file as written, of rules that are not the program's own.
    pub fn text(&self) -> Option<&str> {
        self.own.as_ref().map(|own| own.text.as_str())
    }

    /// What `--dry-run` says of them.
    pub fn preview(&self, unchanged: usize) -> String {
        if self.changed { format!("{unchanged} unchanged to get their topics anew\n") } else { String::new() }
    }

    /// What to say of them at the end of a run. `None` for nothing.
    pub fn line(&self, unchanged: usize) -> Option<String> {
        let whose = match (&self.own, self.remembered) {
            (None, _) if !self.changed => return None,
            (None, _) => "by the program's own rules",
            (Some(_), true) => "by the rules that the index was given (--default-topics takes them back)",
            (Some(_), false) => "by the rules given",
        };
        let again = match (self.changed, unchanged) {
            (false, _) | (_, 0) => String::new(),
            (true, 1) => "; 1 unchanged file got its topics anew".into(),
            (true, n) => format!("; {n} unchanged files got their topics anew"),
        };
        Some(format!("topics: {whose}{again}\n"))
    }
}
