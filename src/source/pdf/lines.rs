//! Turns runs into lines in reading order.
//!
//! Most files draw their text in reading order: columns of names one after the other, tables row by row. That order is
//! kept. Consecutive runs on one baseline become one line with tabs. Text drawn out of order, such as a page's foot
//! before its text, is moved to its place. Tables keep their columns ([`tables`]).

use super::glyph::Drawing;
use super::letters;
use super::runs::{self, CELL_GAP, COLUMN_GAP, Run, SAME_BASELINE, Tally};
use super::tables;
use crate::source::{Line, Setting};

/// The lines of a page, in reading order, with blank lines for gaps.
pub(super) fn lines(drawing: &Drawing) -> Vec<Line> {
    let runs = runs::runs(&letters::plain(&drawing.glyphs));
    let mut rows: Vec<Row> = Vec::new();
    for run in runs {
        place(&mut rows, run);
    }
    let main_turn = main_turn(drawing);
    let (upright, turned) = rows.into_iter().partition(|row: &Row| row.turn() == main_turn);
    let mut ordered = in_place(upright);
    // Rules are recorded in the page's frame only.
    if main_turn == 0 {
        ordered = tables::unruled(tables::ruled(ordered, &drawing.rules));
    }
    ordered.extend::<Vec<Row>>(turned);
    spaced(&ordered)
}

/// The direction of most glyphs: a landscape page may be drawn sideways.
fn main_turn(drawing: &Drawing) -> u8 {
    let mut counts = [0usize; 4];
    drawing.glyphs.iter().for_each(|g| counts[usize::from(g.turn % 4)] += 1);
    (0..4).rev().max_by_key(|turn| counts[usize::from(*turn)]).unwrap_or(0)
}

/// Runs on one baseline, from left to right; never empty.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub runs: Vec<Run>,
    /// The index of the run with most letters, the first of several.
    main: usize,
    /// The text of a table row, with a tab between two cells.
    pub cells: Option<String>,
}

impl Row {
    fn of(run: Run) -> Self {
        Self { runs: vec![run], main: 0, cells: None }
    }

    /// A row of these runs, side by side or in the cells of a table; `None` without runs.
    pub(super) fn of_runs(mut runs: Vec<Run>, cells: Option<String>) -> Option<Self> {
        runs.sort_by(|a, b| a.x.total_cmp(&b.x));
        let most = runs.iter().enumerate().rev().max_by_key(|(_, r)| r.letters.all);
        most.map(|(main, _)| main).map(|main| Self { runs, main, cells })
    }

    /// The cells separated by its gaps: left and right edge, and words.
    pub(super) fn parts(&self) -> Vec<(f32, f32, String)> {
        let mut parts: Vec<(f32, f32, String)> = Vec::new();
        for (i, run) in self.runs.iter().enumerate() {
            let before = i.checked_sub(1).map(|before| &self.runs[before]);
            let gap = before.map_or("\t", |before| pair_gap(before, run));
            let is_marked = i == 1 && before.is_some_and(|marker| is_list_item(marker, run));
            match parts.last_mut().filter(|_| gap != "\t" || is_marked) {
                Some((_, right, text)) => {
                    text.push_str(if is_marked { " " } else { gap });
                    text.push_str(&run.text);
                    *right = right.max(run.right);
                }
                None => parts.push((run.x, run.right, run.text.clone())),
            }
        }
        parts
    }

    fn insert(&mut self, at: usize, run: Run) {
        self.runs.insert(at, run);
        let most = self.runs.iter().enumerate().rev().max_by_key(|(_, r)| r.letters.all);
        self.main = most.map_or(0, |(i, _)| i);
    }

    fn first(&self) -> &Run {
        &self.runs[0]
    }

    fn turn(&self) -> u8 {
        self.first().turn
    }

    fn y(&self) -> f32 {
        self.main().y
    }

    pub(super) fn size(&self) -> f32 {
        self.main().size
    }

    fn right(&self) -> f32 {
        self.runs.iter().map(|r| r.right).fold(f32::MIN, f32::max)
    }

    /// The run with most letters.
    fn main(&self) -> &Run {
        &self.runs[self.main]
    }

    fn is_level_with(&self, run: &Run) -> bool {
        let main = self.main();
        main.turn == run.turn && (main.y - run.y).abs() <= SAME_BASELINE * main.size.max(run.size)
    }

    /// True where the run's text is drawn here already: bold or a shadow by drawing twice.
    fn redraws(&mut self, run: &Run) -> bool {
        let near = 0.3 * run.size;
        let twin =
            |old: &&mut Run| old.text == run.text && (old.x - run.x).abs() < near && (old.y - run.y).abs() < near;
        let Some(old) = self.runs.iter_mut().find(twin) else { return false };
        old.letters.bold = old.letters.all;
        true
    }

    /// The index of the run in this row; `None` where another run is in its way.
    fn index_for(&self, run: &Run) -> Option<usize> {
        let slack = 0.5 * run.size;
        let at = self.runs.iter().take_while(|r| r.x < run.x).count();
        let after_left = at == 0 || self.runs[at - 1].right <= run.x + slack;
        let before_right = self.runs.get(at).is_none_or(|next| run.right <= next.x + slack);
        (after_left && before_right).then_some(at)
    }

    /// True where the run is within a word's gap of its neighbours in this row.
    fn adjoins(&self, run: &Run, at: usize) -> bool {
        let near = CELL_GAP * run.size;
        let left = at.checked_sub(1).and_then(|i| self.runs.get(i)).is_some_and(|l| run.x - l.right < near);
        left || self.runs.get(at).is_some_and(|r| r.x - run.right < near)
    }

    fn text(&self) -> String {
        if let Some(cells) = &self.cells {
            return cells.clone();
        }
        let mut text = self.first().text.clone();
        for (i, pair) in self.runs.windows(2).enumerate() {
            let gap = pair_gap(&pair[0], &pair[1]);
            let is_after_marker = i == 0 && gap == "\t" && is_list_item(&pair[0], &pair[1]);
            text.push_str(if is_after_marker { " " } else { gap });
            text.push_str(&pair[1].text);
        }
        text
    }

    fn line(&self) -> Line {
        let mut letters = Tally::default();
        self.runs.iter().for_each(|r| letters.add(r.letters));
        let setting = Setting {
            x: self.first().x,
            right: self.right(),
            y: self.y(),
            size: self.size(),
            bold: 2 * letters.bold > letters.all,
            italic: 2 * letters.italic > letters.all,
        };
        let running = letters.artifact == letters.all;
        Line { running, setting: Some(setting), ..Line::plain(self.text()) }
    }
}

/// The separator between two runs of a row.
fn pair_gap(left: &Run, right: &Run) -> &'static str {
    let gap = (right.x - left.right) / left.size.max(right.size);
    let is_blank = left.space_after || right.space_before;
    let is_leader = right.text.chars().all(|ch| ".…_ ".contains(ch));
    match gap {
        _ if is_leader => " ",
        _ if gap > COLUMN_GAP || gap > CELL_GAP && !is_blank => "\t",
        _ if gap > 0.17 || is_blank => " ",
        _ => "",
    }
}

/// The largest gap between a list's number or bullet and its text, in ems.
const MARKER_GAP: f32 = 4.0;

/// True for `1.`, `2.3`, `a)`, `•` and the text behind them.
fn is_list_item(marker: &Run, text: &Run) -> bool {
    let is_near = text.x - marker.right < MARKER_GAP * text.size;
    let mark = marker.text.as_str();
    let is_bullet = mark.chars().count() == 1 && !mark.chars().all(char::is_alphanumeric);
    let is_number = mark.len() <= 8
        && mark.contains(['.', ')'])
        && mark.split(['.', ')', '(']).all(|part| part.len() <= 1 || part.bytes().all(|b| b.is_ascii_digit()))
        && mark.split('.').all(|part| part.len() <= 4);
    is_near && (is_bullet || is_number || mark == "o")
}

/// How many rows back a run may still join an adjoining row: longer than any table row drawn in pieces, and bounded for
/// speed.
const LOOK_BACK: usize = 40;

/// Adds a run to the row it continues, or as a new row.
fn place(rows: &mut Vec<Row>, run: Run) {
    let recent = rows.len().saturating_sub(LOOK_BACK);
    for (back, row) in rows[recent..].iter_mut().rev().enumerate() {
        if !row.is_level_with(&run) {
            continue;
        }
        if row.redraws(&run) {
            return;
        }
        if let Some(at) = row.index_for(&run)
            && (back == 0 || row.adjoins(&run, at))
        {
            row.insert(at, run);
            return;
        }
    }
    rows.push(Row::of(run));
}

/// Reorders text drawn out of order: stretches of descending rows stay whole, and a stretch entirely above others goes
/// before them.
fn in_place(rows: Vec<Row>) -> Vec<Row> {
    let stretches = stretches(rows);
    if stretches.len() > MAX_STRETCHES {
        return from_top(stretches.into_iter().flat_map(|stretch| stretch.rows).collect());
    }
    let mut placed: Vec<Stretch> = Vec::new();
    for stretch in stretches {
        let at = placed.iter().rposition(|other| stretch.bottom >= other.top).map_or(0, |last| last + 1);
        placed.insert(at, stretch);
    }
    placed.into_iter().flat_map(|stretch| stretch.rows).collect()
}

/// The limit for reordering. A table drawn cell by cell has a few hundred stretches; a page with more has no order
/// worth restoring.
const MAX_STRETCHES: usize = 2_000;

fn from_top(mut rows: Vec<Row>) -> Vec<Row> {
    rows.sort_by(|a, b| a.y().total_cmp(&b.y()).then(a.first().x.total_cmp(&b.first().x)));
    rows
}

/// Rows drawn one below the other, and their vertical extent.
struct Stretch {
    rows: Vec<Row>,
    top: f32,
    bottom: f32,
}

/// Splits rows where the pen moves up again.
fn stretches(rows: Vec<Row>) -> Vec<Stretch> {
    let mut stretches: Vec<Stretch> = Vec::new();
    for row in rows {
        let (top, y) = (row.y() - 0.5 * row.size(), row.y());
        match stretches.last_mut() {
            Some(stretch) if stretch.rows.last().is_some_and(|last| last.y() < y + 0.5 * row.size()) => {
                stretch.bottom = stretch.bottom.max(y);
                stretch.top = stretch.top.min(top);
                stretch.rows.push(row);
            }
            _ => stretches.push(Stretch { rows: vec![row], top, bottom: y }),
        }
    }
    stretches
}

/// A step from baseline to baseline larger than the usual one by this factor is a paragraph's gap.
const PARAGRAPH_STEP: f32 = 1.35;
/// The smallest usual step in ems: text is not set tighter.
const LEAST_STEP: f32 = 1.0;

/// The rows as lines, with a blank line for each vertical gap clearly larger than the usual step.
fn spaced(rows: &[Row]) -> Vec<Line> {
    let usual = usual_step(rows);
    let mut lines: Vec<Line> = Vec::new();
    for (i, row) in rows.iter().enumerate() {
        if i > 0 && is_gap(&rows[i - 1], row, usual) {
            lines.push(Line::default());
        }
        lines.push(row.line());
    }
    lines
}

/// From baseline to baseline, in ems of the larger line.
fn step(above: &Row, below: &Row) -> f32 {
    (below.y() - above.y()) / above.size().max(below.size()).max(f32::MIN_POSITIVE)
}

fn usual_step(rows: &[Row]) -> f32 {
    let mut steps: Vec<f32> = rows.windows(2).map(|pair| step(&pair[0], &pair[1])).collect();
    steps.retain(|s| (0.8..2.5).contains(s));
    steps.sort_by(f32::total_cmp);
    steps.get(steps.len() / 3).copied().unwrap_or(1.2).max(LEAST_STEP)
}

fn is_gap(above: &Row, below: &Row, usual: f32) -> bool {
    let step = step(above, below);
    step > PARAGRAPH_STEP * usual || step < -0.5
}

#[cfg(test)]
mod tests {
    use super::super::glyph::{Glyph, Style};
    use super::super::paths::Rule;
    use super::*;

    /// Words ten points large, letters five wide, spaces written, each at its own place.
    fn page(words: &[(f32, f32, &str)]) -> Drawing {
        let style = Style::default();
        let glyphs = words.iter().flat_map(|&(x, y, text)| {
            let glyph = move |(i, ch)| Glyph { ch, x: x + 5.0 * i as f32, y, advance: 5.0, size: 10.0, turn: 0, style };
            text.chars().enumerate().map(glyph)
        });
        Drawing { glyphs: glyphs.collect(), size: (595.0, 842.0), ..Drawing::default() }
    }

    fn texts(words: &[(f32, f32, &str)]) -> Vec<String> {
        lines(&page(words)).into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn columns_drawn_one_after_the_other_stay_whole() {
        let words = [(50.0, 100.0, "Åse"), (50.0, 112.0, "Ib"), (300.0, 100.0, "Viborg"), (300.0, 112.0, "Randers")];
        assert_eq!(texts(&words), ["Åse", "Ib", "", "Viborg", "Randers"]);
    }

    #[test]
    fn second_column_close_to_a_long_line_stays_whole() {
        let left = [(50.0, 100.0, "Åse Østergård, formand"), (50.0, 112.0, "Søren")];
        let right = [(168.0, 100.0, "Ib"), (168.0, 112.0, "Fie")];
        assert_eq!(texts(&[left, right].concat()), ["Åse Østergård, formand", "Søren", "", "Ib", "Fie"]);
    }

    #[test]
    fn table_drawn_row_by_row_has_tabs() {
        let words = [(50.0, 100.0, "Åse"), (300.0, 100.0, "Viborg"), (50.0, 112.0, "Ib"), (300.0, 112.0, "Randers")];
        assert_eq!(texts(&words), ["Åse\tViborg", "Ib\tRanders"]);
    }

    #[test]
    fn foot_drawn_first_comes_last_and_head_drawn_last_comes_first() {
        let words = [(50.0, 800.0, "Side 1"), (50.0, 100.0, "tekst"), (50.0, 112.0, "mere"), (50.0, 40.0, "Hoved")];
        assert_eq!(texts(&words), ["Hoved", "", "tekst", "mere", "", "Side 1"]);
    }

    #[test]
    fn wider_step_is_a_blank_line() {
        let words = [(50.0, 100.0, "et"), (50.0, 112.0, "to"), (50.0, 124.0, "tre"), (50.0, 148.0, "nyt")];
        assert_eq!(texts(&words), ["et", "to", "tre", "", "nyt"]);
    }

    #[test]
    fn figure_stays_in_its_column_where_cells_before_it_are_empty() {
        let mut words =
            vec![(50.0, 88.0, "Drift"), (200.0, 88.0, "2019"), (300.0, 88.0, "2020"), (400.0, 88.0, "2021")];
        words.extend([(50.0, 100.0, "Skoler"), (200.0, 100.0, "100"), (300.0, 100.0, "120"), (400.0, 100.0, "7")]);
        words.extend([(50.0, 112.0, "Herberg"), (400.0, 112.0, "450")]);
        words.extend([(50.0, 124.0, "Haller"), (200.0, 124.0, "90"), (300.0, 124.0, "95")]);
        words.extend([(50.0, 136.0, "I alt"), (200.0, 136.0, "190"), (300.0, 136.0, "215"), (400.0, 136.0, "457")]);
        assert_eq!(
            texts(&words),
            [
                "Drift\t2019\t2020\t2021",
                "Skoler\t100\t120\t7",
                "Herberg\t\t\t450",
                "Haller\t90\t95\t",
                "I alt\t190\t215\t457"
            ]
        );
    }

    /// Rules of a table with these columns and lines.
    fn rules(columns: &[f32], lines: &[f32]) -> Vec<Rule> {
        let (left, right, top, bottom) = (columns[0], columns[columns.len() - 1], lines[0], lines[lines.len() - 1]);
        let uprights = columns.iter().map(|&x| Rule { left: x, right: x + 1.0, top, bottom });
        let levels = lines.iter().map(|&y| Rule { left, right, top: y, bottom: y + 1.0 });
        uprights.chain(levels).collect()
    }

    #[test]
    fn ruled_table_keeps_empty_cells_and_joins_wrapped_ones() {
        let words = [
            (55.0, 98.0, "Omraade"),
            (155.0, 98.0, "Budget"),
            (255.0, 98.0, "Regnskab"),
            (55.0, 118.0, "Sundheds-"),
            (255.0, 118.0, "450"),
            (55.0, 130.0, "pleje"),
            (50.0, 160.0, "Merforbruget"),
        ];
        let drawing = Drawing { rules: rules(&[50.0, 150.0, 250.0, 350.0], &[88.0, 106.0, 136.0]), ..page(&words) };
        let texts: Vec<String> = lines(&drawing).into_iter().map(|l| l.text).filter(|text| !text.is_empty()).collect();
        assert_eq!(texts, ["Omraade\tBudget\tRegnskab", "Sundhedspleje\t\t450", "Merforbruget"]);
    }

    #[test]
    fn frame_around_texts_stays_as_printed() {
        let words: Vec<(f32, f32, &str)> = (0..6)
            .flat_map(|n| [(55.0, 100.0 + 12.0 * n as f32, "tekst"), (255.0, 100.0 + 12.0 * n as f32, "mere")])
            .collect();
        let drawing = Drawing { rules: rules(&[50.0, 250.0, 450.0], &[88.0, 170.0, 200.0]), ..page(&words) };
        assert_eq!(lines(&drawing).len(), 6);
    }

    #[test]
    fn number_before_an_item_is_no_column() {
        assert_eq!(texts(&[(50.0, 100.0, "1.1"), (80.0, 100.0, "Godkendelse")]), ["1.1 Godkendelse"]);
        assert_eq!(texts(&[(50.0, 100.0, "•"), (70.0, 100.0, "at det godkendes")]), ["• at det godkendes"]);
        assert_eq!(texts(&[(50.0, 100.0, "Takster"), (120.0, 100.0, ".....")]), ["Takster ....."]);
        assert_eq!(texts(&[(50.0, 100.0, "2019"), (90.0, 100.0, "14")]), ["2019\t14"]);
    }

    #[test]
    fn word_drawn_later_joins_the_line_that_it_adjoins() {
        let words = [(50.0, 100.0, "det"), (100.0, 100.0, "godkendes"), (50.0, 112.0, "nu"), (69.0, 100.0, "blev ")];
        assert_eq!(texts(&words), ["det blev godkendes", "nu"]);
    }

    #[test]
    fn line_drawn_twice_is_bold_and_stands_once() {
        let drawn = lines(&page(&[(50.0, 100.0, "Referat"), (50.4, 100.0, "Referat")]));
        assert_eq!(drawn.len(), 1);
        assert!(drawn[0].setting.is_some_and(|s| s.bold));
    }

    #[test]
    fn page_lying_on_its_side_is_read_along_its_lines() {
        let mut page = page(&[(50.0, 100.0, "et to"), (50.0, 112.0, "tre")]);
        for glyph in &mut page.glyphs {
            (glyph.x, glyph.y, glyph.turn) = (-glyph.y, glyph.x, 1);
        }
        let texts: Vec<String> = lines(&page).into_iter().map(|line| line.text).collect();
        assert_eq!(texts, ["et to", "tre"]);
    }
}
