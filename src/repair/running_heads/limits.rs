//! Keeps the marks made by similarity within their bounds; the rest stays text.

use super::{MAX_SHARE, wording};
use crate::source::{Line, Page};

/// Removes marks, from the innermost line outwards, until each page is within the bounds. `declared` has the lines
/// marked before similarity was used. They stay marked, and so do lines with the wording of furniture, unless nothing
/// else is left of the page.
pub(super) fn enforce(pages: &mut [Page], declared: &[Vec<bool>]) {
    let usual = median(pages.iter().map(letters_of_page).collect());
    for (page, declared) in pages.iter_mut().zip(declared) {
        let bound = MAX_SHARE * letters_of_page(page).max(usual) as f64;
        let middle = page.lines.len() / 2;
        let mut ours: Vec<usize> =
            (0..page.lines.len()).filter(|&at| page.lines[at].running && !declared[at]).collect();
        ours.sort_by_key(|at| at.abs_diff(middle));
        let by_similarity = |&at: &usize| !wording::is_furniture(&page.lines[at].text);
        let (unsure, sure): (Vec<usize>, Vec<usize>) = ours.into_iter().partition(by_similarity);
        let mut marked: usize = unsure.iter().map(|&at| letters(&page.lines[at])).sum();
        for at in unsure {
            if marked as f64 <= bound && !is_all_marked(page) {
                break;
            }
            page.lines[at].running = false;
            marked -= letters(&page.lines[at]);
        }
        // A page with a number alone stays marked: the number is no text.
        let is_number = |page: &Page, at: usize| super::page_number::read(&page.lines[at].text).is_some();
        for at in sure {
            if is_all_marked(page) && !is_number(page, at) {
                page.lines[at].running = false;
            }
        }
    }
}

fn is_all_marked(page: &Page) -> bool {
    page.lines.iter().all(|line| line.running || letters(line) == 0)
}

fn letters(line: &Line) -> usize {
    line.text.chars().filter(|ch| ch.is_alphanumeric()).count()
}

fn letters_of_page(page: &Page) -> usize {
    page.lines.iter().map(letters).sum()
}

fn median(mut of: Vec<usize>) -> usize {
    of.sort_unstable();
    of.get(of.len() / 2).copied().unwrap_or(0)
}
