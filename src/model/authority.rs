//! Who a body belongs to.

use std::fmt;

/// One of the regions that Denmark is divided into, by its Danish name without the word *Region*: `Midtjylland`. Which ones
/// there are is data: [`Authorities::regions`](crate::lexicon::Authorities::regions).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Region(&'static str);

impl Region {
    /// The region of that name.
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

/// What sort of authority it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AuthorityKind {
    Municipality,
    Region,
}

/// A municipality or region, in the short form that facets use: `Viborg`, `Region Midtjylland`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Authority {
    pub name: String,
    pub kind: AuthorityKind,
    /// The region that it lies in or is. `None` where it is not known (a body from before the regions).
    pub region: Option<Region>,
}
