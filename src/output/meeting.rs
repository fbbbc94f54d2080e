//! The meeting object, as printed by `parse` and written by `export`.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::{
    Dissent, Item, Meeting, Motion, MotionResult, Outcome, Participant, PointsOutcome, Section, SetApart, Side, Text,
    Votes, VotesDoubt,
};

/// One document, one meeting. Fields as in `docs/meeting-object.md`; a field without a value is `null`, never left out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MeetingObject {
    /// The file's name; `stdin` for standard input.
    pub source: String,
    /// `agenda`, `minutes` or `other`.
    pub kind: &'static str,
    /// The body that meets, as the document names it: `Byrådet`; `null` where the document names none.
    pub body: Option<String>,
    /// The municipality or region that the body belongs to, short: `Viborg`, `Region Midtjylland`; `null` for a body
    /// that several share, or an unknown one.
    pub authority: Option<String>,
    /// `Hovedstaden`, `Midtjylland`, `Nordjylland`, `Sjælland` or `Syddanmark`; `null` where it is unknown.
    pub region: Option<&'static str>,
    /// `YYYY-MM-DD`.
    pub date: Option<String>,
    /// The beginning of the meeting, `HH:MM`; `null` where the document does not give it.
    pub start: Option<String>,
    /// The end of the meeting, `HH:MM`; `null` where the document does not give it.
    pub end: Option<String>,
    /// The place of the meeting as printed; `null` where the document does not give it.
    pub place: Option<String>,
    /// Who was at the meeting, and who was absent.
    pub participants: Vec<ParticipantObject>,
    /// The items in the order of the document.
    pub items: Vec<ItemObject>,
    /// What the pages added to the text: running heads and feet, page numbers. No item's text has them.
    pub furniture: Vec<FurnitureObject>,
    /// How much that is.
    pub set_apart: SetApartObject,
    /// How many lines could not be placed in an item.
    pub unplaced_lines: usize,
}

/// Lines, and letters and figures in them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SetApartObject {
    pub lines: usize,
    pub letters: usize,
}

/// One line of a page's furniture.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FurnitureObject {
    /// Counted from 1.
    pub page: Option<u32>,
    /// The line as printed.
    pub text: String,
}

/// A person on the meeting's list of participants.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ParticipantObject {
    /// The person's name as printed.
    pub name: String,
    /// The organisation represented, as printed; `null` where none is.
    pub organisation: Option<String>,
    /// The role at the meeting, as printed: `formand`; `null` where none is.
    pub role: Option<String>,
    /// True for somebody who sent apologies or was missing.
    pub absent: bool,
}

/// An item of a meeting.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ItemObject {
    /// The item's number as printed, without a trailing dot: `1.4`; `null` where it has none.
    pub number: Option<String>,
    /// The item's title in one line, with hyphenation and line breaks undone.
    pub title: String,
    /// The heading that the item stands under together with others; `null` where there is none.
    pub group: Option<String>,
    /// Who presents the item, as printed; `null` where nobody is named.
    pub presenter: Option<String>,
    /// The number of the case in the authority's own register; `null` where none is printed.
    pub case_number: Option<String>,
    /// True for an item dealt with behind closed doors.
    pub closed: bool,
    /// The municipalities that the item is about: short forms, without *Kommune*.
    pub municipalities: Vec<String>,
    /// Paths of the topics that the item is about: `/social/takster`.
    pub topics: Vec<String>,
    /// The sections in the order of the document.
    pub sections: Vec<SectionObject>,
    /// The names of the attachments, one entry each.
    pub attachments: Vec<String>,
    /// What the block under the title says besides.
    pub labels: Vec<LabelObject>,
    /// Numbers of KL's plan (KLE) that the item names.
    pub kle: Vec<String>,
    /// What the last own decision did with the item, one of [`Outcome`](crate::model::Outcome)'s names.
    pub outcome: Option<&'static str>,
    /// The page that the item begins on, counted from 1.
    pub page: Option<u32>,
}

/// A part of an item under one heading.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SectionObject {
    /// `proposal`, `case_summary`, `minutes`, `summary`, `background`, `economy`, `legal`, `hearing`, `attachments` or
    /// `other`.
    pub kind: &'static str,
    /// The heading as printed, without a trailing colon; `null` for text without a heading.
    pub heading: Option<String>,
    /// The body that decided, where the heading of a decision names it; `null` for other sections.
    pub body: Option<String>,
    /// The day of the decision, `YYYY-MM-DD`, where the heading of a decision gives it; `null` for other sections.
    pub date: Option<String>,
    /// All text under the heading; tabs separate the cells of a table.
    pub text: String,
    /// The page that the section begins on, counted from 1.
    pub page: Option<u32>,
    /// What a decision did with the item; `null` for other sections.
    pub outcome: Option<&'static str>,
    /// How the main motion was voted, where the words tell.
    pub votes: Option<VotesObject>,
    /// The motions of a decision, in the order of the text.
    pub motions: Vec<MotionObject>,
    /// Who did not go along, and how.
    pub dissent: Vec<DissentObject>,
    /// Where the points of a proposal fared differently.
    pub parts: Vec<PartObject>,
    /// True if the text decides something with an unclear result.
    pub unclear: bool,
    /// `exceeds_present` or `sum_differs`: why the numbers of the votes cannot all be right.
    pub votes_doubt: Option<&'static str>,
    /// The sentence that the outcome was read from.
    pub deciding_sentence: Option<String>,
}

/// A motion that a decision was made on.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct MotionObject {
    /// `main`, `amendment`, `counter_proposal` or `procedural`.
    pub what: &'static str,
    /// The person, party or body as printed.
    pub mover: Option<String>,
    /// `carried`, `rejected`, `lapsed`, `withdrawn`, `postponed`, `sent_on` or `sent_back`.
    pub result: Option<&'static str>,
    /// How it was voted on; `null` where the words do not tell of a vote.
    pub votes: Option<VotesObject>,
}

/// Somebody who did not go along with a decision.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct DissentObject {
    /// The person or party as printed.
    pub who: String,
    /// `against`, `reservation`, `remark` or `referral`.
    pub kind: &'static str,
}

/// Points of a proposal that fared differently from the others.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct PartObject {
    /// As printed: `1-3`.
    pub points: String,
    /// What the decision did with these points, one of the outcomes of docs/decisions.md.
    pub outcome: &'static str,
}

/// A label in the block under the title, with its value.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct LabelObject {
    /// The label as printed: `Initialer`; empty where none is printed.
    pub label: String,
    /// What stands behind the label; empty where a heading has nothing under it.
    pub value: String,
}

/// A vote, side by side.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct VotesObject {
    /// The votes for the motion.
    #[serde(rename = "for")]
    pub in_favour: SideObject,
    /// The votes against the motion.
    pub against: SideObject,
    /// The abstentions.
    pub abstained: SideObject,
}

/// One side of a vote.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SideObject {
    /// How many voted so; `null` where no number is given.
    pub count: Option<u32>,
    /// The persons named, as printed: `Ole Brink (V)`.
    pub names: Vec<String>,
    /// The parties named, as printed: `A`, `Venstre`.
    pub parties: Vec<String>,
}

impl From<&Meeting> for MeetingObject {
    fn from(m: &Meeting) -> Self {
        let time = |t: jiff::civil::Time| t.strftime("%H:%M").to_string();
        Self {
            source: m.source.clone(),
            kind: m.kind.name(),
            body: m.body.clone(),
            authority: m.authority.as_ref().map(|a| a.name.clone()),
            region: m.region.map(|r| r.name()),
            date: m.date.map(|d| d.to_string()),
            start: m.start.map(time),
            end: m.end.map(time),
            place: m.place.clone(),
            participants: m.participants.iter().map(Into::into).collect(),
            items: m.items.iter().map(Into::into).collect(),
            furniture: furniture(&m.running),
            unplaced_lines: m.unplaced_lines(),
            set_apart: {
                let SetApart { lines, letters } = m.set_apart();
                SetApartObject { lines, letters }
            },
        }
    }
}

fn furniture(running: &Text) -> Vec<FurnitureObject> {
    let mut at = 0;
    let line = |line: &str| {
        let start = at;
        at += line.len();
        FurnitureObject { page: running.page_at(start), text: line.trim().to_owned() }
    };
    let lines = running.as_str().split_inclusive('\n').map(line);
    lines.filter(|line| !line.text.is_empty()).collect()
}

impl From<&Participant> for ParticipantObject {
    fn from(p: &Participant) -> Self {
        Self { name: p.name.clone(), organisation: p.organisation.clone(), role: p.role.clone(), absent: p.absent }
    }
}

impl From<&Item> for ItemObject {
    fn from(i: &Item) -> Self {
        Self {
            number: i.number.as_ref().map(ToString::to_string),
            title: i.title.clone(),
            group: i.group.clone(),
            presenter: i.presenter.clone(),
            case_number: i.case_number.as_ref().map(|c| c.0.clone()),
            closed: i.closed,
            municipalities: i.municipalities.clone(),
            topics: i.topics.iter().map(ToString::to_string).collect(),
            sections: i.sections.iter().map(Into::into).collect(),
            attachments: i.attachments.clone(),
            labels: i.labels.iter().map(Into::into).collect(),
            kle: i.kle.clone(),
            outcome: i.outcome().map(Outcome::name),
            page: i.page,
        }
    }
}

impl From<&(String, String)> for LabelObject {
    fn from((label, value): &(String, String)) -> Self {
        Self { label: label.clone(), value: value.clone() }
    }
}

impl From<Side> for SideObject {
    fn from(s: Side) -> Self {
        Self { count: s.count, names: s.names, parties: s.parties }
    }
}

impl From<Votes> for VotesObject {
    fn from(v: Votes) -> Self {
        Self { in_favour: v.in_favour.into(), against: v.against.into(), abstained: v.abstained.into() }
    }
}

impl From<&Motion> for MotionObject {
    fn from(m: &Motion) -> Self {
        Self {
            what: m.kind.name(),
            mover: m.mover.clone(),
            result: m.result.map(MotionResult::name),
            votes: m.votes.clone().map(Into::into),
        }
    }
}

impl From<&Dissent> for DissentObject {
    fn from(d: &Dissent) -> Self {
        Self { who: d.who.clone(), kind: d.kind.name() }
    }
}

impl From<&PointsOutcome> for PartObject {
    fn from(p: &PointsOutcome) -> Self {
        Self { points: p.points.clone(), outcome: p.outcome.name() }
    }
}

impl From<&Section> for SectionObject {
    fn from(s: &Section) -> Self {
        let decision = s.decision.as_ref();
        Self {
            outcome: decision.and_then(|d| d.outcome).map(Outcome::name),
            votes: decision.and_then(|d| d.votes.clone()).map(Into::into),
            motions: decision.iter().flat_map(|d| &d.motions).map(Into::into).collect(),
            dissent: decision.iter().flat_map(|d| &d.dissent).map(Into::into).collect(),
            parts: decision.iter().flat_map(|d| &d.parts).map(Into::into).collect(),
            unclear: decision.is_some_and(|d| d.unclear),
            votes_doubt: decision.and_then(|d| d.votes_doubt).map(VotesDoubt::name),
            deciding_sentence: s.deciding_sentence().map(str::to_owned),
            kind: s.kind.name(),
            heading: s.heading.clone(),
            body: s.body.clone(),
            date: s.date.map(|d| d.to_string()),
            text: s.text.as_str().to_owned(),
            page: s.text.first_page(),
        }
    }
}
