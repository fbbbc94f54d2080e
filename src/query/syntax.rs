//! Text → query tree, leniently.
