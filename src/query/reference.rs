//! Words that point to another item: `jf. pkt. 1.2`, `(DASSOS, 18.2.19, pkt. 2.5)`.
