//! Runs become lines in reading order.
//!
//! Files mostly draw their text in the order in which it is read, columns of names one after the other, tables row by
//! row; so that order is kept. Runs side by side on a baseline, drawn one after the other, are one line with tabs. What
//! was drawn out of turn, such as a page's foot before its text, goes where it stands.

use super::glyph::Drawing;
use super::letters;
use super::runs::{self, COLUMN_GAP, Run, SAME_BASELINE, Tally};
use crate::source::{Line, Setting};

/// The lines of a page, in reading order, blank ones where the page leaves a gap.
pub(super) fn lines(drawing: &Drawing) -> Vec<Line> {
    let runs = runs::runs(&letters::plain(&drawing.glyphs));
    let mut rows: Vec<Row> = Vec::new();
    for run in runs {
        place(&mut rows, run);
    }
    let (upright, turned) = rows.into_iter().partition(|row: &Row| row.turn() == main_turn(drawing));
    let mut ordered = in_place(upright);
    ordered.extend::<Vec<Row>>(turned);
    spaced(&ordered)
}

/// The direction of most glyphs: a landscape page may be drawn lying on its side.
fn main_turn(drawing: &Drawing) -> u8 {
    let count = |turn: u8| drawing.glyphs.iter().filter(|g| g.turn == turn).count();
    (0..4).rev().max_by_key(|turn| count(*turn)).unwrap_or(0)
}

/// Runs on one baseline, from left to right; never empty.
#[derive(Debug, Clone)]
struct Row {
    runs: Vec<Run>,
}

impl Row {
    fn first(&self) -> &Run {
        &self.runs[0]
    }

    fn turn(&self) -> u8 {
        self.first().turn
    }

    fn y(&self) -> f32 {
        self.main().y
    }

    fn size(&self) -> f32 {
        self.main().size
    }

    fn right(&self) -> f32 {
        self.runs.iter().map(|r| r.right).fold(f32::MIN, f32::max)
    }

    /// The run with most letters.
    fn main(&self) -> &Run {
        self.runs.iter().rev().max_by_key(|r| r.letters.all).unwrap_or(&self.runs[0])
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

    /// Where the run belongs among those of this row; `None` where another run is in its way.
    fn room_for(&self, run: &Run) -> Option<usize> {
        let slack = 0.5 * run.size;
        let at = self.runs.iter().take_while(|r| r.x < run.x).count();
        let after_left = at == 0 || self.runs[at - 1].right <= run.x + slack;
        let before_right = self.runs.get(at).is_none_or(|next| run.right <= next.x + slack);
        (after_left && before_right).then_some(at)
    }

    /// True where only a word's gap parts the run from its neighbours in this row.
    fn adjoins(&self, run: &Run, at: usize) -> bool {
        let near = COLUMN_GAP * run.size;
        let left = at.checked_sub(1).and_then(|i| self.runs.get(i)).is_some_and(|l| run.x - l.right < near);
        left || self.runs.get(at).is_some_and(|r| r.x - run.right < near)
    }

    fn text(&self) -> String {
        let mut text = self.runs[0].text.clone();
        for pair in self.runs.windows(2) {
            text.push_str(pair_gap(&pair[0], &pair[1]));
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

/// What stands between two runs of a row.
fn pair_gap(left: &Run, right: &Run) -> &'static str {
    let gap = (right.x - left.right) / left.size.max(right.size);
    match gap {
        _ if gap > COLUMN_GAP => "\t",
        _ if gap > 0.17 || left.space_after || right.space_before => " ",
        _ => "",
    }
}

/// How many rows back a run may still join a row that it adjoins.
const LOOK_BACK: usize = 40;

/// Adds a run to the row that it continues, or as a row of its own.
fn place(rows: &mut Vec<Row>, run: Run) {
    let recent = rows.len().saturating_sub(LOOK_BACK);
    for (back, row) in rows[recent..].iter_mut().rev().enumerate() {
        if !row.is_level_with(&run) {
            continue;
        }
        if row.redraws(&run) {
            return;
        }
        if let Some(at) = row.room_for(&run)
            && (back == 0 || row.adjoins(&run, at))
        {
            row.runs.insert(at, run);
            return;
        }
    }
    rows.push(Row { runs: vec![run] });
}

/// Puts what was drawn out of turn where it stands: stretches of rows that run downwards stay whole, and a stretch that
/// lies wholly above others goes before them.
fn in_place(rows: Vec<Row>) -> Vec<Row> {
    let mut placed: Vec<Vec<Row>> = Vec::new();
    for stretch in stretches(rows) {
        let bottom = stretch.iter().map(Row::y).fold(f32::MIN, f32::max);
        let is_above = |other: &Vec<Row>| other.iter().all(|row| bottom < row.y() - 0.5 * row.size());
        let at = placed.iter().rposition(|other| !is_above(other)).map_or(0, |last| last + 1);
        placed.insert(at, stretch);
    }
    placed.into_iter().flatten().collect()
}

/// Parts rows where the pen goes up again.
fn stretches(rows: Vec<Row>) -> Vec<Vec<Row>> {
    let mut stretches: Vec<Vec<Row>> = Vec::new();
    for row in rows {
        match stretches.last_mut() {
            Some(stretch) if stretch.last().is_some_and(|last| row.y() > last.y() - 0.5 * row.size()) => {
                stretch.push(row)
            }
            _ => stretches.push(vec![row]),
        }
    }
    stretches
}

/// A gap is a paragraph's where the step from baseline to baseline exceeds the usual one by this factor.
const PARAGRAPH_STEP: f32 = 1.35;
/// Lines set closer than this (in ems) are the tightest that is printed.
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
