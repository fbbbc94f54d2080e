//! How a question was read, free of any display language.

use std::fmt;

use super::expand::Leaf;
use super::syntax::Query;
use super::{Form, Question};
use crate::model::SectionKind;

/// How a question was read. Prints as `all of: kapacitet* herberg*; in: minutes`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interpretation {
    /// The words as a tree.
    pub query: Query,
    /// The only sections searched; empty for all.
    pub sections: Vec<SectionKind>,
    /// Only the very words.
    pub exact: bool,
    /// The other words searched, word by word.
    pub expansions: Vec<Expansion>,
}

/// Other words searched in place of a typed one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expansion {
    /// The word as typed.
    pub typed: String,
    /// As in the list of synonyms.
    pub synonyms: Vec<String>,
    /// Other possible spellings in the index.
    pub spellings: Vec<String>,
}

impl Default for Interpretation {
    fn default() -> Self {
        Self { query: Query::Everything, sections: Vec::new(), exact: false, expansions: Vec::new() }
    }
}

impl Interpretation {
    pub(super) fn new<'a>(query: Query, question: &Question, leaves: impl Iterator<Item = &'a Leaf>) -> Self {
        let expansion = |leaf: &Leaf| {
            let (synonyms, spellings) = (leaf.meant(Form::Synonym), leaf.meant(Form::Spelling));
            let some = !synonyms.is_empty() || !spellings.is_empty();
            some.then(|| Expansion { typed: leaf.typed.clone(), synonyms, spellings })
        };
        let (sections, exact) = (question.filters.sections.clone(), question.exact);
        Self { query, sections, exact, expansions: leaves.filter_map(expansion).collect() }
    }

    /// The wanted and the excluded parts of a conjunction.
    pub fn parts(&self) -> (Vec<&Query>, Vec<&Query>) {
        let of = match &self.query {
            Query::Everything => &[],
            Query::All(of) => of.as_slice(),
            other => std::slice::from_ref(other),
        };
        let (mut with, mut without) = (Vec::new(), Vec::new());
        for query in of {
            match query {
                Query::Not(inner) => without.push(&**inner),
                other => with.push(other),
            }
        }
        (with, without)
    }

    fn said(&self) -> Vec<String> {
        if let Query::Any(of) = &self.query {
            return vec![format!("any of: {}", listed(&of.iter().collect::<Vec<_>>()))];
        }
        if self.query == Query::Everything {
            return vec!["every item".to_owned()];
        }
        let (with, without) = self.parts();
        let say = |name: &str, of: &[&Query]| (!of.is_empty()).then(|| format!("{name} {}", listed(of)));
        say("all of:", &with).into_iter().chain(say("none of:", &without)).collect()
    }
}

impl fmt::Display for Interpretation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut said = self.said();
        let kinds: Vec<&str> = self.sections.iter().map(|k| k.name()).collect();
        if !kinds.is_empty() {
            said.push(format!("in: {}", kinds.join(", ")));
        }
        if self.exact {
            said.push("only these very words".to_owned());
        }
        f.write_str(&said.join("; "))
    }
}

fn listed(of: &[&Query]) -> String {
    let show = |q: &&Query| if matches!(q, Query::All(_) | Query::Any(_)) { format!("({q})") } else { q.to_string() };
    of.iter().map(show).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::{Filters, syntax};
    use super::*;

    fn read(typed: &str, question: &Question) -> String {
        Interpretation::new(syntax::parse(typed).query, question, std::iter::empty()).to_string()
    }

    #[test]
    fn reading_says_what_was_understood() {
        let plain = Question::default();
        assert_eq!(read("kapacitet* herberg*", &plain), "all of: kapacitet* herberg*");
        assert_eq!(read("a -b (c OR d)", &plain), "all of: a (c OR d); none of: b");
        assert_eq!(read("-b", &plain), "none of: b");
        assert_eq!(read("a OR b", &plain), "any of: a b");
        assert_eq!(read("", &plain), "every item");
        let filters = Filters::default().in_sections(vec![SectionKind::Minutes]);
        let question = Question { filters, exact: true, ..plain };
        assert_eq!(read("a", &question), "all of: a; in: minutes; only these very words");
    }
}
