//! Other words for the same thing.

use std::sync::LazyLock;

use serde::Deserialize;

static SHIPPED: LazyLock<Synonyms> = LazyLock::new(|| {
    Synonyms::from_toml(include_str!("data/synonyms.toml")).expect("synonyms.toml is a list of groups")
});

/// Groups of words and phrases that mean the same.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Synonyms {
    groups: Vec<Vec<String>>,
}

impl Synonyms {
    /// Those that the program brings along.
    pub fn shipped() -> &'static Self {
        &SHIPPED
    }

    /// Groups from a file of the same shape as `src/query/data/synonyms.toml`.
    ///
    /// # Errors
    ///
    /// What is wrong with the file, and where, in the words of the TOML reader.
    pub fn from_toml(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|e| e.to_string())
    }

    /// What else stands in the groups of which a member `is_meant`.
    pub fn of(&self, mut is_meant: impl FnMut(&str) -> bool) -> Vec<&str> {
        let mut others = Vec::new();
        for group in &self.groups {
            let (meant, other): (Vec<&str>, Vec<&str>) = group.iter().map(String::as_str).partition(|w| is_meant(w));
            others.extend(other.into_iter().filter(|_| !meant.is_empty()));
        }
        others
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_member_leads_to_all_others() {
        let of = |word: &str| Synonyms::shipped().of(|w| w == word);
        assert!(of("herberg").contains(&"§ 110") && of("§ 110").contains(&"herberg"));
        assert!(of("dagsorden").is_empty());
    }

    #[test]
    fn broken_file_says_where() {
        assert!(Synonyms::from_toml("groups = [").unwrap_err().contains("line 1"));
    }
}
