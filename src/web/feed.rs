//! The newest hits of a question as an Atom feed (RFC 4287), for feed readers.
//!
//! An entry's id is made of the item's id and stays. Its time is noon of the meeting's day. Where
//! that day is unknown or lies ahead, as an agenda's does, it is the time of the index, because feeds have no future entries.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::etag::{Tag, unless_known};
use super::{Problem, SearchState, Site};
use crate::query::{Answer, Hit, Order, Question};

/// Entries of a feed: feed readers ask often and need only the newest.
const ENTRIES: usize = 50;

/// The prefix of ids. A tag (RFC 4151) needs no address, so ids stay the same wherever the site runs.
const TAG: &str = "tag:dagsorden,2026:";

/// Gives the feed of a question, newest hits first whatever order it asks for.
///
/// # Errors
///
/// Those of the question.
pub(super) async fn get(
    State(site): State<Arc<Site>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let query = query.unwrap_or_default();
    let state = SearchState { page: 1, order: Order::NewestFirst, ..SearchState::read(&query)? };
    unless_known(&headers, Tag::new(&site, &query).with(b"feed"), async {
        let feed = site
            .work(move |site, snapshot| {
                let request = state.question(site.settings.synonyms.clone());
                let request = Question { limit: Some(ENTRIES), counts: false, skip: 0, ..request };
                let answer = snapshot.search(&request)?;
                Feed { site, state: &state, written: written(site) }.xml(&answer).map_err(|_| Problem::fault())
            })
            .await?;
        Ok(([(header::CONTENT_TYPE, "application/atom+xml; charset=utf-8")], feed).into_response())
    })
    .await
}

/// When the index was written; the epoch if unknown.
fn written(site: &Site) -> Timestamp {
    site.archive.written().unwrap_or(Timestamp::UNIX_EPOCH)
}

struct Feed<'a> {
    site: &'a Site,
    state: &'a SearchState,
    written: Timestamp,
}

type Out = Writer<Vec<u8>>;

impl Feed<'_> {
    fn xml(&self, answer: &Answer) -> std::io::Result<Vec<u8>> {
        let mut out = Writer::new_with_indent(Vec::new(), b' ', 1);
        out.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
        let feed = out.create_element("feed").with_attribute(("xmlns", "http://www.w3.org/2005/Atom"));
        feed.with_attribute(("xml:lang", "da")).write_inner_content(|out| {
            let links = &self.site.links;
            let (page, own) = (links.to("search"), links.to("feed.atom"));
            let asked = self.state.written();
            text(out, "id", &format!("{TAG}search{asked}"))?;
            text(out, "title", &self.title())?;
            let newest = answer.hits.iter().map(|hit| self.time(hit)).max();
            text(out, "updated", &newest.unwrap_or_else(|| shown(self.written)))?;
            link(out, "self", &links.whole(&format!("{own}{asked}")), "application/atom+xml")?;
            link(out, "alternate", &links.whole(&format!("{page}{asked}")), "text/html")?;
            out.create_element("author").write_inner_content(|out| text(out, "name", "dagsorden"))?;
            answer.hits.iter().try_for_each(|hit| self.entry(out, hit))
        })?;
        Ok(out.into_inner())
    }

    fn title(&self) -> String {
        let title = &self.state.language.words().frame.name;
        match self.state.words.as_str() {
            "" => title.clone(),
            words => format!("{title}: {words}"),
        }
    }

    fn entry(&self, out: &mut Out, hit: &Hit) -> std::io::Result<()> {
        out.create_element("entry").write_inner_content(|out| {
            text(
                out,
                "id",
                &format!(
                    "{TAG}{}",
                    self.site.links.thing("item", &hit.id).trim_start_matches(self.site.links.prefix())
                ),
            )?;
            let number = hit.number.as_ref().map(|n| format!("{n} ")).unwrap_or_default();
            text(out, "title", &format!("{number}{}", hit.title))?;
            text(out, "updated", &self.time(hit))?;
            let address = self.site.links.whole(&self.site.links.thing("item", &hit.id));
            link(out, "alternate", &address, "text/html")?;
            let place =
                [hit.body.clone(), hit.date.map(|d| d.to_string()), hit.snippet.as_ref().map(|s| s.text.clone())];
            let summary: Vec<String> = place.into_iter().flatten().collect();
            text(out, "summary", &summary.join(" · "))?;
            hit.topics.iter().try_for_each(|topic| {
                out.create_element("category").with_attribute(("term", clean(topic).as_str())).write_empty().map(|_| ())
            })
        })?;
        Ok(())
    }

    fn time(&self, hit: &Hit) -> String {
        let held = hit.date.and_then(at_noon).filter(|time| *time <= self.written);
        shown(held.unwrap_or(self.written))
    }
}

/// The middle of a day: the same day wherever it is read.
fn at_noon(day: Date) -> Option<Timestamp> {
    day.at(12, 0, 0, 0).to_zoned(TimeZone::UTC).ok().map(|time| time.timestamp())
}

fn shown(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn text(out: &mut Out, name: &str, content: &str) -> std::io::Result<()> {
    out.create_element(name).write_text_content(BytesText::new(&clean(content)))?;
    Ok(())
}

fn link(out: &mut Out, relation: &str, address: &str, kind: &str) -> std::io::Result<()> {
    let link = out.create_element("link").with_attribute(("rel", relation)).with_attribute(("type", kind));
    link.with_attribute(("href", address)).write_empty()?;
    Ok(())
}

/// Text without illegal characters (XML 1.0, 2.2) and marks of the reading direction.
fn clean(text: &str) -> String {
    let is_direction = |ch| matches!(ch, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let is_allowed = |ch: char| !ch.is_control() && !is_direction(ch) && !matches!(ch, '\u{fffe}' | '\u{ffff}');
    text.chars()
        .map(|ch| if matches!(ch, '\n' | '\t' | '\r') { ' ' } else { ch })
        .filter(|ch| is_allowed(*ch))
        .collect()
}

#[cfg(test)]
mod tests {
    use quick_xml::Reader;

    use super::*;
    use crate::web::tests::{get, get_with, site, site_with};

    /// The texts of all elements of a name, the file being well formed.
    fn texts(xml: &str, name: &str) -> Vec<String> {
        let mut reader = Reader::from_str(xml);
        let (mut found, mut within) = (Vec::new(), false);
        loop {
            match reader.read_event().unwrap() {
                Event::Start(start) if start.name().as_ref() == name => {
                    within = true;
                    found.push(String::new());
                }
                Event::End(_) => within = false,
                Event::Text(text) if within => found.last_mut().unwrap().push_str(&text),
                Event::GeneralRef(name) if within => found.last_mut().unwrap().push_str(&format!("&{};", &*name)),
                Event::Eof => return found,
                _ => {}
            }
        }
    }

    #[tokio::test]
    async fn feed_has_what_atom_wants_and_stays_the_same() {
        let (_folder, site) = site();
        let feed = get(&site, "/feed.atom?q=kommune").await;
        assert_eq!(feed.header(header::CONTENT_TYPE), "application/atom+xml; charset=utf-8");
        let xml = feed.text();
        let ids = texts(&xml, "id");
        assert!(ids.len() > 3 && ids[0] == "tag:dagsorden,2026:search?q=kommune&amp;sort=-date", "{ids:?}");
        assert!(ids[1].starts_with("tag:dagsorden,2026:/item/"), "{ids:?}");
        assert_eq!(texts(&xml, "updated").len(), ids.len());
        assert_eq!(texts(&xml, "title").len(), ids.len());
        let mut sorted = texts(&xml, "updated")[1..].to_vec();
        sorted.sort_by(|a, b| b.cmp(a));
        assert_eq!(sorted, texts(&xml, "updated")[1..], "newest first");
        assert_eq!(get(&site, "/feed.atom?q=kommune").await.text(), xml);
        let tag = feed.header(header::ETAG);
        let again = get_with(&site, "/feed.atom?q=kommune", &[(header::IF_NONE_MATCH, tag)]).await;
        assert_eq!(again.status, 304);
    }

    #[tokio::test]
    async fn feed_of_an_agenda_ahead_does_not_tell_of_the_future() {
        let text = "Skive Kommune\n\nDagsorden\n\nByrådet\n\nMødedato: 2. marts 2093\n\n1. Takster\n\nIndstilling\nAt de godkendes.\n";
        let (_folder, site) = site_with(&[("a.txt", text.as_bytes())]);
        let xml = get(&site, "/feed.atom?q=takster").await.text();
        assert!(texts(&xml, "updated").iter().all(|t| !t.starts_with("2093")), "{xml}");
    }

    #[test]
    fn text_loses_what_xml_cannot_have() {
        assert_eq!(clean("a\u{0}b\u{1b}c\u{202e}d\ne\u{ffff}ø"), "abcd eø");
    }
}
