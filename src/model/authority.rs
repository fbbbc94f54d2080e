//! Who a body belongs to.

use std::fmt;

/// One of the regions that Denmark is divided into (five since 2007).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Region {
    Hovedstaden,
    Midtjylland,
    Nordjylland,
    Sjaelland,
    Syddanmark,
}

impl Region {
    /// All of them, by name.
    pub const ALL: [Self; 5] =
        [Self::Hovedstaden, Self::Midtjylland, Self::Nordjylland, Self::Sjaelland, Self::Syddanmark];

    /// The Danish name without the word *Region*.
    pub fn name(self) -> &'static str {
        match self {
            Self::Hovedstaden => "Hovedstaden",
            Self::Midtjylland => "Midtjylland",
            Self::Nordjylland => "Nordjylland",
            Self::Sjaelland => "Sjælland",
            Self::Syddanmark => "Syddanmark",
        }
    }

    /// The region of that name, spelt as [`Region::name`] does.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.name() == name)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_region_is_found_by_its_name() {
        for region in Region::ALL {
            assert_eq!(Region::from_name(region.name()), Some(region));
        }
        assert_eq!(Region::from_name("Bornholm"), None);
    }
}
