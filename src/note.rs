//! Remarks about data loss and guesses: where it happened and how to fix it.
//!
//! A stage without errors may still have remarks: a page without text, a restored item number. It returns [`Noted`],
//! its result together with its [`Note`]s. The caller decides how to print them.

use std::fmt;

use serde::{Deserialize, Serialize};

/// How much a [`Note`] matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Severity {
    /// Worth knowing; nothing is missing from the result.
    Info,
    /// Something may be missing or wrong; a person should look.
    Warning,
}

/// One remark about one place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Information or warning.
    pub severity: Severity,
    /// Expectation and finding, in one sentence without a full stop.
    pub message: String,
    /// Advice, if anything can be done.
    pub hint: Option<String>,
    /// The page concerned, counted from 1.
    pub page: Option<u32>,
}

impl Note {
    /// A remark without data loss.
    pub fn info(message: impl Into<String>) -> Self {
        Self { severity: Severity::Info, message: message.into(), hint: None, page: None }
    }

    /// A remark about something possibly missing.
    pub fn warning(message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::info(message) }
    }

    /// The same note with advice.
    pub fn with_hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    /// The same note, about one page (counted from 1).
    pub fn on_page(self, page: u32) -> Self {
        Self { page: Some(page), ..self }
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(page) = self.page {
            write!(f, "page {page}: ")?;
        }
        f.write_str(&self.message)?;
        if let Some(hint) = &self.hint {
            write!(f, "\nhint: {hint}")?;
        }
        Ok(())
    }
}

/// A result and the remarks about it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Noted<T> {
    /// The result.
    pub value: T,
    /// The remarks.
    pub notes: Vec<Note>,
}

impl<T> Noted<T> {
    /// A result without remarks.
    pub fn clean(value: T) -> Self {
        Self { value, notes: Vec::new() }
    }

    /// The same remarks about another result.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Noted<U> {
        Noted { value: change(self.value), notes: self.notes }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn note_prints_page_message_and_hint() {
        let note = Note::warning("expected text, but found a picture").with_hint("run OCR").on_page(3);
        assert_eq!(note.to_string(), "page 3: expected text, but found a picture\nhint: run OCR");
    }
}
