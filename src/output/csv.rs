//! CSV, for Excel in Denmark or by the standard.

use std::io::{self, Write};

use csv::{QuoteStyle, Terminator, WriterBuilder};
use serde_json::Value;

use super::{Format, Report};

/// The reader of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Dialect {
    /// Excel with Danish settings: UTF-8 with a byte order mark, semicolons, decimal commas.
    #[default]
    Excel,
    /// RFC 4180: commas, no byte order mark.
    Rfc4180,
}

/// One row per entry, one head row. Lists are joined by `; `, `true` is `yes`. A cell like a formula gets
/// an apostrophe in front, because a spreadsheet would run it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Csv {
    /// For Excel with Danish settings, or by RFC 4180.
    pub dialect: Dialect,
}

impl Format for Csv {
    fn write(&self, report: &dyn Report, out: &mut dyn Write) -> io::Result<()> {
        let excel = self.dialect == Dialect::Excel;
        if excel {
            out.write_all("\u{feff}".as_bytes())?;
        }
        let mut rows = WriterBuilder::new()
            .delimiter(if excel { b';' } else { b',' })
            .quote_style(QuoteStyle::Necessary)
            .terminator(Terminator::CRLF)
            .from_writer(out);
        let columns = report.columns();
        rows.write_record(columns)?;
        for object in report.objects() {
            rows.write_record(columns.iter().map(|c| guarded(self.cell(object.get(*c).unwrap_or(&Value::Null)))))?;
        }
        rows.flush()
    }
}

impl Csv {
    fn cell(&self, value: &Value) -> String {
        match value {
            Value::Null => String::new(),
            Value::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
            Value::String(text) => text.clone(),
            Value::Number(n) if n.is_f64() && self.dialect == Dialect::Excel => n.to_string().replace('.', ","),
            Value::Number(n) => n.to_string(),
            Value::Array(list) => self.list(list),
            Value::Object(object) => self.cell(object.get("text").or(object.get("id")).unwrap_or(&Value::Null)),
        }
    }

    fn list(&self, list: &[Value]) -> String {
        let between = if list.iter().any(Value::is_object) { "\n\n" } else { "; " };
        list.iter().map(|v| self.cell(v)).collect::<Vec<_>>().join(between)
    }
}

/// Puts an apostrophe before the start of a formula (OWASP, "CSV Injection"): a spreadsheet would run it.
pub(super) fn guarded(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell }
}

#[cfg(test)]
mod tests {
    use super::super::tests::Two;
    use super::*;

    fn written(dialect: Dialect) -> String {
        let mut out = Vec::new();
        Csv { dialect }.write(&Two, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn excel_gets_a_mark_semicolons_and_decimal_commas() {
        let text = written(Dialect::Excel);
        assert_eq!(
            text,
            "\u{feff}title;n;score;tags;open\r\n\"'=1+1; \"\"a\"\"\nb\";;1,5;\"x; y\";yes\r\nå;7;;;no\r\n"
        );
    }

    #[test]
    fn standard_gets_commas() {
        let text = written(Dialect::Rfc4180);
        assert_eq!(text, "title,n,score,tags,open\r\n\"'=1+1; \"\"a\"\"\nb\",,1.5,x; y,yes\r\nå,7,,,no\r\n");
    }

    #[test]
    fn formulas_are_disarmed() {
        for cell in ["=A1", "+1", "-1", "@SUM(1)", "\t=1"] {
            assert_eq!(guarded(cell.into()), format!("'{cell}"));
        }
        assert_eq!(guarded("1.4".into()), "1.4");
    }
}
