//! Reads drawn lines and boxes: clipping areas of the text, and the rules of its tables.
//!
//! Of a path only its straight lines and its bounding box are kept. A clip is reduced to its bounding box, so text is
//! dropped only where it certainly cannot be seen.

use kurbo::{Affine, Point, Rect};

use super::glyph::Glyph;

/// Paths with more lines are drawings; the rules of a page's tables are some thousand at most.
const MAX_SEGMENTS: usize = 2_000;
/// Rules kept of one page; a page full of small cells has some two thousand.
const MAX_RULES: usize = 4_000;
/// A filled box at most this thin, in points, is a rule. Word's thickest border is 6 pt, but those of tables stay below
/// 3.
const THIN: f64 = 3.0;
/// The largest deviation in points of an upright or level line.
const LEAN: f64 = 0.7;

/// A rule, upright or level, in points from the page's top left corner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rule {
    pub left: f32,
    pub top: f32,
    pub right: f32,
    pub bottom: f32,
}

impl Rule {
    fn of(rect: Rect) -> Self {
        Self { left: rect.x0 as f32, top: rect.y0 as f32, right: rect.x1 as f32, bottom: rect.y1 as f32 }
    }

    pub(super) fn is_upright(&self) -> bool {
        self.bottom - self.top > self.right - self.left
    }
}

/// The current path, in the page's frame.
#[derive(Debug, Default)]
pub(super) struct Path {
    bounds: Option<Rect>,
    segments: Vec<(Point, Point)>,
    boxes: Vec<Rect>,
    pen: Point,
    start: Point,
    clips: bool,
}

impl Path {
    pub(super) fn move_to(&mut self, to_page: Affine, x: f64, y: f64) {
        self.pen = to_page * Point::new(x, y);
        self.start = self.pen;
        self.reach(self.pen);
    }

    pub(super) fn line_to(&mut self, to_page: Affine, x: f64, y: f64) {
        let to = to_page * Point::new(x, y);
        self.segment(self.pen, to);
        self.pen = to;
        self.reach(to);
    }

    /// The end of a curve; only its box counts.
    pub(super) fn curve(&mut self, to_page: Affine, points: &[(f64, f64)]) {
        for &(x, y) in points {
            self.pen = to_page * Point::new(x, y);
            self.reach(self.pen);
        }
    }

    pub(super) fn close(&mut self) {
        self.segment(self.pen, self.start);
        self.pen = self.start;
    }

    pub(super) fn rectangle(&mut self, to_page: Affine, [x, y, width, height]: [f64; 4]) {
        let corners =
            [(x, y), (x + width, y), (x + width, y + height), (x, y + height)].map(|(x, y)| to_page * Point::new(x, y));
        let rect = Rect::from_points(corners[0], corners[2]).union(Rect::from_points(corners[1], corners[3]));
        corners.iter().for_each(|&corner| self.reach(corner));
        if self.boxes.len() < MAX_SEGMENTS {
            self.boxes.push(rect);
        }
        (self.pen, self.start) = (corners[0], corners[0]);
    }

    /// Later drawing is visible only within this path.
    pub(super) fn clip(&mut self) {
        self.clips = true;
    }

    fn segment(&mut self, from: Point, to: Point) {
        if self.segments.len() < MAX_SEGMENTS {
            self.segments.push((from, to));
        }
    }

    fn reach(&mut self, point: Point) {
        let here = Rect::from_points(point, point);
        self.bounds = Some(self.bounds.map_or(here, |bounds| bounds.union(here)));
    }

    /// Ends the path: adds its rules, and returns its clipping box, if it clips.
    pub(super) fn end(&mut self, paint: Paint, rules: &mut Vec<Rule>) -> Option<Rect> {
        let path = std::mem::take(self);
        if rules.len() < MAX_RULES {
            match paint {
                Paint::Nothing => {}
                Paint::Fill => {
                    rules.extend(path.boxes.iter().filter(|b| b.width().min(b.height()) <= THIN).copied().map(Rule::of))
                }
                Paint::Stroke => rules.extend(path.boxes.iter().flat_map(edges).chain(path.straight()).map(Rule::of)),
            }
        }
        path.bounds.filter(|_| path.clips)
    }

    fn straight(&self) -> impl Iterator<Item = Rect> {
        let boxes = self.segments.iter().map(|&(from, to)| Rect::from_points(from, to));
        boxes.filter(|b| b.width().min(b.height()) <= LEAN && b.width().max(b.height()) > THIN)
    }
}

fn edges(b: &Rect) -> [Rect; 4] {
    [
        Rect::new(b.x0, b.y0, b.x1, b.y0),
        Rect::new(b.x0, b.y1, b.x1, b.y1),
        Rect::new(b.x0, b.y0, b.x0, b.y1),
        Rect::new(b.x1, b.y0, b.x1, b.y1),
    ]
}

/// The painting of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Paint {
    Nothing,
    Fill,
    Stroke,
}

/// Letters extend a little over their clip, which producers draw tightly round a line. This much, in ems, is no reason
/// to drop one.
const OVERHANG: f64 = 0.5;

/// True where the glyph is seen through a clip.
pub(super) fn shows(clip: Rect, glyph: &Glyph) -> bool {
    let place = glyph.place();
    let (x, y) = (f64::from(place.left + place.right) / 2.0, f64::from(place.top + place.bottom) / 2.0);
    let slack = OVERHANG * f64::from(glyph.size);
    clip.inflate(slack, slack).contains(Point::new(x, y))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thin_boxes_and_straight_lines_are_rules() {
        let (mut path, mut rules) = (Path::default(), Vec::new());
        path.rectangle(Affine::IDENTITY, [10.0, 10.0, 200.0, 1.0]);
        path.rectangle(Affine::IDENTITY, [10.0, 10.0, 200.0, 50.0]);
        assert_eq!(path.end(Paint::Fill, &mut rules), None);
        assert_eq!(rules.len(), 1);
        path.move_to(Affine::IDENTITY, 10.0, 10.0);
        path.line_to(Affine::IDENTITY, 10.0, 80.0);
        path.line_to(Affine::IDENTITY, 50.0, 120.0);
        path.end(Paint::Stroke, &mut rules);
        assert!(rules.len() == 2 && rules[1].is_upright());
    }

    #[test]
    fn path_that_clips_gives_its_box() {
        let mut path = Path::default();
        path.rectangle(Affine::IDENTITY, [10.0, 10.0, 200.0, 50.0]);
        path.clip();
        assert_eq!(path.end(Paint::Nothing, &mut Vec::new()), Some(Rect::new(10.0, 10.0, 210.0, 60.0)));
        path.rectangle(Affine::IDENTITY, [0.0, 0.0, 1.0, 1.0]);
        assert_eq!(path.end(Paint::Nothing, &mut Vec::new()), None, "the next path is another");
    }
}
