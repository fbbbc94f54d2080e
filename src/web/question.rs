//! What an address asks for: the whole state of a search stands in it, so that Back works and a link can be passed on.

use super::{Language, Problem};
use crate::model::{MeetingKind, SectionKind};
use crate::query::{DateBound, Filters, Order, Request, Synonyms};

/// The longest query string that is read, in bytes: some hundred values of filters.
const LONGEST: usize = 16_384;

/// The most values that all filters together may have.
const MOST_VALUES: usize = 200;

/// The last page that can be turned to; whoever wants more exports.
pub const LAST_PAGE: usize = 500;

/// Hits on a page.
pub const PER_PAGE: usize = 20;

/// A filter whose values are counted beside the hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Facet {
    Municipality,
    Region,
    Body,
    Topic,
    Kle,
}

impl Facet {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Municipality, Self::Region, Self::Body, Self::Topic, Self::Kle];

    /// The parameter's name, that of the option of the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Municipality => "municipality",
            Self::Region => "region",
            Self::Body => "body",
            Self::Topic => "topic",
            Self::Kle => "kle",
        }
    }
}

/// What the hits of a page are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Unit {
    #[default]
    Items,
    /// The cases that the items found belong to.
    Cases,
}

/// A search as it stands in an address. Parameters that it does not know are passed over, empty ones too, as forms send
/// them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Question {
    pub words: String,
    pub filters: Filters,
    /// The dates as typed, to be shown again.
    pub from: String,
    pub to: String,
    pub order: Order,
    pub exact: bool,
    pub no_synonyms: bool,
    pub unit: Unit,
    /// From 1.
    pub page: usize,
    /// The list of values beside the hits that is shown whole; empty for none.
    pub whole: String,
    pub language: Language,
}

impl Question {
    /// Reads the part of an address after the question mark.
    ///
    /// # Errors
    ///
    /// A value that its parameter cannot have, and more than is read of one request.
    pub fn read(query: &str) -> Result<Self, Problem> {
        if query.len() > LONGEST {
            return Err(Problem::too_large(format!(
                "expected at most {LONGEST} bytes after `?`, but found {}",
                query.len()
            )));
        }
        let mut question = Self { page: 1, ..Self::default() };
        let pairs = form_urlencoded::parse(query.as_bytes());
        for (name, value) in pairs {
            let value = value.trim();
            if !value.is_empty() {
                question.set(&name, value)?;
            }
        }
        let values: usize = Facet::ALL.into_iter().map(|f| question.values(f).len()).sum();
        if values + question.filters.sections.len() > MOST_VALUES {
            return Err(Problem::too_large(format!(
                "expected at most {MOST_VALUES} values of filters, but found {values}"
            )));
        }
        match (question.filters.from, question.filters.to) {
            (Some(from), Some(to)) if from.first > to.last => {
                Err(Problem::parameter("from", format!("expected a day before {}, but found {}", to.last, from.first)))
            }
            _ => Ok(question),
        }
    }

    fn set(&mut self, name: &str, value: &str) -> Result<(), Problem> {
        let filters = &mut self.filters;
        match name {
            "q" => value.clone_into(&mut self.words),
            "kind" => {
                filters.kind = Some(one_of("kind", value, &[MeetingKind::Agenda, MeetingKind::Minutes], |k| k.name())?)
            }
            "section" => filters.sections.push(one_of("section", value, &SectionKind::ALL, |k| k.name())?),
            "closed" => {
                filters.closed = Some(one_of("closed", value, &[true, false], |c| if *c { "yes" } else { "no" })?)
            }
            "from" => (filters.from, self.from) = (Some(date("from", value)?), value.to_owned()),
            "to" => (filters.to, self.to) = (Some(date("to", value)?), value.to_owned()),
            "sort" => self.order = one_of("sort", value, &ORDERS, |o| order_name(*o))?,
            "exact" => self.exact = one_of("exact", value, &[true, false], |c| if *c { "yes" } else { "no" })?,
            "synonyms" => {
                self.no_synonyms = one_of("synonyms", value, &[true, false], |c| if *c { "no" } else { "yes" })?
            }
            "unit" => self.unit = one_of("unit", value, &[Unit::Items, Unit::Cases], |u| unit_name(*u))?,
            "lang" => self.language = one_of("lang", value, &Language::ALL, |l| l.code())?,
            "page" => self.page = page(value)?,
            "all" => value.clone_into(&mut self.whole),
            _ => {
                if let Some(facet) = Facet::ALL.into_iter().find(|f| f.name() == name) {
                    let values = self.values_mut(facet);
                    if !values.iter().any(|v| v == value) {
                        values.push(value.to_owned());
                    }
                }
            }
        }
        Ok(())
    }

    /// The values that a facet is filtered by.
    pub fn values(&self, facet: Facet) -> &[String] {
        match facet {
            Facet::Municipality => &self.filters.municipality,
            Facet::Region => &self.filters.region,
            Facet::Body => &self.filters.body,
            Facet::Topic => &self.filters.topic,
            Facet::Kle => &self.filters.kle,
        }
    }

    fn values_mut(&mut self, facet: Facet) -> &mut Vec<String> {
        match facet {
            Facet::Municipality => &mut self.filters.municipality,
            Facet::Region => &mut self.filters.region,
            Facet::Body => &mut self.filters.body,
            Facet::Topic => &mut self.filters.topic,
            Facet::Kle => &mut self.filters.kle,
        }
    }

    /// The same with one value more, on the first page.
    #[must_use]
    pub fn with(&self, facet: Facet, value: &str) -> Self {
        let mut other = self.without(facet, value);
        other.values_mut(facet).push(value.to_owned());
        other
    }

    /// The same without a value, on the first page.
    #[must_use]
    pub fn without(&self, facet: Facet, value: &str) -> Self {
        let mut other = Self { page: 1, ..self.clone() };
        other.values_mut(facet).retain(|v| v != value);
        other
    }

    /// The same between other days, on the first page; empty for no bound.
    #[must_use]
    pub fn between(&self, from: &str, to: &str) -> Self {
        let mut other = Self { page: 1, from: from.to_owned(), to: to.to_owned(), ..self.clone() };
        (other.filters.from, other.filters.to) = (from.parse().ok(), to.parse().ok());
        other
    }

    /// The same changed, on the first page.
    #[must_use]
    pub fn changed(&self, change: impl FnOnce(&mut Self)) -> Self {
        let mut other = Self { page: 1, ..self.clone() };
        change(&mut other);
        other
    }

    /// The same turned to another page.
    #[must_use]
    pub fn on_page(&self, page: usize) -> Self {
        Self { page, ..self.clone() }
    }

    /// The parameters as they stand in an address, in one order, without those that say nothing.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let filters = &self.filters;
        let set = |name, is: bool, value: &str| is.then(|| (name, value.to_owned()));
        let mut pairs: Vec<(&'static str, String)> =
            set("q", !self.words.is_empty(), &self.words).into_iter().collect();
        for facet in Facet::ALL {
            pairs.extend(self.values(facet).iter().map(|v| (facet.name(), v.clone())));
        }
        pairs.extend(filters.kind.map(|k| ("kind", k.name().to_owned())));
        pairs.extend(set("from", !self.from.is_empty(), &self.from));
        pairs.extend(set("to", !self.to.is_empty(), &self.to));
        pairs.extend(filters.sections.iter().map(|s| ("section", s.name().to_owned())));
        pairs.extend(filters.closed.map(|c| ("closed", if c { "yes" } else { "no" }.to_owned())));
        pairs.extend(set("sort", self.order != Order::default(), order_name(self.order)));
        pairs.extend(set("exact", self.exact, "yes"));
        pairs.extend(set("synonyms", self.no_synonyms, "no"));
        pairs.extend(set("unit", self.unit != Unit::default(), unit_name(self.unit)));
        pairs.extend(set("page", self.page > 1, &self.page.to_string()));
        pairs.extend(set("all", !self.whole.is_empty(), &self.whole));
        pairs.extend(set("lang", self.language != Language::default(), self.language.code()));
        pairs
    }

    /// The part of an address after the path, with its question mark; empty where nothing is asked.
    pub fn written(&self) -> String {
        let pairs = self.pairs();
        if pairs.is_empty() {
            return String::new();
        }
        let mut out = form_urlencoded::Serializer::new("?".to_owned());
        // The mark is written by hand: the serializer takes what stands before for pairs.
        out.clear();
        let written = out.extend_pairs(pairs).finish();
        format!("?{}", written.trim_start_matches('?'))
    }

    /// What the index is asked for one page of hits, with counts.
    pub fn request(&self, synonyms: Option<Synonyms>) -> Request {
        Request {
            query: self.words.clone(),
            filters: self.filters.clone(),
            order: self.order,
            exact: self.exact,
            synonyms: !self.no_synonyms,
            own_synonyms: synonyms,
            limit: Some(self.page.saturating_mul(PER_PAGE)),
            skip: self.page.saturating_sub(1).saturating_mul(PER_PAGE),
            counts: true,
            ..Request::default()
        }
    }
}

const ORDERS: [Order; 3] = [Order::Relevance, Order::OldestFirst, Order::NewestFirst];

/// The order's name, that of the command line.
pub fn order_name(order: Order) -> &'static str {
    match order {
        Order::Relevance => "relevance",
        Order::OldestFirst => "date",
        Order::NewestFirst => "-date",
    }
}

fn unit_name(unit: Unit) -> &'static str {
    match unit {
        Unit::Items => "items",
        Unit::Cases => "cases",
    }
}

fn one_of<T: Clone>(
    parameter: &'static str,
    value: &str,
    of: &[T],
    name: impl Fn(&T) -> &'static str,
) -> Result<T, Problem> {
    of.iter().find(|t| name(t) == value).cloned().ok_or_else(|| {
        let names: Vec<_> = of.iter().map(&name).collect();
        Problem::parameter(parameter, format!("expected one of {}, but found {value}", names.join(", ")))
    })
}

fn date(parameter: &'static str, value: &str) -> Result<DateBound, Problem> {
    value.parse().map_err(|e: String| Problem::parameter(parameter, e))
}

fn page(value: &str) -> Result<usize, Problem> {
    value
        .parse()
        .ok()
        .filter(|page| (1..=LAST_PAGE).contains(page))
        .ok_or_else(|| Problem::parameter("page", format!("expected a page from 1 to {LAST_PAGE}, but found {value}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn address_is_read_as_it_was_written() {
        let typed = "?q=%22social+takst%22+-b&municipality=Viborg&municipality=%C3%86r%C3%B8&kind=minutes&from=2019-05&sort=-date&page=3&lang=en";
        let question = Question::read(&typed[1..]).unwrap();
        assert_eq!(question.filters.municipality, ["Viborg", "Ærø"]);
        assert_eq!(question.written(), typed);
    }

    #[test]
    fn empty_and_unknown_parameters_say_nothing() {
        let question = Question::read("q=&body=&from=&utm=x").unwrap();
        assert_eq!(question, Question { page: 1, ..Question::default() });
        assert_eq!(question.written(), "");
    }

    #[test]
    fn value_that_cannot_be_is_told_with_its_parameter() {
        let parameter = |query: &str| Question::read(query).unwrap_err().parameter;
        assert_eq!(parameter("from=19"), Some("from"));
        assert_eq!(parameter("sort=best"), Some("sort"));
        assert_eq!(parameter("page=0"), Some("page"));
        assert_eq!(parameter("from=2020&to=2019"), Some("from"));
    }

    #[test]
    fn more_than_a_request_may_ask_is_refused() {
        let many: String = (0..10_000).map(|n| format!("body=b{n}&")).collect();
        assert_eq!(Question::read(&many).unwrap_err().status, 414);
        let some: String = (0..300).map(|n| format!("body=b{n}&")).collect();
        assert_eq!(Question::read(&some).unwrap_err().status, 414);
    }

    #[test]
    fn change_of_a_filter_turns_to_the_first_page() {
        let question = Question::read("q=a&page=4").unwrap();
        assert_eq!(question.with(Facet::Body, "Byrådet").written(), "?q=a&body=Byr%C3%A5det");
        assert_eq!(question.between("2019", "2019").written(), "?q=a&from=2019&to=2019");
    }
}
