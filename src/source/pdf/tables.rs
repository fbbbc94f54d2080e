//! Keeps the columns of tables: one tab for each, including empty cells.
//!
//! Rows come with a tab for each gap, so a figure of the fourth column would move into the first if the cells between
//! are empty. Columns are found by the rules of the table ([`ruled`]) or, without rules, by cell positions shared by at
//! least three rows ([`unruled`]). In doubt, or if a cell holds a whole text, rows stay as printed.

use std::collections::{BTreeMap, HashMap};

use super::lines::Row;
use super::paths::Rule;
use super::runs::{Run, SAME_BASELINE};

/// Rules this close, in points, touch, and positions this close are one: borders are drawn with gaps of a point or two.
const NEAR: f32 = 3.0;
/// More rules than this are a drawing or a map.
const MAX_RULES: usize = 3_000;
/// The most lines in a cell of a table of figures: usually one or two; one with more holds a text with meaningful
/// lines.
const MAX_CELL_LINES: usize = 4;
/// The least number of rows of a table, each with at least two cells.
const MIN_ROWS: usize = 2;
/// The least number of rows that share columns in a table without rules. Two may be alike by chance.
const MIN_UNRULED_ROWS: usize = 3;
/// The least number of columns in a table without rules; two are also a list with values, which is right as printed.
const MIN_UNRULED_COLUMNS: usize = 3;
/// This many consecutive rows with one cell (a heading over figures, a wrapped name) do not end a table.
const MAX_SINGLE_ROWS: usize = 2;
/// The least distance between cells of two columns, in sizes of their letters: about a wide space.
const COLUMN_GAP: f32 = 0.3;

/// Rebuilds the rows of ruled tables cell by cell.
pub(super) fn ruled(mut rows: Vec<Row>, rules: &[Rule]) -> Vec<Row> {
    for grid in grids(rules) {
        if let Some(table) = Table::of(&grid, &rows) {
            rows = table.put(&grid, rows);
        }
    }
    rows
}

/// The rules of one table.
struct Grid {
    columns: Vec<f32>,
    lines: Vec<f32>,
    uprights: Vec<Rule>,
}

impl Grid {
    /// The row and the column of a point; `None` outside.
    fn cell(&self, x: f32, y: f32) -> Option<(usize, usize)> {
        let row = between(&self.lines, y)?;
        let left = self.walls(y).into_iter().filter(|wall| *wall <= x).fold(None, |_, wall| Some(wall))?;
        between(&self.columns, x)?;
        let column = self.columns.iter().position(|column| (column - left).abs() <= NEAR)?;
        Some((row, column))
    }

    /// The x positions of upright rules at that height, from left to right.
    fn walls(&self, y: f32) -> Vec<f32> {
        let at = self.uprights.iter().filter(|rule| rule.top - NEAR <= y && y <= rule.bottom + NEAR);
        let mut walls: Vec<f32> = at.map(|rule| rule.left).collect();
        walls.sort_by(f32::total_cmp);
        walls
    }

    /// The right wall of the cell at a point.
    fn right_of(&self, x: f32, y: f32) -> f32 {
        self.walls(y).into_iter().find(|wall| *wall > x).unwrap_or(f32::INFINITY)
    }

    /// True where no wall divides the row.
    fn is_one_cell(&self, row: usize) -> bool {
        let middle = (self.lines[row] + self.lines[row + 1]) / 2.0;
        let (Some(first), Some(last)) = (self.columns.first(), self.columns.last()) else { return true };
        !self.walls(middle).into_iter().any(|wall| wall > first + NEAR && wall < last - NEAR)
    }
}

/// The interval around a number.
fn between(bounds: &[f32], at: f32) -> Option<usize> {
    bounds.windows(2).position(|pair| pair[0] <= at && at < pair[1])
}

fn grids(rules: &[Rule]) -> Vec<Grid> {
    if rules.len() > MAX_RULES {
        return Vec::new();
    }
    let mut groups: Vec<usize> = (0..rules.len()).collect();
    for a in 0..rules.len() {
        for b in 0..a {
            if touch(&rules[a], &rules[b]) {
                let (from, to) = (root(&groups, a), root(&groups, b));
                groups[from] = to;
            }
        }
    }
    let mut found: BTreeMap<usize, Vec<Rule>> = BTreeMap::new();
    for (at, rule) in rules.iter().enumerate() {
        found.entry(root(&groups, at)).or_default().push(*rule);
    }
    found.into_values().filter_map(grid).collect()
}

fn root(groups: &[usize], mut at: usize) -> usize {
    while groups[at] != at {
        at = groups[at];
    }
    at
}

fn touch(a: &Rule, b: &Rule) -> bool {
    a.left - NEAR <= b.right && b.left - NEAR <= a.right && a.top - NEAR <= b.bottom && b.top - NEAR <= a.bottom
}

fn grid(rules: Vec<Rule>) -> Option<Grid> {
    let (uprights, levels): (Vec<Rule>, Vec<Rule>) = rules.into_iter().partition(Rule::is_upright);
    let columns = places(uprights.iter().map(|rule| rule.left));
    let lines = places(levels.iter().map(|rule| rule.top));
    (columns.len() >= 3 && lines.len() > MIN_ROWS).then_some(Grid { columns, lines, uprights })
}

/// Merges numbers close to each other.
fn places(of: impl Iterator<Item = f32>) -> Vec<f32> {
    let mut all: Vec<f32> = of.collect();
    all.sort_by(f32::total_cmp);
    all.dedup_by(|next, kept| *next - *kept <= NEAR);
    all
}

/// The runs of a grid, cell by cell.
struct Table {
    cells: BTreeMap<(usize, usize), Vec<Run>>,
    /// The page's rows in it, whole or partly.
    rows: Vec<usize>,
}

impl Table {
    /// `None` if it is no table of short cells.
    fn of(grid: &Grid, rows: &[Row]) -> Option<Self> {
        let mut table = Self { cells: BTreeMap::new(), rows: Vec::new() };
        for (at, row) in rows.iter().enumerate().filter(|(_, row)| row.cells.is_none()) {
            for run in &row.runs {
                let Some(cell) = cell_of(grid, run) else { continue };
                if run.right > grid.right_of((run.x + run.right) / 2.0, middle(run)) + run.size {
                    return None;
                }
                table.cells.entry(cell).or_default().push(run.clone());
                if table.rows.last() != Some(&at) {
                    table.rows.push(at);
                }
            }
        }
        let mut filled: HashMap<usize, usize> = HashMap::new();
        table.cells.keys().for_each(|(row, _)| *filled.entry(*row).or_default() += 1);
        let is_short = |((row, _), runs): (&(usize, usize), &Vec<Run>)| {
            grid.is_one_cell(*row) || baselines(runs).len() <= MAX_CELL_LINES
        };
        let is_table =
            filled.values().filter(|cells| **cells >= 2).count() >= MIN_ROWS && table.cells.iter().all(is_short);
        is_table.then_some(table)
    }

    /// The page's rows, with the table's in place of its original ones.
    fn put(self, grid: &Grid, rows: Vec<Row>) -> Vec<Row> {
        let first = self.rows.first().copied().unwrap_or(0);
        let (mut out, mut table) = (Vec::new(), self.lines(grid));
        for (at, row) in rows.into_iter().enumerate() {
            if at == first {
                out.append(&mut table);
            }
            if self.rows.binary_search(&at).is_err() {
                out.push(row);
                continue;
            }
            let rest: Vec<Run> = row.runs.into_iter().filter(|run| cell_of(grid, run).is_none()).collect();
            out.extend(Row::of_runs(rest, None));
        }
        out
    }

    fn lines(&self, grid: &Grid) -> Vec<Row> {
        let mut out = Vec::new();
        for row in 0..grid.lines.len() - 1 {
            let cells: Vec<(&usize, &Vec<Run>)> =
                self.cells.range((row, 0)..(row + 1, 0)).map(|((_, c), runs)| (c, runs)).collect();
            if cells.is_empty() {
                continue;
            }
            if grid.is_one_cell(row) {
                let lines = baselines(&cells.iter().flat_map(|(_, runs)| runs.iter().cloned()).collect::<Vec<_>>());
                out.extend(lines.into_iter().flat_map(|runs| Row::of_runs(runs, None)));
                continue;
            }
            let text = |column: usize| {
                cells.iter().find(|(c, _)| **c == column).map(|(_, runs)| cell_text(runs)).unwrap_or_default()
            };
            let texts: Vec<String> = (0..grid.columns.len() - 1).map(text).collect();
            let runs = cells.into_iter().flat_map(|(_, runs)| runs.iter().cloned()).collect();
            out.extend(Row::of_runs(runs, Some(texts.join("\t"))));
        }
        out
    }
}

fn middle(run: &Run) -> f32 {
    run.y - 0.3 * run.size
}

fn cell_of(grid: &Grid, run: &Run) -> Option<(usize, usize)> {
    grid.cell((run.x + run.right) / 2.0, middle(run))
}

/// The runs line by line.
fn baselines(runs: &[Run]) -> Vec<Vec<Run>> {
    let mut runs = runs.to_vec();
    runs.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x.total_cmp(&b.x)));
    let mut lines: Vec<Vec<Run>> = Vec::new();
    for run in runs {
        match lines.last_mut().filter(|line| (run.y - line[0].y).abs() <= SAME_BASELINE * run.size) {
            Some(line) => line.push(run),
            None => lines.push(vec![run]),
        }
    }
    lines.iter_mut().for_each(|line| line.sort_by(|a, b| a.x.total_cmp(&b.x)));
    lines
}

/// A cell's words on one line; a word hyphenated at a line's end is joined.
fn cell_text(runs: &[Run]) -> String {
    let mut text = String::new();
    for line in baselines(runs) {
        let words = line.iter().map(|run| run.text.trim()).collect::<Vec<_>>().join(" ");
        let goes_on = text.ends_with('-') && words.starts_with(char::is_lowercase);
        if goes_on {
            text.pop();
        } else if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&words);
    }
    text
}

/// A cell of a row without rules.
struct Cell {
    left: f32,
    right: f32,
    text: String,
}

/// Adds empty cells to rows where at least three share their columns.
pub(super) fn unruled(mut rows: Vec<Row>) -> Vec<Row> {
    let mut start = 0;
    while start < rows.len() {
        let end = stretch_end(&rows, start);
        if let Some(columns) = columns(&rows[start..end]) {
            rows[start..end].iter_mut().for_each(|row| fill(row, &columns));
        }
        start = end.max(start + 1);
    }
    rows
}

/// The end of the rows with several cells beginning at `start`.
fn stretch_end(rows: &[Row], start: usize) -> usize {
    let (mut end, mut singles) = (start, 0);
    for (at, row) in rows.iter().enumerate().skip(start) {
        if row.cells.is_some() {
            break;
        }
        match row.parts().len() {
            0 | 1 => singles += 1,
            _ => (end, singles) = (at + 1, 0),
        }
        if singles > MAX_SINGLE_ROWS {
            break;
        }
    }
    end
}

fn cells(row: &Row) -> Vec<Cell> {
    let cell = |(left, right, text)| Cell { left, right, text };
    row.parts().into_iter().map(cell).collect()
}

/// A sum, a share, a dash for nothing.
fn is_figure(text: &str) -> bool {
    let text = text.trim().trim_end_matches("kr.").trim();
    let is_sign = |ch: char| ch.is_ascii_digit() || " .,-–+%()/*".contains(ch);
    !text.is_empty() && text.chars().all(is_sign) && (text.len() <= 2 || text.bytes().any(|b| b.is_ascii_digit()))
}

/// The columns of rows of figures, from left to right, separated by positions free of cells in all rows.
fn columns(rows: &[Row]) -> Option<Vec<(f32, f32)>> {
    let data: Vec<Vec<Cell>> = rows
        .iter()
        .map(cells)
        .filter(|cells| cells.len() >= 2 && cells[1..].iter().all(|cell| is_figure(&cell.text)))
        .collect();
    if data.len() < MIN_UNRULED_ROWS {
        return None;
    }
    let gap = COLUMN_GAP * rows.first().map_or(0.0, Row::size);
    let mut spans: Vec<(f32, f32)> = data.iter().flatten().map(|cell| (cell.left, cell.right)).collect();
    spans.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut columns: Vec<(f32, f32)> = Vec::new();
    for (left, right) in spans {
        match columns.last_mut().filter(|last| left <= last.1 + gap) {
            Some(last) => last.1 = last.1.max(right),
            None => columns.push((left, right)),
        }
    }
    let is_apart = |cells: &Vec<Cell>| placed(cells, &columns).is_some();
    // A column found in one row only may be a remark beside the table.
    let shared =
        |column: &(f32, f32)| data.iter().filter(|cells| cells.iter().any(|cell| overlaps(cell, column))).count() >= 2;
    (columns.len() >= MIN_UNRULED_COLUMNS
        && data.iter().all(is_apart)
        && columns.iter().filter(|column| !shared(column)).count() <= 1)
        .then_some(columns)
}

fn overlaps(cell: &Cell, column: &(f32, f32)) -> bool {
    cell.left < column.1 && column.0 < cell.right
}

/// The column of each cell; `None` where two share one, or one has none or several.
fn placed(cells: &[Cell], columns: &[(f32, f32)]) -> Option<Vec<usize>> {
    let column = |cell: &Cell| {
        let mut over = columns.iter().enumerate().filter(|(_, column)| overlaps(cell, column)).map(|(at, _)| at);
        over.next().filter(|_| over.next().is_none())
    };
    let places: Vec<usize> = cells.iter().map(column).collect::<Option<_>>()?;
    places.is_sorted_by(|a, b| a < b).then_some(places)
}

fn fill(row: &mut Row, columns: &[(f32, f32)]) {
    let cells = cells(row);
    if cells.len() < 2 || cells.len() == columns.len() {
        return;
    }
    let Some(places) = placed(&cells, columns) else { return };
    let text =
        |column: usize| places.iter().position(|place| *place == column).map_or("", |at| cells[at].text.as_str());
    row.cells = Some((0..columns.len()).map(text).collect::<Vec<_>>().join("\t"));
}
