//! A search as an address. The address holds the whole state, so Back works and links can be passed on.

use super::{Language, Problem};
use crate::model::SectionKind;
use crate::query::{Filter, Filters, Order, Question, Synonyms, filter};

/// The longest query string, in bytes: room for [`MOST_VALUES`] filter values of 80 bytes.
const LONGEST: usize = 16_384;

/// The most filter values of one search: a facet shows at most about this many.
const MOST_VALUES: usize = 200;

/// The last page. Ranking deeper pages costs time for every hit before them; exports have all hits.
pub(super) const LAST_PAGE: usize = 500;

/// Hits on a page.
pub(super) const PER_PAGE: usize = 20;

/// How the hits of a page are grouped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Unit {
    #[default]
    Items,
    /// By their cases.
    Cases,
}

/// The state of a search. Unknown parameters are ignored, and empty ones too, because forms send them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SearchState {
    /// The query as typed, in the query language; empty for every item.
    pub words: String,
    /// The filters that are set.
    pub filters: Filters,
    /// The order of the hits.
    pub order: Order,
    /// Only the very words; no other form, no synonym.
    pub exact: bool,
    /// Leaves synonyms out.
    pub no_synonyms: bool,
    /// What the page lists: items, or their cases.
    pub unit: Unit,
    /// From 1.
    pub page: usize,
    /// The id of the facet to show whole; empty for none.
    pub whole: String,
    /// The language of the page.
    pub language: Language,
}

impl SearchState {
    /// Reads the part of an address after the question mark.
    ///
    /// # Errors
    ///
    /// 400 for an invalid value, 414 for too long a query string or too many values.
    pub fn read(query: &str) -> Result<Self, Problem> {
        if query.len() > LONGEST {
            return Err(Problem::too_large(format!(
                "expected at most {LONGEST} bytes after `?`, but found {}",
                query.len()
            )));
        }
        let mut state = Self { page: 1, ..Self::default() };
        let pairs = form_urlencoded::parse(query.as_bytes());
        for (name, value) in pairs {
            let value = value.trim();
            if !value.is_empty() {
                state.set(&name, value)?;
            }
        }
        let values: usize = state.filters.set().map(|(_, values)| values.len()).sum();
        if values + state.filters.sections.len() > MOST_VALUES {
            return Err(Problem::too_large(format!(
                "expected at most {MOST_VALUES} values of filters, but found {values}"
            )));
        }
        match (state.filters.from(), state.filters.to()) {
            (Some(from), Some(to)) if from.first > to.last => Err(Problem::parameter(
                filter::FROM.name,
                format!("expected a day before {}, but found {}", to.last, from.first),
            )),
            _ => Ok(state),
        }
    }

    fn set(&mut self, name: &str, value: &str) -> Result<(), Problem> {
        let filters = &mut self.filters;
        match name {
            "q" => value.clone_into(&mut self.words),
            "section" => filters.sections.push(one_of("section", value, &SectionKind::ALL, |k| k.name())?),
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
                if let Some(filter) = Filter::named(name) {
                    self.filters.add(filter, value).map_err(|e| Problem::parameter(filter.name, e))?;
                }
            }
        }
        Ok(())
    }

    /// The days as typed; empty where none is.
    pub fn span(&self) -> [&str; 2] {
        [&filter::FROM, &filter::TO].map(|f| self.filters.value(f).unwrap_or_default())
    }

    /// The same with one value more, on the first page.
    #[must_use]
    pub fn with(&self, filter: &'static Filter, value: &str) -> Self {
        let mut other = self.without(filter, value);
        // An invalid value is left out.
        let _ = other.filters.add(filter, value);
        other
    }

    /// The same without a value, on the first page.
    #[must_use]
    pub fn without(&self, filter: &Filter, value: &str) -> Self {
        self.changed(|q| q.filters.remove(filter, |v| v == value))
    }

    /// The same between other days, on the first page; empty for no bound.
    #[must_use]
    pub fn between(&self, from: &str, to: &str) -> Self {
        let other = self.changed(|q| [&filter::FROM, &filter::TO].into_iter().for_each(|f| q.filters.clear(f)));
        let some = [(&filter::FROM, from), (&filter::TO, to)].into_iter().filter(|(_, day)| !day.is_empty());
        some.fold(other, |other, (filter, day)| other.with(filter, day))
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

    /// The parameters in a fixed order, without defaults.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let filters = &self.filters;
        let set = |name, is: bool, value: &str| is.then(|| (name, value.to_owned()));
        let mut pairs: Vec<(&'static str, String)> =
            set("q", !self.words.is_empty(), &self.words).into_iter().collect();
        for (filter, values) in filters.set() {
            pairs.extend(values.iter().map(|v| (filter.name, v.clone())));
        }
        pairs.extend(filters.sections.iter().map(|s| ("section", s.name().to_owned())));
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
        // The serializer would write `&` after a `?` of its own, so the mark is added by hand.
        out.clear();
        let written = out.extend_pairs(pairs).finish();
        format!("?{}", written.trim_start_matches('?'))
    }

    /// The question for one page of hits, with counts.
    pub fn question(&self, synonyms: Option<Synonyms>) -> Question {
        Question {
            words: self.words.clone(),
            filters: self.filters.clone(),
            order: self.order,
            exact: self.exact,
            synonyms: !self.no_synonyms,
            own_synonyms: synonyms,
            limit: Some(self.page.saturating_mul(PER_PAGE)),
            skip: self.page.saturating_sub(1).saturating_mul(PER_PAGE),
            counts: true,
            ..Question::default()
        }
    }
}

const ORDERS: [Order; 3] = [Order::Relevance, Order::OldestFirst, Order::NewestFirst];

/// The order's name, as on the command line.
pub(super) fn order_name(order: Order) -> &'static str {
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
        let state = SearchState::read(&typed[1..]).unwrap();
        assert_eq!(state.filters.values(&filter::MUNICIPALITY), ["Viborg", "Ærø"]);
        assert_eq!(state.written(), typed);
    }

    #[test]
    fn row_of_the_table_is_a_parameter() {
        let state = SearchState::read("former=Egebjerg&former=Gudme").unwrap();
        assert_eq!(state.filters.values(&filter::FORMER), ["Egebjerg", "Gudme"]);
        assert_eq!(state.written(), "?former=Egebjerg&former=Gudme");
    }

    #[test]
    fn empty_and_unknown_parameters_say_nothing() {
        let state = SearchState::read("q=&body=&from=&utm=x").unwrap();
        assert_eq!(state, SearchState { page: 1, ..SearchState::default() });
        assert_eq!(state.written(), "");
    }

    #[test]
    fn value_that_cannot_be_is_told_with_its_parameter() {
        let parameter = |query: &str| SearchState::read(query).unwrap_err().parameter;
        assert_eq!(parameter("from=19"), Some("from"));
        assert_eq!(parameter("sort=best"), Some("sort"));
        assert_eq!(parameter("page=0"), Some("page"));
        assert_eq!(parameter("from=2020&to=2019"), Some("from"));
    }

    #[test]
    fn more_than_a_request_may_ask_is_refused() {
        let many: String = (0..10_000).map(|n| format!("body=b{n}&")).collect();
        assert_eq!(SearchState::read(&many).unwrap_err().status, 414);
        let some: String = (0..300).map(|n| format!("body=b{n}&")).collect();
        assert_eq!(SearchState::read(&some).unwrap_err().status, 414);
    }

    #[test]
    fn change_of_a_filter_turns_to_the_first_page() {
        let state = SearchState::read("q=a&page=4").unwrap();
        assert_eq!(state.with(&filter::BODY, "Byrådet").written(), "?q=a&body=Byr%C3%A5det");
        assert_eq!(state.between("2019", "2019").written(), "?q=a&from=2019&to=2019");
    }
}
