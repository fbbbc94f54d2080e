//! Which items a command is about.

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};

use crate::model::{MeetingKind, SectionKind};
use crate::query::{DateBound, Filters};

#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Filters")]
pub struct FilterArgs {
    /// Items about this municipality and those that went over into it; without Danish letters or by its first letters too.
    /// Like the filters below, it may be given several times: then one of the values has to fit.
    #[arg(long, value_name = "NAME")]
    pub municipality: Vec<String>,

    /// Items of this region.
    #[arg(long, value_name = "NAME")]
    pub region: Vec<String>,

    /// Items of this body: `byrådet`.
    #[arg(long, value_name = "NAME")]
    pub body: Vec<String>,

    /// Items on this topic and those below it: `social`.
    #[arg(long, value_name = "TOPIC")]
    pub topic: Vec<String>,

    /// Items that name this number of KL's plan (KLE) or one below it: `27`, `27.35`, `27.35.04`.
    #[arg(long, value_name = "NUMBER")]
    pub kle: Vec<String>,

    /// Agendas or minutes only.
    #[arg(long, value_name = "KIND", value_parser = meeting_kind())]
    pub kind: Option<MeetingKind>,

    /// Meetings on that day or later: `2019`, `2019-05`, `2019-05-22`, `22.05.2019`.
    #[arg(long, value_name = "DATE")]
    pub from: Option<DateBound>,

    /// Meetings on that day or earlier; a year or month counts whole.
    #[arg(long, value_name = "DATE")]
    pub to: Option<DateBound>,

    /// Items dealt with behind closed doors: only those, or none of them.
    #[arg(long, value_enum, value_name = "YES|NO")]
    pub closed: Option<YesNo>,
}

impl FilterArgs {
    /// True where a filter is set.
    pub fn any(&self) -> bool {
        self.filters(Vec::new()) != Filters::default()
    }

    /// The filters as a query takes them.
    pub fn filters(&self, sections: Vec<SectionKind>) -> Filters {
        let this = self.clone();
        Filters {
            municipality: this.municipality,
            region: this.region,
            body: this.body,
            topic: this.topic,
            kle: this.kle,
            kind: this.kind,
            from: this.from,
            to: this.to,
            closed: this.closed.map(|c| c == YesNo::Yes),
            sections,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum YesNo {
    Yes,
    No,
}

pub(super) fn section_kind() -> impl TypedValueParser<Value = SectionKind> {
    let names = PossibleValuesParser::new(SectionKind::ALL.map(SectionKind::name));
    names.try_map(|name| SectionKind::from_name(&name).ok_or("expected a kind of section"))
}

fn meeting_kind() -> impl TypedValueParser<Value = MeetingKind> {
    let kinds = [MeetingKind::Agenda, MeetingKind::Minutes];
    PossibleValuesParser::new(kinds.map(MeetingKind::name))
        .try_map(move |name| kinds.into_iter().find(|k| k.name() == name).ok_or("expected a kind of meeting"))
}
