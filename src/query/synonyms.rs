//! Other words for the same thing.

use std::collections::HashMap;
use std::sync::{LazyLock, OnceLock};

use serde::Deserialize;

static SHIPPED: LazyLock<Synonyms> =
    LazyLock::new(|| toml::from_str(include_str!("data/synonyms.toml")).expect("synonyms.toml is a list of groups"));

/// The headwords of each member of the shipped groups, one member a line: the member, a tab, its headwords with blanks between.
///
/// They depend on the dictionary alone, and to split some 600 compounds took half of a cold search. A test compares the file with
/// the dictionary and writes it anew where `UPDATE_GOLDEN` is set.
const SHIPPED_HEADWORDS: &str = include_str!("data/synonym_headwords.tsv");

static HEADWORDS: LazyLock<HashMap<&str, Vec<String>>> = LazyLock::new(|| {
    let line = |line: &'static str| line.split_once('\t');
    let heads = |heads: &str| heads.split(' ').map(str::to_owned).collect();
    SHIPPED_HEADWORDS.lines().filter_map(line).map(|(member, listed)| (member, heads(listed))).collect()
});

/// Groups of synonymous words and phrases.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Synonyms {
    groups: Vec<Vec<String>>,
    /// They replace the built-in groups instead of adding to them.
    #[serde(default)]
    replace: bool,
    /// The headwords of each member, once they were asked for: they are the same for every question.
    #[serde(skip)]
    headwords: OnceLock<Vec<Vec<Vec<String>>>>,
}

impl Synonyms {
    /// The built-in groups.
    pub fn shipped() -> &'static Self {
        &SHIPPED
    }

    /// Groups from a file of the same shape as `src/query/data/synonyms.toml`, beside the built-in ones unless
    /// the file has `replace = true`.
    ///
    /// # Errors
    ///
    /// The message of the TOML reader, with the place of the error.
    pub fn from_toml(text: &str) -> Result<Self, String> {
        let mut own: Self = toml::from_str(text).map_err(|e| e.to_string())?;
        if !own.replace {
            own.groups.extend(SHIPPED.groups.iter().cloned());
        }
        Ok(own)
    }

    /// The members of the shipped groups, each once.
    #[cfg(test)]
    pub(super) fn shipped_members() -> std::collections::BTreeSet<&'static str> {
        SHIPPED.groups.iter().flatten().map(String::as_str).collect()
    }

    /// The other members of each group with a member of the same headwords as one in `meant`. `headwords` gives those of
    /// a member outside the built-in groups.
    pub(super) fn of(&self, meant: &[Vec<String>], mut headwords: impl FnMut(&str) -> Vec<String>) -> Vec<&str> {
        let mut heads_of = |member: &String| match HEADWORDS.get(member.as_str()) {
            Some(listed) => listed.clone(),
            None => headwords(member),
        };
        let heads =
            self.headwords.get_or_init(|| self.groups.iter().map(|g| g.iter().map(&mut heads_of).collect()).collect());
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
        let shipped: Synonyms = toml::from_str(include_str!("data/synonyms.toml")).unwrap();
        let of = |word: &str| shipped.of(&[vec![word.to_owned()]], |member| vec![member.to_owned()]);
        assert!(of("herberg").contains(&"§ 110") && of("§110").contains(&"herberg"));
        assert!(of("dagsorden").is_empty());
    }

    #[test]
    fn own_groups_stand_beside_the_others_unless_they_replace_them() {
        let of = |text: &str, word: &str| {
            let own = Synonyms::from_toml(text).unwrap();
            own.of(&[vec![word.to_owned()]], |member| vec![member.to_owned()]).len()
        };
        let own = "groups = [[\"zebra\", \"stribet hest\"]]";
        assert!(of(own, "zebra") == 1 && of(own, "herberg") > 0);
        assert_eq!(of(&format!("replace = true\n{own}"), "herberg"), 0);
    }

    #[test]
    fn broken_file_says_where() {
        assert!(Synonyms::from_toml("groups = [").unwrap_err().contains("line 1"));
    }
}
