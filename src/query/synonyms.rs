//! Other words for the same thing.

use std::sync::{LazyLock, OnceLock};

use serde::Deserialize;

static SHIPPED: LazyLock<Synonyms> = LazyLock::new(|| {
    Synonyms::from_toml(include_str!("data/synonyms.toml")).expect("synonyms.toml is a list of groups")
});

/// Groups of words and phrases that mean the same.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Synonyms {
    groups: Vec<Vec<String>>,
    /// The headwords of each member, once they were asked for: they are the same for every question.
    #[serde(skip)]
    headwords: OnceLock<Vec<Vec<Vec<String>>>>,
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

    /// What else stands in the groups that have a member of the same headwords as one that is `meant`. `headwords` gives those of
    /// a member.
    pub(super) fn of(&self, meant: &[Vec<String>], mut headwords: impl FnMut(&str) -> Vec<String>) -> Vec<&str> {
        let of_group = |group: &Vec<String>| group.iter().map(|member| headwords(member)).collect();
        let heads = self.headwords.get_or_init(|| self.groups.iter().map(of_group).collect());
        let mut others = Vec::new();
        for (group, heads) in self.groups.iter().zip(heads).filter(|(_, h)| h.iter().any(|h| meant.contains(h))) {
            others.extend(group.iter().zip(heads).filter(|(_, h)| !meant.contains(h)).map(|(word, _)| word.as_str()));
        }
        others
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_member_leads_to_all_others() {
        let shipped = Synonyms::from_toml(include_str!("data/synonyms.toml")).unwrap();
        let of = |word: &str| shipped.of(&[vec![word.to_owned()]], |member| vec![member.to_owned()]);
        assert!(of("herberg").contains(&"§ 110") && of("§ 110").contains(&"herberg"));
        assert!(of("dagsorden").is_empty());
    }

    #[test]
    fn broken_file_says_where() {
        assert!(Synonyms::from_toml("groups = [").unwrap_err().contains("line 1"));
    }
}
