//! The words around a hit.
