//! Makes lines of tesseract's table of words.
//!
//! The table (TSV) has a row per page, block, paragraph, line and word, with its place in pixels. Rows of one line are
//! consecutive, in reading order. We put a row with the page's size in front, so the cached table is complete.

use super::Recognised;
use super::orientation::Orientation;
use crate::source::{Line, Picture, Place, PlacedWord, Setting};

/// The first field of our own row.
const HEAD: &str = "page-in-points";
/// The level of line rows in tesseract's table.
const LINE: &str = "4";
const WORD: &str = "5";
/// Cells of a table are further apart than this many times the line's height; words of justified text are not.
const CELL_GAP: f32 = 2.0;
/// A line further below than this many times its height begins a new paragraph. Less splits paragraphs with loose
/// lines, more joins separate ones.
const PARAGRAPH_GAP: f32 = 1.2;
/// Words read from specks have hardly any confidence (0 to 100); words below this are dropped.
const MIN_CONFIDENCE: f32 = 5.0;

/// The row in front of a table: the size of the recognised picture, in points and pixels, and the orientation of the
/// page.
pub(super) fn head(picture: &Picture, orientation: Orientation) -> String {
    let (width, height) = picture.size;
    let Orientation { quarters, degrees } = orientation;
    format!("{HEAD}\t{width}\t{height}\t{}\t{}\t{quarters}\t{degrees}\n", picture.width, picture.height)
}

/// The lines of a table; `None` without our first row.
pub(super) fn recognised(table: &str) -> Option<Recognised> {
    let Table { size, points_per_pixel, found, .. } = Table::read(table)?;
    let confidence = confidence(&found);
    Some(Recognised { lines: lines(&found, points_per_pixel), size, confidence })
}

/// The words of a table with their places; `None` without our first row.
pub(super) fn words(table: &str) -> Option<Vec<PlacedWord>> {
    let Table { size, orientation, points_per_pixel, found } = Table::read(table)?;
    let words = found.into_iter().flat_map(|line| line.words);
    let placed = words.map(|word| word.placed(points_per_pixel));
    Some(placed.map(|word| PlacedWord { place: orientation.to_page(word.place, size), ..word }).collect())
}

/// The program's confidence, 0 to 100, weighted by letters; `None` without words.
fn confidence(found: &[Found<'_>]) -> Option<f32> {
    let words = || found.iter().flat_map(|line| &line.words);
    let letters = |word: &Row<'_>| word.text.chars().count() as f32;
    let all: f32 = words().map(letters).sum();
    (all > 0.0).then(|| words().map(|word| word.confidence * letters(word)).sum::<f32>() / all)
}

struct Table<'a> {
    /// Of the page, in points.
    size: (f32, f32),
    orientation: Orientation,
    points_per_pixel: f32,
    /// The lines that have words.
    found: Vec<Found<'a>>,
}

impl<'a> Table<'a> {
    fn read(table: &'a str) -> Option<Self> {
        let mut rows = table.lines();
        let head: Vec<&str> = rows.next()?.split('\t').collect();
        // Tables of older versions have no orientation: the page was not turned.
        let [HEAD, width, height, pixels, _, ref rest @ ..] = head[..] else { return None };
        let orientation = match rest {
            [quarters, degrees] => Orientation { quarters: quarters.parse().ok()?, degrees: degrees.parse().ok()? },
            _ => Orientation::default(),
        };
        let size: (f32, f32) = (width.parse().ok()?, height.parse().ok()?);
        let points_per_pixel = size.0 / pixels.parse::<f32>().ok().filter(|p| *p > 0.0)?;
        let mut found: Vec<Found<'a>> = Vec::new();
        for row in rows.filter_map(Row::of) {
            match row.level {
                LINE => found.push(Found { place: row, words: Vec::new() }),
                WORD if row.confidence >= MIN_CONFIDENCE && !row.text.trim().is_empty() => {
                    found.last_mut()?.words.push(row);
                }
                _ => {}
            }
        }
        found.retain(|line| !line.words.is_empty());
        Some(Self { size, orientation, points_per_pixel, found })
    }
}

/// One row, lengths in pixels.
#[derive(Debug, Clone, Copy)]
struct Row<'a> {
    level: &'a str,
    block: &'a str,
    paragraph: &'a str,
    left: f32,
    top: f32,
    width: f32,
    height: f32,
    confidence: f32,
    text: &'a str,
}

impl<'a> Row<'a> {
    fn of(row: &'a str) -> Option<Self> {
        let fields: Vec<&str> = row.splitn(12, '\t').collect();
        let number = |at: usize| fields.get(at)?.parse::<f32>().ok();
        Some(Self {
            level: fields.first()?,
            block: fields.get(2)?,
            paragraph: fields.get(3)?,
            left: number(6)?,
            top: number(7)?,
            width: number(8)?,
            height: number(9)?,
            confidence: number(10)?,
            text: fields.get(11).copied().unwrap_or_default(),
        })
    }

    fn placed(&self, points_per_pixel: f32) -> PlacedWord {
        let [left, top, right, bottom] =
            [self.left, self.top, self.right(), self.bottom()].map(|pixels| pixels * points_per_pixel);
        PlacedWord { text: printable(self.text), place: Place { left, top, right, bottom } }
    }

    fn right(&self) -> f32 {
        self.left + self.width
    }

    fn bottom(&self) -> f32 {
        self.top + self.height
    }
}

struct Found<'a> {
    place: Row<'a>,
    words: Vec<Row<'a>>,
}

impl Found<'_> {
    fn text(&self, height: f32) -> String {
        let mut text = String::new();
        let mut end = None;
        for word in &self.words {
            match end {
                Some(end) if word.left - end > CELL_GAP * height => text.push('\t'),
                Some(_) => text.push(' '),
                None => {}
            }
            text.push_str(&printable(word.text));
            end = Some(word.right());
        }
        text
    }

    fn begins_paragraph(&self, before: &Found<'_>, height: f32) -> bool {
        let (here, there) = (&self.place, &before.place);
        (here.block, here.paragraph) != (there.block, there.paragraph)
            || here.top - there.bottom() > PARAGRAPH_GAP * height
    }
}

/// Removes control characters: a picture has none, so they are errors of tesseract.
fn printable(text: &str) -> String {
    text.trim().chars().map(|ch| if ch.is_control() { ' ' } else { ch }).collect()
}

fn lines(found: &[Found<'_>], points_per_pixel: f32) -> Vec<Line> {
    let height = usual_height(found);
    let mut lines = Vec::new();
    for (at, line) in found.iter().enumerate() {
        if at > 0 && line.begins_paragraph(&found[at - 1], height) {
            lines.push(Line::default());
        }
        let setting = setting(line, height, points_per_pixel);
        lines.push(Line { setting: Some(setting), ..Line::plain(line.text(height)) });
    }
    lines
}

/// The median height of lines. The height of a single line varies with its letters.
fn usual_height(found: &[Found<'_>]) -> f32 {
    let mut heights: Vec<f32> = found.iter().map(|line| line.place.height).collect();
    heights.sort_by(f32::total_cmp);
    heights.get(heights.len() / 2).copied().unwrap_or_default()
}

/// A picture does not show size and weight well enough to detect headings, so all lines get one size.
fn setting(line: &Found<'_>, height: f32, points_per_pixel: f32) -> Setting {
    Setting {
        x: line.place.left * points_per_pixel,
        right: line.place.right() * points_per_pixel,
        y: line.place.bottom() * points_per_pixel,
        size: height * points_per_pixel,
        bold: false,
        italic: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "page-in-points\t595\t842\t2480\t3508
level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext
1\t1\t0\t0\t0\t0\t0\t0\t2480\t3508\t-1\t
4\t1\t1\t1\t1\t0\t300\t300\t700\t40\t-1\t
5\t1\t1\t1\t1\t1\t300\t300\t200\t40\t96.1\tPunkt
5\t1\t1\t1\t1\t2\t520\t300\t40\t40\t95\t1
5\t1\t1\t1\t1\t3\t800\t300\t200\t40\t95\tØkonomi
4\t1\t1\t1\t2\t0\t300\t350\t200\t40\t-1\t
5\t1\t1\t1\t2\t1\t300\t350\t200\t40\t90\tBilag
4\t1\t2\t1\t1\t0\t300\t900\t20\t40\t-1\t
5\t1\t2\t1\t1\t1\t300\t900\t20\t40\t1\t~
4\t1\t3\t1\t1\t0\t300\t1000\t200\t40\t-1\t
5\t1\t3\t1\t1\t1\t300\t1000\t200\t40\t90\tReferat
";

    #[test]
    fn words_become_lines_with_cells_and_paragraphs() {
        let found = recognised(TABLE).unwrap();
        let texts: Vec<&str> = found.lines.iter().map(|l| l.text.as_str()).collect();
        assert_eq!(texts, ["Punkt 1\tØkonomi", "Bilag", "", "Referat"]);
        assert_eq!(found.size, (595.0, 842.0));
        let first = found.lines[0].setting.unwrap();
        assert!((first.x - 72.0).abs() < 0.1 && (first.right - 240.0).abs() < 0.2, "{first:?}");
    }

    #[test]
    fn words_stand_where_the_picture_has_them() {
        let words = words(TABLE).unwrap();
        assert_eq!(
            words.iter().map(|w| w.text.as_str()).collect::<Vec<_>>(),
            ["Punkt", "1", "Økonomi", "Bilag", "Referat"]
        );
        let first = words[0].place;
        assert!((first.left - 72.0).abs() < 0.1 && (first.bottom - 81.6).abs() < 0.1, "{first:?}");
    }

    #[test]
    fn table_without_our_head_is_not_read() {
        assert!(recognised("level\tpage_num\n").is_none());
        assert!(recognised("").is_none());
    }

    #[test]
    fn empty_page_has_no_lines() {
        let head = TABLE.lines().next().unwrap();
        assert_eq!(recognised(head).unwrap().lines, []);
    }
}
