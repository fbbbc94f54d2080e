//! Which items a command is about: an option for each row of the [table of filters](crate::query::filter).

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser, ValueParser};
use clap::error::ErrorKind;
use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches};

use crate::model::SectionKind;
use crate::query::{Dimension, Filter, Filters, filter};

/// The heading of these options in help.
const HEADING: &str = "Filters";

/// The filters typed.
#[derive(Debug, Clone, Default)]
pub(crate) struct FilterArgs {
    filters: Filters,
}

impl FilterArgs {
    /// The set options, as typed.
    pub(crate) fn typed(&self) -> impl Iterator<Item = String> {
        let typed = |(filter, values): (&'static Filter, &[String])| {
            values.iter().map(|value| format!("--{} {value}", filter.name)).collect::<Vec<_>>()
        };
        self.filters.set().flat_map(typed).collect::<Vec<_>>().into_iter()
    }

    /// The filters as a query takes them.
    pub(crate) fn filters(&self, sections: Vec<SectionKind>) -> Filters {
        self.filters.clone().in_sections(sections)
    }
}

/// The option of a filter.
fn option(filter: &'static Filter) -> Arg {
    let arg = Arg::new(filter.name).long(filter.name).value_name(filter.value_name).help_heading(HEADING);
    // Without a full stop, as clap prints the help of the other options.
    let about = filter.about.trim_end_matches('.');
    let arg = arg.help(about).value_parser(parser(filter));
    match filter.is_many() {
        true => arg
            .action(ArgAction::Append)
            .long_help(format!("{about}. May be given several times: one of the values has to fit")),
        false => arg,
    }
}

fn parser(filter: &'static Filter) -> ValueParser {
    let Some(choices) = filter.choices() else {
        return ValueParser::new(move |typed: &str| filter.read(typed));
    };
    let values =
        choices.iter().zip(filter.danish_choices()).map(|(name, danish)| PossibleValue::new(*name).alias(*danish));
    PossibleValuesParser::new(values).try_map(move |typed| filter.read(&typed)).into()
}

impl Args for FilterArgs {
    fn augment_args(command: Command) -> Command {
        filter::all().fold(command, |command, filter| command.arg(option(filter)))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for FilterArgs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut filters = Filters::default();
        for filter in filter::all() {
            for value in matches.get_many::<String>(filter.name).into_iter().flatten() {
                filters.add(filter, value).map_err(|e| clap::Error::raw(ErrorKind::ValueValidation, e))?;
            }
        }
        Ok(Self { filters })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

pub(super) fn section_kind() -> impl TypedValueParser<Value = SectionKind> {
    let names = PossibleValuesParser::new(SectionKind::ALL.map(SectionKind::name));
    names.try_map(|name| SectionKind::from_name(&name).ok_or("expected a kind of section"))
}

/// The dimensions of counts.
pub(super) fn dimension() -> impl TypedValueParser<Value = Dimension> {
    let names = PossibleValuesParser::new(Dimension::ALL.map(Dimension::name));
    let of = |name: String| Dimension::ALL.into_iter().find(|d| d.name() == name);
    names.try_map(move |name| of(name).ok_or("expected what items can be counted by"))
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::super::{Cli, Command as Typed};
    use super::*;

    fn typed(args: &[&str]) -> Result<Filters, clap::Error> {
        let cli = Cli::try_parse_from([&["dagsorden", "matters"], args].concat())?;
        let Typed::Matters(matters) = cli.command else { panic!("matters") };
        Ok(matters.filters.filters(Vec::new()))
    }

    #[test]
    fn row_of_the_table_is_an_option() {
        let filters = typed(&["--former", "Egebjerg", "--former", "Gudme", "--kind", "referat"]).unwrap();
        assert_eq!(filters.values(&filter::FORMER), ["Egebjerg", "Gudme"]);
        assert_eq!(filters.value(&filter::KIND), Some("minutes"));
    }

    #[test]
    fn value_that_cannot_be_is_an_error_with_its_option() {
        for (args, said) in [
            (["--kind", "notat"], "[possible values: agenda, minutes, other]"),
            (["--from", "19"], "invalid value '19' for '--from <DATE>': expected a date such as 2019"),
            (["--closed", "maybe"], "[possible values: yes, no]"),
        ] {
            let error = typed(&args).unwrap_err().to_string();
            assert!(error.contains(said), "{error}");
        }
    }
}
