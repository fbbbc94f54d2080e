//! Interprets the operators of a page's content stream and gives [`Glyph`]s.
//!
//! Only operators that move or show text are followed: graphics state, text state, clipping paths and rules
//! ([`paths`]), forms (`Do`) and annotations, by their appearance or their text ([`annotation`]). Pictures are
//! measured, not decoded. Invisible text (mode 3, the text layer of an OCR program) is text; content outside the page's
//! crop box or clipped away is not. Every loop controlled by the file has a limit; content beyond it is left out and
//! sets [`Drawing::cut_short`].

use std::collections::HashMap;
use std::rc::Rc;

use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction as Op;
use hayro_syntax::object::{Array, Dict, Name, Number, Object, Stream};
use hayro_syntax::page::{Page, Resources};
use kurbo::{Affine, Rect};

use super::annotation;
use super::bombs;
use super::faces::{CodeText, Face, Faces};
use super::glyph::{Drawing, Glyph, Style};
use super::paths::{self, Paint, Path};

/// Operators on one page. The busiest real pages, maps, have some hundred thousand.
const MAX_OPERATORS: u64 = 20_000_000;
/// Glyphs on one page. A page full of the smallest print has some ten thousand.
const MAX_GLYPHS: usize = 1_000_000;
/// Forms within forms. Real files nest three or four deep.
const MAX_FORM_DEPTH: u32 = 20;
/// Forms drawn on one page, repetitions included: ten levels of forms, each drawing the next ten times, are 10^10.
const MAX_FORMS: u32 = 10_000;
/// Depth of the graphics state stack. It bounds memory; PDF 1.7 (appendix C) allows 28.
const MAX_SAVED: usize = 10_000;
/// Annotations on one page. It bounds the work; large forms have some hundreds.
const MAX_ANNOTATIONS: usize = 5_000;

/// Text drawn with an outline as well as a filling, which simulates bold in word processors.
const FILL_AND_STROKE: i64 = 2;
/// Text that is drawn without ink.
const INVISIBLE: i64 = 3;
/// A quarter turn: right becomes down.
const DOWNWARDS: Affine = Affine::new([0.0, -1.0, 1.0, 0.0, 0.0, 0.0]);
/// Flags of an invisible annotation: `Hidden` and `NoView` (PDF 1.7, table 165).
const NOT_SHOWN: u32 = 1 << 1 | 1 << 5;

/// Walks the pages of one document, loading each font once.
pub(super) struct Interpreter<'a> {
    faces: Faces<'a>,
    state: State<'a>,
    saved: Vec<State<'a>>,
    /// The text matrix and the text line matrix.
    text: Affine,
    line: Affine,
    /// One entry for each open marked-content sequence: true for a pagination artifact.
    marked: Vec<bool>,
    operators: u64,
    forms: u32,
    path: Path,
    drawing: Drawing,
}

/// The graphics state as far as text needs it.
#[derive(Clone)]
struct State<'a> {
    to_page: Affine,
    face: Option<Rc<Face<'a>>>,
    size: f64,
    character_spacing: f64,
    word_spacing: f64,
    /// 1 for 100 %.
    scaling: f64,
    leading: f64,
    rise: f64,
    stroked: bool,
    invisible: bool,
    /// Drawing is visible only within this box.
    clip: Option<Rect>,
}

impl State<'_> {
    fn new(to_page: Affine) -> Self {
        Self {
            to_page,
            face: None,
            size: 1.0,
            character_spacing: 0.0,
            word_spacing: 0.0,
            scaling: 1.0,
            leading: 0.0,
            rise: 0.0,
            stroked: false,
            invisible: false,
            clip: None,
        }
    }
}

impl<'a> Interpreter<'a> {
    pub(super) fn new() -> Self {
        Self {
            faces: Faces::new(),
            state: State::new(Affine::IDENTITY),
            saved: Vec::new(),
            text: Affine::IDENTITY,
            line: Affine::IDENTITY,
            marked: Vec::new(),
            operators: 0,
            forms: 0,
            path: Path::default(),
            drawing: Drawing::default(),
        }
    }

    /// All that one page draws.
    pub(super) fn page(&mut self, page: &Page<'a>) -> Drawing {
        let to_page = Affine::new(page.initial_transform(true).as_coeffs());
        let (width, height) = page.render_dimensions();
        let shown = Rect::new(0.0, 0.0, width.into(), height.into());
        self.state = State { clip: Some(shown), ..State::new(to_page) };
        self.path = Path::default();
        self.saved.clear();
        self.marked.clear();
        (self.operators, self.forms) = (0, 0);
        self.drawing = Drawing { size: page.render_dimensions(), ..Drawing::default() };
        if bombs::is_bomb(page) {
            self.drawing.cut_short = true;
            return std::mem::take(&mut self.drawing);
        }
        self.run(page.typed_operations(), page.resources(), 0);
        self.state = State { clip: Some(shown), ..State::new(to_page) };
        self.marked.clear();
        self.annotations(page);
        std::mem::take(&mut self.drawing)
    }

    fn annotations(&mut self, page: &Page<'a>) {
        let Some(annotations) = page.raw().get::<Array<'a>>("Annots") else { return };
        for annotation in annotations.iter::<Dict<'a>>().take(MAX_ANNOTATIONS) {
            if !is_shown(&annotation) {
                continue;
            }
            let before = self.drawing.glyphs.len();
            if let Some(form) = appearance(&annotation) {
                let outer = self.state.clone();
                self.state.to_page *= placement(&annotation, &form);
                self.form(&form, page.resources(), 0);
                self.state = outer;
            }
            // A field filled in by a program has its value, perhaps without an appearance.
            if self.drawing.glyphs.len() == before {
                annotation::set(&annotation, self.state.to_page, &mut self.drawing.glyphs);
                self.drop_unseen(before);
            }
        }
    }

    fn run(&mut self, mut operators: TypedIter<'_>, resources: &Resources<'a>, depth: u32) {
        let (saved, marked) = (self.saved.len(), self.marked.len());
        let mut faces = HashMap::new();
        while let Some(op) = operators.next() {
            self.operators += 1;
            if self.operators > MAX_OPERATORS || self.drawing.glyphs.len() > MAX_GLYPHS {
                self.drawing.cut_short = true;
                break;
            }
            match op {
                Op::SaveState(_) => self.save(),
                Op::RestoreState(_) if self.saved.len() > saved => self.restore(),
                Op::TextFont(font) => self.set_font(font.0, font.1.as_f64(), resources, &mut faces),
                Op::XObject(object) => {
                    if let Some(stream) = resources.get_x_object(object.0) {
                        self.external(&stream, resources, depth);
                    }
                }
                Op::InlineImage(_) => self.picture(),
                Op::BeginMarkedContent(_) => self.marked.push(false),
                Op::BeginMarkedContentWithProperties(mark) => {
                    self.marked.push(is_pagination(mark.0, mark.1, resources));
                }
                Op::EndMarkedContent(_) if self.marked.len() > marked => drop(self.marked.pop()),
                other => self.other_operator(other),
            }
        }
        while self.saved.len() > saved {
            self.restore();
        }
        self.marked.truncate(marked);
    }

    fn other_operator(&mut self, op: Op<'_, '_>) {
        if let Some(op) = self.path_operator(op) {
            self.text_operator(op);
        }
    }

    /// Handles operators of paths; returns any other operator.
    fn path_operator<'o, 's>(&mut self, op: Op<'o, 's>) -> Option<Op<'o, 's>> {
        let (to_page, at) = (self.state.to_page, Number::as_f64);
        match &op {
            Op::MoveTo(p) => self.path.move_to(to_page, at(&p.0), at(&p.1)),
            Op::LineTo(p) => self.path.line_to(to_page, at(&p.0), at(&p.1)),
            Op::CubicTo(p) => self.curve(&[(at(&p.0), at(&p.1)), (at(&p.2), at(&p.3)), (at(&p.4), at(&p.5))]),
            Op::CubicStartTo(p) => self.curve(&[(at(&p.0), at(&p.1)), (at(&p.2), at(&p.3))]),
            Op::CubicEndTo(p) => self.curve(&[(at(&p.0), at(&p.1)), (at(&p.2), at(&p.3))]),
            Op::ClosePath(_) => self.path.close(),
            Op::RectPath(p) => self.path.rectangle(to_page, [at(&p.0), at(&p.1), at(&p.2), at(&p.3)]),
            Op::ClipNonZero(_) | Op::ClipEvenOdd(_) => self.path.clip(),
            Op::EndPath(_) => self.end_path(Paint::Nothing),
            Op::FillPathNonZero(_) | Op::FillPathNonZeroCompatibility(_) | Op::FillPathEvenOdd(_) => {
                self.end_path(Paint::Fill)
            }
            Op::StrokePath(_) | Op::FillAndStrokeNonZero(_) | Op::FillAndStrokeEvenOdd(_) => {
                self.end_path(Paint::Stroke)
            }
            Op::CloseAndStrokePath(_) | Op::CloseFillAndStrokeNonZero(_) | Op::CloseFillAndStrokeEvenOdd(_) => {
                self.path.close();
                self.end_path(Paint::Stroke);
            }
            _ => return Some(op),
        }
        None
    }

    fn curve(&mut self, points: &[(f64, f64)]) {
        self.drawing.curves += 1;
        self.path.curve(self.state.to_page, points);
    }

    fn end_path(&mut self, paint: Paint) {
        if let Some(clip) = self.path.end(paint, &mut self.drawing.rules) {
            self.clip(clip);
        }
    }

    fn clip(&mut self, to: Rect) {
        self.state.clip = Some(self.state.clip.map_or(to, |clip| clip.intersect(to)));
    }

    /// Drops the glyphs from `first` on that are clipped away.
    fn drop_unseen(&mut self, first: usize) {
        let Some(clip) = self.state.clip else { return };
        let mut at = 0;
        self.drawing.glyphs.retain(|glyph| {
            at += 1;
            at <= first || paths::shows(clip, glyph)
        });
    }

    fn text_operator(&mut self, op: Op<'_, '_>) {
        match op {
            Op::Transform(m) => self.state.to_page *= matrix([&m.0, &m.1, &m.2, &m.3, &m.4, &m.5]),
            Op::BeginText(_) => self.set_text_matrix(Affine::IDENTITY),
            Op::SetTextMatrix(m) => self.set_text_matrix(matrix([&m.0, &m.1, &m.2, &m.3, &m.4, &m.5])),
            Op::ShowText(shown) => self.show(shown.0.as_bytes()),
            Op::ShowTexts(shown) => self.show_adjusted(shown.0),
            Op::HorizontalScaling(percent) => self.state.scaling = percent.0.as_f64() / 100.0,
            Op::TextLeading(leading) => self.state.leading = leading.0.as_f64(),
            Op::CharacterSpacing(spacing) => self.state.character_spacing = spacing.0.as_f64(),
            Op::WordSpacing(spacing) => self.state.word_spacing = spacing.0.as_f64(),
            Op::TextRise(rise) => self.state.rise = rise.0.as_f64(),
            Op::TextRenderingMode(mode) => {
                let mode = mode.0.as_f64() as i64;
                (self.state.stroked, self.state.invisible) = (mode == FILL_AND_STROKE, mode == INVISIBLE);
            }
            Op::NextLine(by) => self.next_line(by.0.as_f64(), by.1.as_f64()),
            Op::NextLineAndSetLeading(by) => {
                self.state.leading = -by.1.as_f64();
                self.next_line(by.0.as_f64(), by.1.as_f64());
            }
            Op::NextLineUsingLeading(_) => self.next_line(0.0, -self.state.leading),
            Op::NextLineAndShowText(shown) => {
                self.next_line(0.0, -self.state.leading);
                self.show(shown.0.as_bytes());
            }
            Op::ShowTextWithParameters(shown) => {
                self.state.word_spacing = shown.0.as_f64();
                self.state.character_spacing = shown.1.as_f64();
                self.next_line(0.0, -self.state.leading);
                self.show(shown.2.as_bytes());
            }
            _ => {}
        }
    }

    fn save(&mut self) {
        if self.saved.len() < MAX_SAVED {
            self.saved.push(self.state.clone());
        }
    }

    fn restore(&mut self) {
        if let Some(state) = self.saved.pop() {
            self.state = state;
        }
    }

    fn set_text_matrix(&mut self, matrix: Affine) {
        (self.text, self.line) = (matrix, matrix);
    }

    fn next_line(&mut self, x: f64, y: f64) {
        self.set_text_matrix(self.line * Affine::translate((x, y)));
    }

    fn set_font(
        &mut self,
        name: &Name<'_>,
        size: f64,
        resources: &Resources<'a>,
        faces: &mut HashMap<Vec<u8>, Option<Rc<Face<'a>>>>,
    ) {
        let key = name.as_str().as_bytes();
        if !faces.contains_key(key) {
            let face = resources.get_font(name).and_then(|dict| self.faces.face(resources.fonts.get_ref(key), &dict));
            faces.insert(key.to_vec(), face);
        }
        self.state.face = faces.get(key).cloned().flatten();
        self.state.size = size;
    }

    fn show(&mut self, bytes: &[u8]) {
        let Some(face) = self.state.face.clone() else {
            self.drawing.undecoded += bytes.len();
            return;
        };
        let mut at = 0;
        while at < bytes.len() {
            let (code, length) = face.read_code(bytes, at);
            at += length;
            self.show_code(&face, code, length);
        }
    }

    fn show_code(&mut self, face: &Face<'a>, code: u32, length: usize) {
        let found = self.faces.code(face, code);
        let state = &self.state;
        let style = Style {
            bold: face.bold || state.stroked,
            italic: face.italic,
            artifact: self.marked.iter().any(|&artifact| artifact),
        };
        let em = Affine::new([state.size * state.scaling, 0.0, 0.0, state.size, 0.0, state.rise]);
        let (along, across) = found.advance;
        let em = state.to_page * self.text * em;
        // Columns of upright letters are lines running downwards.
        let (em, advance) = if face.is_horizontal() { (em, along) } else { (em * DOWNWARDS, -across) };
        let before = self.drawing.glyphs.len();
        place(&mut self.drawing.glyphs, &found.text, em, advance, style);
        if let Some(clip) = state.clip {
            let seen = |glyph: &Glyph| paths::shows(clip, glyph);
            if !self.drawing.glyphs[before..].iter().all(seen) {
                let new = self.drawing.glyphs.split_off(before);
                self.drawing.glyphs.extend(new.into_iter().filter(seen));
            }
        }
        if state.invisible {
            self.drawing.invisible += self.drawing.glyphs.len() - before;
        }
        let spacing = state.character_spacing + if code == 32 && length == 1 { state.word_spacing } else { 0.0 };
        let by = if face.is_horizontal() {
            ((along * state.size + spacing) * state.scaling, 0.0)
        } else {
            (0.0, across * state.size + spacing)
        };
        self.text *= Affine::translate(by);
    }

    /// `TJ`: strings and, between them, thousandths of an em to move back.
    fn show_adjusted(&mut self, shown: &Array<'_>) {
        let is_horizontal = self.state.face.as_ref().is_none_or(|f| f.is_horizontal());
        for piece in shown.iter::<Object<'_>>() {
            // An array may be as long as a whole page's operators.
            self.operators += 1;
            match piece {
                Object::String(text) => self.show(text.as_bytes()),
                Object::Number(back) => {
                    let by = -back.as_f64() / 1000.0 * self.state.size;
                    let by = if is_horizontal { (by * self.state.scaling, 0.0) } else { (0.0, by) };
                    self.text *= Affine::translate(by);
                }
                _ => {}
            }
        }
    }

    fn external(&mut self, stream: &Stream<'a>, resources: &Resources<'a>, depth: u32) {
        match stream.dict().get::<Name<'_>>("Subtype").as_ref().map(Name::as_str) {
            Some("Form") => self.form(stream, resources, depth),
            Some("Image") => self.picture(),
            _ => {}
        }
    }

    /// A picture is drawn into the unit square.
    fn picture(&mut self) {
        self.drawing.picture_area += self.state.to_page.determinant().abs();
    }

    fn form(&mut self, form: &Stream<'a>, resources: &Resources<'a>, depth: u32) {
        self.forms += 1;
        if depth >= MAX_FORM_DEPTH || self.forms > MAX_FORMS || bombs::is_bomb_stream(form) {
            self.drawing.cut_short = true;
            return;
        }
        let Ok(content) = form.decoded_data() else { return };
        let own = form.dict().get::<Dict<'a>>("Resources").map(Resources::new);
        let matrix = form.dict().get::<[f64; 6]>("Matrix").map_or(Affine::IDENTITY, Affine::new);
        let outer = (self.state.clone(), self.text, self.line);
        self.state.to_page *= matrix;
        if let Some([x0, y0, x1, y1]) = form.dict().get::<[f64; 4]>("BBox") {
            let mut bounds = Path::default();
            bounds.rectangle(self.state.to_page, [x0, y0, x1 - x0, y1 - y0]);
            bounds.clip();
            bounds.end(Paint::Nothing, &mut Vec::new()).into_iter().for_each(|to| self.clip(to));
        }
        self.run(TypedIter::new(content.as_ref()), own.as_ref().unwrap_or(resources), depth + 1);
        (self.state, self.text, self.line) = outer;
    }
}

/// Adds a code's characters; the letters of a ligature share its width.
fn place(glyphs: &mut Vec<Glyph>, text: &CodeText, em: Affine, advance: f64, style: Style) {
    let mut add = |ch: char, em: Affine, width: f64| {
        let glyph = Glyph::new(ch, em, width, style);
        if glyph.is_placed() {
            glyphs.push(glyph);
        }
    };
    match text {
        CodeText::One(ch) => add(*ch, em, advance),
        CodeText::Many(text) => {
            let width = advance / text.chars().count().max(1) as f64;
            for (i, ch) in text.chars().enumerate() {
                add(ch, em * Affine::translate((i as f64 * width, 0.0)), width);
            }
        }
    }
}

fn matrix(numbers: [&Number; 6]) -> Affine {
    Affine::new(numbers.map(Number::as_f64))
}

/// `/Artifact <</Type /Pagination …>> BDC` encloses running heads, feet and page numbers.
fn is_pagination(tag: &Name<'_>, properties: &Object<'_>, resources: &Resources<'_>) -> bool {
    if tag.as_str() != "Artifact" {
        return false;
    }
    let kind = match properties {
        Object::Dict(dict) => dict.get::<Name<'_>>("Type"),
        Object::Name(name) => resources.properties.get::<Dict<'_>>(name.as_str()).and_then(|d| d.get("Type")),
        _ => None,
    };
    kind.is_some_and(|kind| kind.as_str() == "Pagination")
}

/// False for an annotation that is hidden or only pops up.
fn is_shown(annotation: &Dict<'_>) -> bool {
    let is_popup = annotation.get::<Name<'_>>("Subtype").is_some_and(|kind| kind.as_str() == "Popup");
    !is_popup && annotation.get::<u32>("F").unwrap_or(0) & NOT_SHOWN == 0
}

/// The form for an annotation's appearance.
fn appearance<'a>(annotation: &Dict<'a>) -> Option<Stream<'a>> {
    let appearances = annotation.get::<Dict<'a>>("AP")?;
    appearances.get::<Stream<'a>>("N").or_else(|| {
        let state = annotation.get::<Name<'_>>("AS")?;
        appearances.get::<Dict<'a>>("N")?.get::<Stream<'a>>(state.as_str())
    })
}

/// Moves a form's lower left corner to that of the annotation's rectangle.
fn placement(annotation: &Dict<'_>, form: &Stream<'_>) -> Affine {
    let corner = |r: [f64; 4]| (r[0].min(r[2]), r[1].min(r[3]));
    match (annotation.get::<[f64; 4]>("Rect"), form.dict().get::<[f64; 4]>("BBox")) {
        (Some(place), Some(form)) => {
            let (to, from) = (corner(place), corner(form));
            Affine::translate((to.0 - from.0, to.1 - from.1))
        }
        _ => Affine::IDENTITY,
    }
}
