//! Topics of an item.

use std::fmt;

/// A path in the tree of topics, such as `/social/herberg-og-hjemløshed`. It belongs to each of its ancestors too.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TopicPath(String);

impl TopicPath {
    /// Parses a path. It must begin with `/` and must not contain white space or an empty step. `None` otherwise.
    pub fn new(path: impl Into<String>) -> Option<Self> {
        let path = path.into();
        let steps = path.strip_prefix('/')?;
        let whole = steps.split('/').all(|s| !s.is_empty() && !s.contains(char::is_whitespace));
        whole.then_some(Self(path))
    }

    /// The path as text, with its leading slash.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The steps from the root down: `social`, `takster`.
    pub fn steps(&self) -> impl Iterator<Item = &str> {
        self.0[1..].split('/')
    }
}

impl fmt::Display for TopicPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn path_has_a_slash_and_no_empty_step() {
        let path = TopicPath::new("/social/takster").unwrap();
        assert_eq!(path.steps().collect::<Vec<_>>(), ["social", "takster"]);
        for bad in ["social", "/", "/social/", "/social//takster", "/børn og unge"] {
            assert_eq!(TopicPath::new(bad), None, "{bad:?}");
        }
    }
}
