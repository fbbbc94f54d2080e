//! Counts by municipality, body, topic, kind and date.

/// A value and how many items have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetCount {
    /// As shown: `Viborg`, `/social/takster`, `2019`, `2019-05`.
    pub value: String,
    pub count: u64,
}

/// Counts over all hits, not only those that are shown. Largest first, ties by value; dates in their order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facets {
    /// A region's count holds those of its municipalities.
    pub region: Vec<FacetCount>,
    pub municipality: Vec<FacetCount>,
    pub body: Vec<FacetCount>,
    /// Every path, an ancestor holding those below it.
    pub topic: Vec<FacetCount>,
    pub kind: Vec<FacetCount>,
    pub year: Vec<FacetCount>,
    pub month: Vec<FacetCount>,
    /// Items without a date, in no year or month.
    pub undated: u64,
}
