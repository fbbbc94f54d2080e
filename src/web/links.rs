//! Addresses of pages.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Characters left unencoded in a path: unreserved ones (RFC 3986) and the slash.
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The addresses of pages, below a proxy's path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Links {
    /// Scheme and host, where they are known: `https://intra.example.dk`.
    origin: Option<String>,
    /// Empty, or begins with a slash and does not end in one: `/dagsorden`.
    path: String,
}

impl Links {
    /// Addresses below `base`, a [`Settings::base_url`](super::Settings::base_url).
    pub fn below(base: Option<&str>) -> Self {
        let Some(base) = base else { return Self::default() };
        let base = base.trim_end_matches('/');
        let host_at = base.find("://").map_or(0, |at| at + 3);
        let path_at = base[host_at..].find('/').map_or(base.len(), |at| host_at + at);
        Self { origin: Some(base[..path_at].to_owned()), path: base[path_at..].to_owned() }
    }

    /// The common path prefix of all pages.
    pub fn prefix(&self) -> &str {
        &self.path
    }

    /// The configured host without its port.
    pub fn host(&self) -> Option<&str> {
        let host = self.origin.as_deref()?.split_once("://")?.1;
        Some(
            host.rsplit_once(':').filter(|(_, port)| port.bytes().all(|b| b.is_ascii_digit())).map_or(host, |(h, _)| h),
        )
    }

    /// A page of a fixed name: `status`.
    pub fn to(&self, page: &str) -> String {
        format!("{}/{page}", self.path)
    }

    /// The page of one thing: `item` and an id.
    pub fn thing(&self, kind: &str, id: &str) -> String {
        format!("{}/{kind}/{}", self.path, utf8_percent_encode(id, PATH))
    }

    /// The address with scheme and host, as far as they are known.
    pub fn whole(&self, path: &str) -> String {
        format!("{}{path}", self.origin.as_deref().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_stand_below_the_path_of_the_proxy() {
        let links = Links::below(Some("https://intra.example.dk:8443/dagsorden/"));
        assert_eq!(links.to("status"), "/dagsorden/status");
        assert_eq!(links.whole("/dagsorden/"), "https://intra.example.dk:8443/dagsorden/");
        assert_eq!((links.host(), links.prefix()), (Some("intra.example.dk"), "/dagsorden"));
    }

    #[test]
    fn id_is_written_so_that_it_stays_one_path() {
        assert_eq!(Links::default().thing("item", "skive/møde 1#2.2"), "/item/skive/m%C3%B8de%201%232.2");
    }
}
