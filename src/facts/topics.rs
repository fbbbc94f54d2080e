//! Assigns topics to items.
//!
//! Each term of the rules found in an item adds to the score of its topic. Terms in the title count most, terms in the
//! proposal less, other text least. Topics with a sufficient score, absolute and relative to the best, are assigned.
//! Standing items are about the meeting itself.

mod rules;
mod terms;
pub(crate) mod words;

use std::collections::HashMap;

use crate::model::{Item, SectionKind, TopicPath};
pub use rules::{Limits, Places, Rules, RulesError, Standing};
use words::words;

/// A topic of an item, with the evidence.
#[derive(Debug, Clone, PartialEq)]
pub struct Assignment {
    /// The topic.
    pub topic: TopicPath,
    /// The sum over its words. Comparable within one item only.
    pub score: f32,
    /// The words as printed, in lower case, the most important first.
    pub words: Vec<String>,
}

/// The score of a topic and its words.
#[derive(Default)]
struct TopicScore {
    score: f32,
    words: HashMap<String, f32>,
}

/// The topics of an item, best first.
pub(super) fn topics(item: &Item, rules: &Rules) -> Vec<Assignment> {
    let standing = rules.standing(&item.title);
    let mut given = match standing {
        // Words inside a standing item are not its subject, except those in its title.
        Some(Standing::Bare) => best(scores([(rules.places.title, title(item, rules))], rules), rules),
        _ => best(scores(places(item, rules), rules), rules),
    };
    if standing.is_some() {
        given.retain(|a| a.topic != rules.standing_topic);
        given.insert(0, of_standing(item, rules));
        given.truncate(rules.limits.topics);
    }
    given
}

fn of_standing(item: &Item, rules: &Rules) -> Assignment {
    let score = rules.limits.enough;
    Assignment { topic: rules.standing_topic.clone(), score, words: vec![item.title.to_lowercase()] }
}

/// Every topic with a word in the given texts, best first.
fn scores(places: impl IntoIterator<Item = (f32, String)>, rules: &Rules) -> Vec<Assignment> {
    let mut totals: HashMap<usize, TopicScore> = HashMap::new();
    for (weight, text) in places {
        add_place(&mut totals, &words(&text).collect::<Vec<_>>(), weight, rules);
    }
    let mut all: Vec<Assignment> = totals.into_iter().map(|(n, t)| t.into_assignment(&rules.topics[n])).collect();
    all.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.topic.cmp(&b.topic)));
    all
}

impl TopicScore {
    fn into_assignment(self, topic: &TopicPath) -> Assignment {
        let mut words: Vec<_> = self.words.into_iter().collect();
        words.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Assignment { topic: topic.clone(), score: self.score, words: words.into_iter().map(|(w, _)| w).collect() }
    }
}

/// The texts of an item with their weights.
fn places(item: &Item, rules: &Rules) -> [(f32, String); 3] {
    let leading = |k: SectionKind| matches!(k, SectionKind::Proposal | SectionKind::Summary);
    let join = |wanted: bool| {
        let sections = item.sections.iter().filter(|s| leading(s.kind) == wanted && s.kind != SectionKind::Attachments);
        rules.text_without_names(&sections.map(|s| s.text.as_str()).collect::<Vec<_>>().join("\n"))
    };
    let weights = rules.places;
    [(weights.title, title(item, rules)), (weights.proposal, join(true)), (weights.rest, join(false))]
}

/// The title without the presenter's name and the names of departments.
fn title(item: &Item, rules: &Rules) -> String {
    let presenter = item.presenter.as_deref().and_then(|p| item.title.strip_suffix(p));
    rules.title_without_names(presenter.unwrap_or(&item.title))
}

fn add_place(totals: &mut HashMap<usize, TopicScore>, words: &[&str], weight: f32, rules: &Rules) {
    let limits = rules.limits;
    let length = (words.len() as f32 / limits.length).max(1.0).sqrt();
    let mut seen: HashMap<(usize, String), f32> = HashMap::new();
    for m in rules.terms.find(words) {
        let printed = words[m.at..m.at + m.len].join(" ").to_lowercase();
        *seen.entry((m.term, printed)).or_default() += 1.0;
    }
    let mut times: HashMap<usize, f32> = HashMap::new();
    let mut seen: Vec<_> = seen.into_iter().collect();
    seen.sort_by(|a, b| a.0.cmp(&b.0));
    for ((term, printed), n) in seen {
        let already = times.entry(term).or_default();
        let counted = n.min(limits.saturation - *already).max(0.0);
        *already += counted;
        let rule = rules.terms.get(term);
        let score = rule.weight * weight * counted / length;
        let tally = totals.entry(rule.owner).or_default();
        tally.score += score;
        *tally.words.entry(printed).or_default() += score;
    }
}

/// The topics above the limits.
fn best(mut all: Vec<Assignment>, rules: &Rules) -> Vec<Assignment> {
    let limits = rules.limits;
    let least = all.first().map_or(0.0, |a| (a.score * limits.relative).max(limits.enough));
    all.retain(|a| a.score >= least);
    all.truncate(limits.topics);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(title: &str) -> Vec<String> {
        topics(&Item::titled(title), Rules::embedded()).iter().map(|a| a.topic.to_string()).collect()
    }

    #[test]
    fn title_tells_the_topic() {
        for (title, topic) in [
            ("Ny skolestruktur i den sydlige del af kommunen", "/skole"),
            ("Udvidelse af Plejecenter Lindely", "/ældre"),
            ("Frigivelse af anlægsbevilling", "/økonomi"),
            ("Etablering af rundkørsel på Hovedgaden", "/trafik"),
            ("Indsatsplan for grundvandsbeskyttelse", "/miljø-og-klima"),
            ("Ny digitaliseringsstrategi", "/digitalisering"),
            ("Etablering af dagtilbud i Nordbyen", "/børn-og-unge"),
            ("Godkendelse af lokaletilskud til idrætsforeninger", "/kultur-og-fritid"),
            ("Turismestrategi 2030", "/erhverv"),
            ("Sygefravær og arbejdsmiljø", "/personale"),
        ] {
            assert_eq!(of(title).first().map(String::as_str), Some(topic), "{title}: {:?}", of(title));
        }
    }

    #[test]
    fn name_of_a_department_is_no_subject() {
        let title = "Forslag om hastighed, sendt til Magistratsafdelingen for Teknik og Miljø";
        assert_eq!(of(title), ["/trafik"]);
    }

    #[test]
    fn name_of_a_place_is_no_subject() {
        assert!(!of("Ombygning af Strandlyst").contains(&"/miljø-og-klima".to_owned()));
        assert_eq!(of("Adgang til stranden").first().map(String::as_str), Some("/miljø-og-klima"));
    }

    #[test]
    fn standing_item_is_about_the_meeting() {
        assert_eq!(of("Godkendelse af dagsorden"), ["/styring"]);
        assert_eq!(of("Eventuelt"), ["/styring"]);
        assert_eq!(of("Godkendelse af referat fra fællesmøde med Ældrerådet"), ["/styring", "/ældre"]);
    }

    #[test]
    fn assignment_says_which_words_earned_it() {
        let why = topics(&Item::titled("Kapacitetsstyring af herbergsområdet"), Rules::embedded());
        assert!(why.iter().any(|a| a.words == ["herbergsområdet"]), "{why:?}");
    }
}
