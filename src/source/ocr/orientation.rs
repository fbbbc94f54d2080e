//! The orientation of a page: quarter turns and skew; and deskewing of its picture.

use crate::source::{Picture, Place};

/// The rotation that makes a page upright: quarters clockwise first, then degrees.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Orientation {
    pub quarters: u8,
    pub degrees: f32,
}

/// The largest skew in degrees; more is turned on purpose.
const MAX_SKEW: f32 = 7.0;
/// Degrees between attempts: over a line of 2,000 pixels a quarter of a degree is nine pixels, a third of a letter's
/// height.
const SKEW_STEP: f32 = 0.25;
/// A smaller skew, in degrees, does not harm recognition.
const MIN_SKEW: f32 = 0.5;
/// The skew is measured on a picture of about this width in pixels: a line still has five pixels.
const MEASURED_WIDTH: u32 = 600;
/// Darker pixels are ink; the middle of 0 to 255.
const INK: u8 = 128;

impl Orientation {
    /// The picture, upright.
    pub(super) fn apply(self, picture: &Picture) -> Picture {
        let turned = turned(picture, self.quarters);
        if self.degrees.abs() < MIN_SKEW { turned } else { rotated(&turned, self.degrees) }
    }

    /// Maps a place on the upright picture to the page. Skew is too small to matter for a word's box.
    pub(super) fn to_page(self, place: Place, (width, height): (f32, f32)) -> Place {
        let Place { left, top, right, bottom } = place;
        match self.quarters % 4 {
            0 => place,
            1 => Place { left: top, top: width - right, right: bottom, bottom: width - left },
            2 => Place { left: width - right, top: height - bottom, right: width - left, bottom: height - top },
            _ => Place { left: height - bottom, top: left, right: height - top, bottom: right },
        }
    }
}

/// Turned clockwise by this many quarters.
fn turned(picture: &Picture, quarters: u8) -> Picture {
    let (width, height) = (picture.width as usize, picture.height as usize);
    let at = |x: usize, y: usize| picture.grey[y * width + x];
    let (w, h) = picture.size;
    match quarters % 4 {
        0 => picture.clone(),
        2 => Picture { grey: picture.grey.iter().rev().copied().collect(), ..picture.clone() },
        quarters => {
            let mut grey = Vec::with_capacity(picture.grey.len());
            for y in 0..width {
                for x in 0..height {
                    grey.push(if quarters == 1 { at(y, height - 1 - x) } else { at(width - 1 - y, x) });
                }
            }
            Picture { size: (h, w), width: picture.height, height: picture.width, grey }
        }
    }
}

/// Rotated about its middle by a few degrees clockwise; the corners are filled with white.
fn rotated(picture: &Picture, degrees: f32) -> Picture {
    let (width, height) = (picture.width as usize, picture.height as usize);
    let (sin, cos) = degrees.to_radians().sin_cos();
    let (mx, my) = (width as f32 / 2.0, height as f32 / 2.0);
    let pixel = |x: isize, y: isize| {
        let inside = x >= 0 && y >= 0 && (x as usize) < width && (y as usize) < height;
        f32::from(if inside { picture.grey[y as usize * width + x as usize] } else { 255 })
    };
    let mut grey = Vec::with_capacity(picture.grey.len());
    for y in 0..height {
        for x in 0..width {
            let (dx, dy) = (x as f32 - mx, y as f32 - my);
            let (sx, sy) = (mx + dx * cos + dy * sin, my - dx * sin + dy * cos);
            let (x0, y0) = (sx.floor(), sy.floor());
            let (fx, fy) = (sx - x0, sy - y0);
            let (x0, y0) = (x0 as isize, y0 as isize);
            let top = pixel(x0, y0) * (1.0 - fx) + pixel(x0 + 1, y0) * fx;
            let bottom = pixel(x0, y0 + 1) * (1.0 - fx) + pixel(x0 + 1, y0 + 1) * fx;
            grey.push((top * (1.0 - fy) + bottom * fy) as u8);
        }
    }
    Picture { grey, ..picture.clone() }
}

/// Degrees between the first attempts; the best is then refined.
const COARSE_STEP: f32 = 1.0;
/// Ink pixels that are measured, a sample; a page of text has ten times as many at this width.
const MAX_INK: usize = 20_000;

/// The clockwise rotation in degrees that makes the lines of the picture level; 0 if they are, or if there are none.
/// Level lines gather the ink in few rows, so the best angle has the most uneven rows.
pub(super) fn skew(picture: &Picture) -> f32 {
    let points = ink(picture);
    let level = evenness(&points, 0.0);
    let coarse = best(&points, 0.0, MAX_SKEW, COARSE_STEP);
    let degrees = best(&points, coarse, COARSE_STEP, SKEW_STEP);
    // A picture without lines has no best angle.
    if degrees.abs() < MIN_SKEW || evenness(&points, degrees) <= 1.2 * level { 0.0 } else { degrees }
}

/// The best angle within `reach` of `middle`.
fn best(points: &[(f32, f32)], middle: f32, reach: f32, step: f32) -> f32 {
    let steps = (reach / step) as i32;
    let angles = (-steps..=steps).map(|at| middle + at as f32 * step);
    let measured = angles.map(|degrees| (degrees, evenness(points, degrees)));
    measured.max_by(|a, b| a.1.total_cmp(&b.1)).map_or(middle, |(degrees, _)| degrees)
}

/// The places of ink on a coarser picture, from its middle.
fn ink(picture: &Picture) -> Vec<(f32, f32)> {
    let step = (picture.width / MEASURED_WIDTH).max(1) as usize;
    let (width, height) = (picture.width as usize, picture.height as usize);
    let (mx, my) = (width as f32 / 2.0, height as f32 / 2.0);
    let mut points = Vec::new();
    for y in (0..height).step_by(step) {
        let row = &picture.grey[y * width..(y + 1) * width];
        let ink = row.iter().step_by(step).enumerate().filter(|(_, grey)| **grey < INK);
        points.extend(ink.map(|(x, _)| (x as f32 - mx / step as f32, (y as f32 - my) / step as f32)));
    }
    let each = points.len().div_ceil(MAX_INK).max(1);
    points.into_iter().step_by(each).collect()
}

/// The sum of the squares of the ink in each row after a rotation.
fn evenness(points: &[(f32, f32)], degrees: f32) -> f32 {
    let (sin, cos) = degrees.to_radians().sin_cos();
    let row = |&(x, y): &(f32, f32)| (x * sin + y * cos).round() as i32;
    let (first, last) = points.iter().map(row).fold((i32::MAX, i32::MIN), |(a, b), r| (a.min(r), b.max(r)));
    let mut rows = vec![0u32; usize::try_from(i64::from(last) - i64::from(first) + 1).unwrap_or(0)];
    for point in points {
        rows[(row(point) - first) as usize] += 1;
    }
    rows.iter().map(|ink| (*ink as f32).powi(2)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(width: u32, height: u32, is_ink: impl Fn(u32, u32) -> bool) -> Picture {
        let grey = (0..height)
            .flat_map(|y| (0..width).map(move |x| (x, y)))
            .map(|(x, y)| if is_ink(x, y) { 0 } else { 255 })
            .collect();
        Picture { size: (width as f32, height as f32), width, height, grey }
    }

    #[test]
    fn four_quarters_are_none() {
        let page = picture(3, 2, |x, y| (x, y) == (0, 1));
        let once = turned(&page, 1);
        assert_eq!((once.width, once.height, once.grey[0]), (2, 3, 0), "the lower left corner comes to the upper left");
        assert_eq!(turned(&turned(&once, 1), 2), page);
        assert_eq!(turned(&turned(&page, 3), 1), page);
    }

    #[test]
    fn word_stands_on_the_page_where_it_stood_before_the_turn() {
        let place = Place { left: 1.0, top: 2.0, right: 3.0, bottom: 4.0 };
        for quarters in 0..4 {
            // The page is 100 by 200; the upright picture of it is turned.
            let size = if quarters % 2 == 0 { (100.0, 200.0) } else { (200.0, 100.0) };
            let back = Orientation { quarters, degrees: 0.0 }.to_page(place, size);
            let expected = [(1.0, 2.0), (2.0, 197.0), (97.0, 196.0), (96.0, 1.0)][usize::from(quarters)];
            assert_eq!((back.left, back.top), expected, "{quarters}");
        }
    }

    #[test]
    fn skew_of_lines_is_found_and_mended() {
        let level = picture(600, 600, |x, y| y % 20 < 3 && (50..550).contains(&x));
        assert_eq!(skew(&level), 0.0);
        let askew = rotated(&level, -4.0);
        let found = skew(&askew);
        assert!((found - 4.0).abs() <= 0.5, "{found}");
        assert_eq!(skew(&picture(300, 300, |_, _| false)), 0.0);
    }
}
