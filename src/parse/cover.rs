//! What the document says of the meeting as a whole: kind, body, authority, date, times, place, participants.
//!
//! Nothing stands in a fixed place, so each value is chosen among all that the document offers. Signs come from fields
//! ([`fields`]: `Mødedato: 3. maj 2016`), titles ([`titles`]: `Referat fra DASSOS 22. maj 2019`), running heads and feet,
//! headings of decisions, printed addresses and the file's name. Each adds its weight ([`evidence`]) to the value that it
//! speaks for. Labels and kinds are data (`data/cover.toml`), with broken letters allowed for.
//!
//! A value without enough behind it stays `None`: an empty field is seen and filled in, a wrong one is believed.

mod body;
mod evidence;
pub(super) mod fields;
mod material;
mod owner;
mod place;
mod titles;
mod when;
pub(super) mod words;

use jiff::civil::{Date, Time};

use self::material::Material;
use super::participants;
use crate::model::{Authority, MeetingKind, Participant, Region};
use crate::source::Document;

/// What was found about the meeting.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cover {
    /// `None` where only the items can tell: a document that records decisions is minutes.
    pub kind: Option<MeetingKind>,
    pub body: Option<String>,
    pub authority: Option<Authority>,
    pub region: Option<Region>,
    pub date: Option<Date>,
    pub start: Option<Time>,
    pub end: Option<Time>,
    pub place: Option<String>,
    pub participants: Vec<Participant>,
}

/// Reads a document's cover. `front` says how many of the document's lines ([`Document::lines`], blank ones counted) stand
/// before the first item; evidence may come from anywhere (a running foot may hold the only date).
pub fn read(document: &Document, front: usize) -> Cover {
    let material = Material::of(document, front);
    let date = when::date(&material);
    let hours = when::hours(&material);
    let body = body::body(&material, date);
    let place = place::place(&material);
    let participants = participants::read(&material.fields, &material.front);
    let authority = owner::authority(&material, body.as_deref(), place.as_deref(), &participants);
    let region = owner::region(&material, body.as_deref(), authority.as_ref(), &participants, date);
    Cover {
        kind: kind(&material),
        body,
        authority,
        region,
        date,
        start: hours.start,
        end: hours.end,
        place,
        participants,
    }
}

/// What the cover calls the document. One that is called both records decisions.
fn kind(material: &Material<'_>) -> Option<MeetingKind> {
    let titles = material.titles.iter().chain(material.running.iter().map(|s| &s.title));
    let named: Vec<MeetingKind> = titles.flat_map(|t| t.kinds.iter().copied()).collect();
    named.into_iter().max().or_else(|| kind_of_name(material.file_name))
}

fn kind_of_name(file_name: &str) -> Option<MeetingKind> {
    let words = file_name.split(|c: char| !c.is_alphabetic());
    let kinds = words.filter_map(|w| {
        let is = |kind: &regex::Regex| kind.is_match(w);
        is(&words::words().minutes)
            .then_some(MeetingKind::Minutes)
            .or_else(|| is(&words::words().agenda).then_some(MeetingKind::Agenda))
    });
    kinds.max()
}
