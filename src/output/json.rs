//! JSON Lines and JSON.

use std::io::{self, Write};

use super::{Format, Report};

/// One object a line, as soon as it is there.
#[derive(Debug, Clone, Copy)]
pub struct JsonLines;

impl Format for JsonLines {
    fn write(&self, report: &dyn Report, out: &mut dyn Write) -> io::Result<()> {
        for object in report.objects() {
            serde_json::to_writer(&mut *out, &object)?;
            writeln!(out)?;
        }
        Ok(())
    }
}

/// One array, indented.
#[derive(Debug, Clone, Copy)]
pub struct JsonArray;

impl Format for JsonArray {
    fn write(&self, report: &dyn Report, out: &mut dyn Write) -> io::Result<()> {
        let mut between = "[\n";
        for object in report.objects() {
            let text = serde_json::to_string_pretty(&object)?;
            write!(out, "{between}  {}", text.replace('\n', "\n  "))?;
            between = ",\n";
        }
        writeln!(out, "{}", if between == "[\n" { "[]" } else { "\n]" })
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::Two;
    use super::*;

    fn written(format: impl Format) -> String {
        let mut out = Vec::new();
        format.write(&Two, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn lines_hold_an_object_each() {
        let text = written(JsonLines);
        assert_eq!(text.lines().count(), 2);
        assert_eq!(
            text.lines().next().unwrap(),
            r#"{"title":"=1+1; \"a\"\nb","n":null,"score":1.5,"tags":["x","y"],"open":true}"#
        );
    }

    #[test]
    fn array_is_one_value() {
        let value: serde_json::Value = serde_json::from_str(&written(JsonArray)).unwrap();
        assert_eq!(value.as_array().unwrap().len(), 2);
    }
}
