//! Groups consecutive letters on a baseline into runs of words.
//!
//! A run ends where the pen jumps: to another baseline, backwards, or forwards over a gap as wide as between columns or
//! cells. Spaces come from space characters and from gaps.

use super::glyph::{Glyph, Style};
use crate::source::PlacedWord;

/// Words side by side on a baseline, with no gap wide enough for a column.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Run {
    pub text: String,
    /// Its position in the frame of its own direction: `x` along the baseline, `y` across it.
    pub x: f32,
    pub right: f32,
    pub y: f32,
    pub size: f32,
    pub turn: u8,
    /// Letters and digits, and how many of them are bold, italic or page furniture.
    pub letters: Tally,
    /// A space character comes before its first or after its last word.
    pub space_before: bool,
    pub space_after: bool,
}

/// Counts of glyphs by style.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub all: usize,
    pub bold: usize,
    pub italic: usize,
    pub artifact: usize,
}

impl Tally {
    fn count(&mut self, style: Style) {
        self.all += 1;
        self.bold += usize::from(style.bold);
        self.italic += usize::from(style.italic);
        self.artifact += usize::from(style.artifact);
    }

    /// Both together.
    pub(super) fn add(&mut self, other: Self) {
        self.all += other.all;
        self.bold += other.bold;
        self.italic += other.italic;
        self.artifact += other.artifact;
    }
}

/// The least gap between words, in ems. Fonts' own spaces are 0.2 to 0.33 wide; kerning pulls letters at most 0.1
/// apart.
const WORD_GAP: f32 = 0.17;
/// The least gap between columns, in ems. Justified text stretches spaces up to about an em; columns and cells are
/// further apart.
pub(super) const COLUMN_GAP: f32 = 1.5;
/// The least gap between cells, in ems, on a page with space characters: a gap without one separates the cells of a
/// table, even a narrow one.
pub(super) const CELL_GAP: f32 = 0.5;
/// The least gap of columns made with a row of space characters, in ems.
const SPACED_COLUMN_GAP: f32 = 2.5;
/// The largest step back within a run, in ems: kerning and accents move the pen back a little.
const BACK_GAP: f32 = 0.5;
/// Baselines this close, in ems of the larger letter, are one: superscripts and subscripts stay in their line.
pub(super) const SAME_BASELINE: f32 = 0.45;

/// The runs of a page, in the order in which they were drawn.
pub(super) fn runs(letters: &[Glyph]) -> Vec<Run> {
    let cell_gap = if writes_spaces(letters) { CELL_GAP } else { COLUMN_GAP };
    let mut runs = Vec::new();
    let mut start = 0;
    for end in 1..=letters.len() {
        if end == letters.len() || is_break(letters, start, end, cell_gap) {
            runs.extend(run(&letters[start..end]));
            start = end;
        }
    }
    runs
}

/// The words of a page with their places, in the order in which they were drawn.
pub(super) fn placed_words(letters: &[Glyph]) -> Vec<PlacedWord> {
    let cell_gap = if writes_spaces(letters) { CELL_GAP } else { COLUMN_GAP };
    let mut words = Vec::new();
    let mut start = 0;
    for end in 1..=letters.len() {
        if end == letters.len() || is_break(letters, start, end, cell_gap) {
            words.extend(words_of_run(&letters[start..end]));
            start = end;
        }
    }
    words
}

/// The words of one run.
fn words_of_run(glyphs: &[Glyph]) -> Vec<PlacedWord> {
    let mut placed = placed(glyphs);
    close_up(&mut placed);
    let ink = glyphs.iter().filter(|g| !g.ch.is_whitespace());
    let mut words: Vec<PlacedWord> = Vec::new();
    for (letter, glyph) in placed.iter().zip(ink) {
        match words.last_mut().filter(|_| !letter.spaced) {
            Some(word) => {
                word.text.push(letter.ch);
                word.place = word.place.with(glyph.place());
            }
            None => words.push(PlacedWord { text: letter.ch.into(), place: glyph.place() }),
        }
    }
    words
}

/// True if the page has space characters. Danish has a space after every five or six letters; some producers write none
/// and move the pen instead.
fn writes_spaces(letters: &[Glyph]) -> bool {
    10 * letters.iter().filter(|g| g.ch.is_whitespace()).count() > letters.len()
}

/// A point in the frame of a direction: along and across the baseline.
fn framed(glyph: &Glyph) -> (f32, f32) {
    match glyph.turn {
        0 => (glyph.x, glyph.y),
        1 => (glyph.y, -glyph.x),
        2 => (-glyph.x, -glyph.y),
        _ => (-glyph.y, glyph.x),
    }
}

/// True where `letters[next]` does not continue the run `letters[start..next]`.
fn is_break(letters: &[Glyph], start: usize, next: usize, cell_gap: f32) -> bool {
    let (last, after) = (&letters[next - 1], &letters[next]);
    let size = last.size.max(after.size);
    if last.turn != after.turn || (framed(last).1 - framed(after).1).abs() > SAME_BASELINE * size {
        return true;
    }
    let pen = pen_gap(last, after) / size;
    if after.ch.is_whitespace() {
        return !(-BACK_GAP..=COLUMN_GAP).contains(&pen);
    }
    if last.ch.is_whitespace() {
        let ink = letters[start..next].iter().rev().find(|g| !g.ch.is_whitespace());
        let gap = ink.map_or(pen, |ink| pen_gap(ink, after) / size);
        return !(-BACK_GAP..=COLUMN_GAP).contains(&pen) || gap > SPACED_COLUMN_GAP;
    }
    let is_cell = pen > cell_gap && !is_spread(letters, start, next, pen * size);
    !(-BACK_GAP..=COLUMN_GAP).contains(&pen) || is_cell
}

/// The gap left by the pen between two glyphs.
fn pen_gap(left: &Glyph, right: &Glyph) -> f32 {
    framed(right).0 - framed(left).0 - left.advance
}

/// True where the letters around this gap are as far apart: letter-spaced words, not cells.
fn is_spread(letters: &[Glyph], start: usize, next: usize, gap: f32) -> bool {
    let is_wide = |left: usize| {
        let right = letters.get(left + 1).filter(|r| !r.ch.is_whitespace());
        right.is_some_and(|right| (0.6 * gap..2.0 * gap).contains(&pen_gap(&letters[left], right)))
    };
    next >= start + 2 && is_wide(next - 2) || is_wide(next)
}

/// The run of these glyphs; `None` where they are all blank.
fn run(glyphs: &[Glyph]) -> Option<Run> {
    let ink: Vec<&Glyph> = glyphs.iter().filter(|g| !g.ch.is_whitespace()).collect();
    let (first, last) = (ink.first()?, ink.last()?);
    let (x, _) = framed(first);
    let mut letters = Tally::default();
    ink.iter().for_each(|g| letters.count(g.style));
    let size = common_size(&ink);
    Some(Run {
        text: words(glyphs),
        x,
        right: framed(last).0 + last.advance,
        y: ink.iter().find(|g| g.size >= 0.9 * size).map_or(framed(first).1, |g| framed(g).1),
        size,
        turn: first.turn,
        letters,
        space_before: glyphs.first().is_some_and(|g| g.ch.is_whitespace()),
        space_after: glyphs.last().is_some_and(|g| g.ch.is_whitespace()),
    })
}

/// The size of most letters; the larger of two equally common sizes.
fn common_size(ink: &[&Glyph]) -> f32 {
    let first = ink.first().map_or(0.0, |g| g.size);
    if ink.iter().all(|g| g.size == first) {
        return first;
    }
    let mut sizes: Vec<f32> = ink.iter().map(|g| g.size).collect();
    sizes.sort_by(f32::total_cmp);
    sizes.chunk_by(|a, b| (a - b).abs() < 0.05).max_by_key(|same| same.len()).map_or(0.0, |same| same[0])
}

/// A letter and the gap before it, in ems; `spaced` at the start of a word.
struct Placed {
    ch: char,
    gap: f32,
    spaced: bool,
}

fn words(glyphs: &[Glyph]) -> String {
    let mut placed = placed(glyphs);
    close_up(&mut placed);
    let mut text = String::with_capacity(placed.len() + 8);
    let last = placed.len().saturating_sub(1);
    for (i, letter) in placed.iter().enumerate() {
        if letter.spaced && i > 0 {
            text.push(' ');
        }
        match letter.ch {
            '\u{ad}' if i == last => text.push('-'),
            '\u{ad}' => {}
            ch => text.push(ch),
        }
    }
    text
}

fn placed(glyphs: &[Glyph]) -> Vec<Placed> {
    let mut placed: Vec<Placed> = Vec::with_capacity(glyphs.len());
    let mut before: Option<&Glyph> = None;
    let mut blank = false;
    for glyph in glyphs {
        if glyph.ch.is_whitespace() {
            blank = true;
            continue;
        }
        let gap = before.map_or(0.0, |b| pen_gap(b, glyph) / b.size.min(glyph.size).max(f32::MIN_POSITIVE));
        placed.push(Placed { ch: glyph.ch, gap, spaced: blank || gap > WORD_GAP });
        (before, blank) = (Some(glyph), false);
    }
    placed
}

/// This many single letters in a row are one letter-spaced word (`R E F E R A T`), not words.
const SPREAD_LETTERS: usize = 4;
/// The gap between letter-spaced words is at least this many times that between their letters.
const SPREAD_WORD_GAP: f32 = 1.6;

/// Closes up letter-spaced capitals and digits.
fn close_up(placed: &mut [Placed]) {
    let mut start = 0;
    while start < placed.len() {
        let is_spread = |i: usize, p: &Placed| {
            (i == start || p.spaced) && (p.ch.is_uppercase() || p.ch.is_numeric() || p.ch.is_ascii_punctuation())
        };
        let length = placed[start..].iter().enumerate().take_while(|(i, p)| is_spread(start + i, p)).count();
        let end = start + length;
        let stands_alone = placed.get(end).is_none_or(|p| p.spaced);
        let letters = placed[start..end].iter().filter(|p| p.ch.is_uppercase()).count();
        if stands_alone && letters >= SPREAD_LETTERS && 2 * letters >= length {
            join_spread(&mut placed[start + 1..end]);
        }
        start = end.max(start + 1);
    }
}

fn join_spread(letters: &mut [Placed]) {
    let mut gaps: Vec<f32> = letters.iter().map(|p| p.gap).collect();
    gaps.sort_by(f32::total_cmp);
    let Some(&usual) = gaps.get(gaps.len() / 2) else { return };
    for letter in letters {
        letter.spaced = letter.gap > SPREAD_WORD_GAP * usual;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Letters half an em wide, ten points large; a space is a gap of one letter's width.
    fn set(text: &str, x: f32, y: f32, pitch: f32) -> Vec<Glyph> {
        let style = Style::default();
        let glyph = |(i, ch)| Glyph { ch, x: x + i as f32 * pitch, y, advance: 5.0, size: 10.0, turn: 0, style };
        text.chars().enumerate().filter(|(_, ch)| *ch != ' ').map(glyph).collect()
    }

    fn texts(glyphs: &[Glyph]) -> Vec<String> {
        runs(glyphs).into_iter().map(|r| r.text).collect()
    }

    #[test]
    fn gap_of_a_space_parts_words() {
        assert_eq!(texts(&set("to ord", 0.0, 0.0, 5.0)), ["to ord"]);
    }

    #[test]
    fn gap_of_a_column_parts_runs() {
        let glyphs = [set("navn", 0.0, 0.0, 5.0), set("sted", 60.0, 0.0, 5.0)].concat();
        assert_eq!(texts(&glyphs), ["navn", "sted"]);
    }

    #[test]
    fn word_stands_where_its_letters_stand() {
        let words = placed_words(&set("to ord", 20.0, 100.0, 5.0));
        assert_eq!(words.iter().map(|w| w.text.as_str()).collect::<Vec<_>>(), ["to", "ord"]);
        assert_eq!((words[1].place.left, words[1].place.right), (35.0, 50.0));
        assert!(words[1].place.top < 93.0 && words[1].place.bottom > 101.0, "{:?}", words[1].place);
    }

    #[test]
    fn superscript_stays_in_its_line() {
        let mut glyphs = set("m2 areal", 0.0, 100.0, 5.0);
        glyphs[1] = Glyph { y: 97.0, size: 6.0, advance: 3.0, ..glyphs[1] };
        assert_eq!(texts(&glyphs), ["m2 areal"]);
        assert_eq!(runs(&glyphs)[0].y, 100.0);
    }

    #[test]
    fn spread_capitals_are_closed_up_word_by_word() {
        assert_eq!(texts(&set("R E F E R A T  2 0 1 5", 0.0, 0.0, 5.0)), ["REFERAT 2015"]);
        assert_eq!(texts(&set("REFERAT", 0.0, 0.0, 8.0)), ["REFERAT"]);
    }

    #[test]
    fn initials_and_lists_of_letters_stay_apart() {
        assert_eq!(texts(&set("A B C", 0.0, 0.0, 5.0)), ["A B C"]);
        assert_eq!(texts(&set("A Hansen", 0.0, 0.0, 5.0)), ["A Hansen"]);
    }

    #[test]
    fn soft_hyphen_counts_at_the_line_end_only() {
        assert_eq!(texts(&set("kom\u{ad}mune\u{ad}", 0.0, 0.0, 5.0)), ["kommune-"]);
    }

    #[test]
    fn turned_text_is_a_run_of_its_own() {
        let mut glyphs = set("ab", 0.0, 0.0, 5.0);
        let turned = |i: usize, g: &Glyph| Glyph { x: 300.0, y: 100.0 + 5.0 * i as f32, turn: 1, ..*g };
        let side: Vec<Glyph> = set("cd", 0.0, 0.0, 5.0).iter().enumerate().map(|(i, g)| turned(i, g)).collect();
        glyphs.extend(side);
        assert_eq!(texts(&glyphs), ["ab", "cd"]);
    }
}
