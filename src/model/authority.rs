//! Authorities: municipalities and regions.

use std::fmt;

/// A Danish region, by its Danish name without the word *Region*: `Midtjylland`. The list of regions is data: see
/// [`Authorities::regions`](crate::lexicon::Authorities::regions).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Region(&'static str);

impl Region {
    /// The region with this name.
    pub const fn new(name: &'static str) -> Self {
        Self(name)
    }

    /// The Danish name without the word *Region*.
    pub fn name(self) -> &'static str {
        self.0
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The kind of an authority.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AuthorityKind {
    /// A municipality (`kommune`).
    Municipality,
    /// A region or a former county (`amt`).
    Region,
}

/// A municipality or region, in the short form used by facets: `Viborg`, `Region Midtjylland`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Authority {
    /// The short name.
    pub name: String,
    /// Municipality or region.
    pub kind: AuthorityKind,
    /// The region it lies in or is. `None` if unknown (a body from before the regions).
    pub region: Option<Region>,
}
