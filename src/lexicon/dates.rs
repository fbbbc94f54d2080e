//! Dates and times of day as Danish documents write them.
