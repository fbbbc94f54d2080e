//! From page to page.

use crate::web::SearchState;
use crate::web::pages::Frame;
use crate::web::search_state::LAST_PAGE;
use crate::words::fill;

/// Links to other pages of hits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Paging {
    pub first: Option<String>,
    pub previous: Option<String>,
    pub next: Option<String>,
    pub last: Option<String>,
    /// `Side 2 af 7`.
    pub here: String,
}

impl Paging {
    /// `None` if one page has all hits.
    pub(super) fn new(frame: &Frame<'_>, state: &SearchState, total: u64, per_page: usize) -> Option<Self> {
        let last = usize::try_from(total).unwrap_or(usize::MAX).div_ceil(per_page).min(LAST_PAGE);
        let page = state.page;
        if last < 2 && page == 1 {
            return None;
        }
        let to = |n: usize, is_there: bool| is_there.then(|| frame.search(&state.on_page(n)));
        let number = |n: usize| frame.words.number(n as u64);
        Some(Self {
            first: to(1, page > 1),
            previous: to(page.saturating_sub(1).min(last.max(1)), page > 1),
            next: to(page + 1, page < last),
            last: to(last, page < last),
            here: fill(&frame.words.paging.page, &[("page", &number(page)), ("last", &number(last))]),
        })
    }
}
