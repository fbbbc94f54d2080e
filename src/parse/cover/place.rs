//! Reads the place of the meeting.

use std::sync::LazyLock;

use regex::Regex;

use super::material::Material;
use super::titles;
use super::words::{Label, pattern, words};
use crate::lexicon::dates;

static AFTER_TIME: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[\s,]*(?:i|p\S{1,2})\s+(\p{L}.{2,80})$"));

/// A street with a number and, at the end, a post code with its town.
static ADDRESS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\p{L} \d{1,3}\p{L}?,.*\b[1-9]\d{3} \p{Lu}[\p{L} ]{1,20}$"));

/// True for a line with a whole postal address.
pub(super) fn has_address(line: &str) -> bool {
    ADDRESS.is_match(line.trim_end())
}

/// The place, its lines joined by commas. The room is left out where house and room are given; a room alone is the
/// place.
pub(super) fn place(material: &Material<'_>) -> Option<String> {
    let labelled = |label| {
        let mut fields = material.fields.iter().filter(move |f| f.label == label);
        fields.find_map(|f| joined(&f.first_block()))
    };
    labelled(Label::Place)
        .or_else(|| labelled(Label::Room))
        .or_else(|| with_time(material))
        .or_else(|| after_time(material))
        .or_else(|| material.titles.iter().find_map(|t| t.place.clone()))
        .or_else(|| below_time(material))
        .or_else(|| online(material))
}

/// The lines of an address as one, without dates and times (`Tid og sted`).
fn joined(block: &str) -> Option<String> {
    let lines: Vec<&str> = block.split(['\n', '\t']).map(|l| before_time(l).trim().trim_end_matches(',')).collect();
    let address: Vec<&str> = lines.into_iter().filter(|l| !l.is_empty()).take_while(|l| !is_new_matter(l)).collect();
    (!address.is_empty()).then(|| address.join(", "))
}

/// `Byrådssalen og kl. 08.30` without the time.
fn before_time(line: &str) -> &str {
    let time = dates::find_times(line).into_iter().next().filter(|t| !line[..t.at.start].trim().is_empty());
    let place = time.map_or(line, |t| line[..t.at.start].trim_end());
    place.strip_suffix(" og").unwrap_or(place)
}

/// `Tid og sted: 6. februar 2015 kl. 9.00-12.00, Gentofte Rådhus`.
fn with_time(material: &Material<'_>) -> Option<String> {
    let both = material.fields.iter().filter(|f| matches!(f.label, Label::Time | Label::MeetingDate | Label::Date));
    both.map(|f| f.first_line()).find_map(|line| {
        let time = dates::find_times(line).pop()?;
        let rest = line[time.at.end..].trim_start_matches([',', ' ', '.', ';', '\t']).trim();
        let rest = rest.strip_prefix("i ").unwrap_or(rest);
        (rest.chars().filter(|c| c.is_alphabetic()).count() > 2 && rest.len() < 90).then(|| rest.to_owned())
    })
}

/// A line that cannot be part of an address.
fn is_new_matter(line: &str) -> bool {
    let names_document = titles::read(line).is_some_and(|t| !t.kinds.is_empty());
    names_document || !dates::find(line).is_empty() || !dates::find_times(line).is_empty() || line.chars().count() > 90
}

/// `Kl. 19:00 i Mødelokale 1, Hvalsø`.
fn after_time(material: &Material<'_>) -> Option<String> {
    material.front.iter().find_map(|line| {
        let time = dates::find_times(line).into_iter().next().filter(|t| line[..t.at.start].trim().is_empty())?;
        AFTER_TIME.captures(&line[time.at.end..]).map(|c| c[1].trim_end_matches('.').to_owned())
    })
}

/// A line with a house or room below a line that is only a time.
fn below_time(material: &Material<'_>) -> Option<String> {
    let lines: Vec<&str> = material.front.iter().map(|l| l.trim()).filter(|l| !l.is_empty()).collect();
    let is_time = |line: &str| dates::find_times(line).first().is_some_and(|t| t.at == (0..line.len()));
    let below = lines.windows(2).filter(|w| is_time(w[0].trim_end_matches('.'))).map(|w| w[1]);
    below.filter(|l| l.chars().count() < 80 && words().place.is_match(l)).map(str::to_owned).next()
}

/// A meeting on the net has a line of its own for it.
fn online(material: &Material<'_>) -> Option<String> {
    let line = material.front.iter().map(|l| l.trim()).find(|l| words().online.is_match(l));
    line.map(str::to_owned)
}
