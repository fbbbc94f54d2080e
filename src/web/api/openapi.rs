//! The description of the interface (OpenAPI 3.1), made from its table and from the types of its answers.

use std::sync::LazyLock;

use regex::Regex;
use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use super::ROOT;
use super::endpoint::{Endpoint, Kind, Parameter};
use crate::web::{Links, Problem};

/// Problems of all addresses, and their causes.
const PROBLEMS: [(&str, &str); 5] = [
    ("400", "A parameter that is not known, or a value that it cannot have; `parameter` names it."),
    ("404", "No such thing; `suggestions` are near."),
    ("414", "More than one request may ask."),
    ("421", "A request for another host."),
    ("503", "Too many requests at once, or one that takes too long; try again in a moment."),
];

/// The whole description.
pub(super) fn description(links: &Links, endpoints: &[Endpoint]) -> Value {
    let settings = SchemaSettings::draft2020_12().for_serialize().with(|s| {
        s.definitions_path = "/components/schemas".into();
        s.meta_schema = None;
    });
    let mut generator = settings.into_generator();
    let paths: Map<String, Value> =
        endpoints.iter().map(|e| (e.path.to_owned(), json!({ "get": operation(e, &mut generator) }))).collect();
    generator.subschema_for::<Problem>();
    let mut whole = json!({
        "openapi": "3.1.0",
        "info": {
            "title": "dagsorden",
            "version": env!("CARGO_PKG_VERSION"),
            "summary": "Agendas and minutes of Danish municipalities: items, meetings, cases.",
            "description": "Addresses take GET and HEAD. Answers carry an ETag; `If-None-Match` spares sending them again. \
                            Problems are told as RFC 9457 has it.",
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "servers": [{ "url": links.whole(&format!("{}{ROOT}", links.prefix())) }],
        "paths": paths,
        "components": { "schemas": generator.take_definitions(true) },
    });
    tidy(&mut whole);
    whole
}

fn operation(endpoint: &Endpoint, generator: &mut SchemaGenerator) -> Value {
    let schema = (endpoint.schema)(generator);
    let mut parameters: Vec<Value> = endpoint.thing.zip(endpoint.thing_name()).map(in_path).into_iter().collect();
    parameters.extend(endpoint.parameters().map(in_query));
    let mut responses = json!({
        "200": { "description": "The answer.", "content": { "application/json": { "schema": schema } } },
        "304": { "description": "The answer is the one that `If-None-Match` names." },
    });
    for (status, when) in PROBLEMS {
        let problem = json!({ "schema": { "$ref": "#/components/schemas/Problem" } });
        responses[status] = json!({ "description": when, "content": { "application/problem+json": problem } });
    }
    let name = endpoint.path.split('{').next().unwrap_or_default().trim_matches('/');
    let name = if endpoint.thing.is_some() { name.trim_end_matches('s') } else { name };
    json!({ "operationId": name, "summary": endpoint.about, "parameters": parameters, "responses": responses })
}

fn in_path((about, name): (&str, &str)) -> Value {
    json!({ "name": name, "in": "path", "required": true, "description": about, "schema": { "type": "string" } })
}

fn in_query(parameter: &Parameter) -> Value {
    let one = match parameter.kind {
        Kind::Text => json!({ "type": "string" }),
        Kind::Choice(words) => json!({ "type": "string", "enum": words }),
        Kind::Number(least, most) => json!({ "type": "integer", "minimum": least, "maximum": most }),
        Kind::Date => json!({ "type": "string", "examples": ["2019", "2019-05", "2019-05-22", "22.05.2019"] }),
    };
    let schema = if parameter.many { json!({ "type": "array", "items": one }) } else { one };
    json!({ "name": parameter.name, "in": "query", "description": parameter.about, "schema": schema })
}

/// Takes the suffix `Object` off type names and rustdoc links out of descriptions.
fn tidy(value: &mut Value) {
    static LINK: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\[(`[^`]*`)\](\([^)]*\))?").expect("a pattern"));
    match value {
        Value::Array(list) => list.iter_mut().for_each(tidy),
        Value::Object(object) => {
            let entries = std::mem::take(object).into_iter();
            object.extend(entries.map(|(key, value)| (named(&key), value)));
            for (key, value) in object.iter_mut() {
                match value {
                    Value::String(text) if key == "$ref" => *text = named(text),
                    Value::String(text) if key == "description" => *text = LINK.replace_all(text, "$1").into_owned(),
                    other => tidy(other),
                }
            }
        }
        _ => {}
    }
}

/// `HitObject` is called `Hit`.
fn named(name: &str) -> String {
    name.strip_suffix("Object").unwrap_or(name).to_owned()
}
