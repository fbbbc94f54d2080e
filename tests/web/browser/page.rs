//! One page.

use std::cell::RefCell;
use std::fs;
use std::path::Path;
use std::sync::mpsc::Receiver;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::pipe::Pipe;

/// How long a page may take to become what a test waits for.
const PATIENCE: Duration = Duration::from_secs(30);
/// How often one looks.
const GLANCE: Duration = Duration::from_millis(25);

/// A page in a browser of its own: no cookies, no history, no cache of others. A verb that fails panics, saying at what.
pub(crate) struct Page {
    browser: &'static Pipe,
    context: String,
    target: String,
    session: String,
    events: Receiver<Value>,
    heard: RefCell<Heard>,
}

/// What the page let us know.
#[derive(Default)]
struct Heard {
    complaints: Vec<String>,
    loads: usize,
    /// Names and addresses of downloads.
    requests: Vec<String>,
}

impl Page {
    pub(super) fn new(browser: &'static Pipe) -> Self {
        let ask = |method: &str, parameters| browser.send(None, method, parameters).expect("an answer");
        let name = |answer: Value, key: &str| answer[key].as_str().expect("a name").to_owned();
        let context = name(ask("Target.createBrowserContext", json!({})), "browserContextId");
        let target =
            name(ask("Target.createTarget", json!({ "url": "about:blank", "browserContextId": context })), "targetId");
        let session = name(ask("Target.attachToTarget", json!({ "targetId": target, "flatten": true })), "sessionId");
        let events = browser.events(&session);
        let page = Self { browser, context, target, session, events, heard: RefCell::default() };
        for domain in ["Page", "Runtime", "Log", "Network"] {
            page.tell(&format!("{domain}.enable"), json!({}));
        }
        page.viewport(1280, 900);
        page
    }

    /// Opens an address and waits until all of it is there.
    pub(crate) fn open(&self, address: &str) {
        let before = self.loads();
        let answer = self.tell("Page.navigate", json!({ "url": address }));
        assert!(answer["errorText"].is_null(), "{address}: {}", answer["errorText"]);
        // The same page at another place of it is no new one.
        if answer["loaderId"].is_string() {
            self.wait_for_load(before, address);
        }
    }

    /// Clicks the first element of a selector in its middle.
    pub(crate) fn click(&self, selector: &str) {
        let place = self.eval(&format!(
            "(() => {{ const e = document.querySelector({0}); if (!e) return null; e.scrollIntoView({{block: 'center', \
             behavior: 'instant'}}); const r = e.getClientRects()[0]; return r && [r.x + r.width / 2, r.y + r.height / 2]; \
             }})()",
            json!(selector)
        ));
        let (x, y) = (place[0].as_f64(), place[1].as_f64());
        let (Some(x), Some(y)) = (x, y) else { panic!("{selector}: expected an element to click, but found none") };
        for (kind, clicks) in [("mousePressed", 1), ("mouseReleased", 1)] {
            let event = json!({ "type": kind, "x": x, "y": y, "button": "left", "clickCount": clicks });
            self.tell("Input.dispatchMouseEvent", event);
        }
    }

    /// Clicks what leads to another page, and waits until that is there.
    pub(crate) fn follow(&self, selector: &str) {
        let before = self.loads();
        self.click(selector);
        self.wait_for_load(before, selector);
    }

    /// Presses a key that leads to another page, and waits until that is there.
    pub(crate) fn follow_key(&self, key: &str) {
        let before = self.loads();
        self.key(key);
        self.wait_for_load(before, key);
    }

    /// One page back in the history.
    pub(crate) fn back(&self) {
        let history = self.tell("Page.getNavigationHistory", json!({}));
        let at = history["currentIndex"].as_u64().expect("a place in the history") as usize;
        let before = &history["entries"][at.checked_sub(1).expect("a page before this one")];
        self.tell("Page.navigateToHistoryEntry", json!({ "entryId": before["id"] }));
        let address = before["url"].as_str().unwrap_or_default().to_owned();
        // A page that the browser kept is not loaded again.
        self.until(&address, || self.address() == address && self.eval("document.readyState") == "complete");
    }

    /// Types text where the cursor is.
    pub(crate) fn type_text(&self, text: &str) {
        self.tell("Input.insertText", json!({ "text": text }));
    }

    /// Puts the cursor into a field, and text in place of what stands there.
    pub(crate) fn fill(&self, selector: &str, text: &str) {
        let found = self.eval(&format!(
            "(() => {{ const e = document.querySelector({}); if (e) {{ e.focus(); e.select(); }} return !!e; }})()",
            json!(selector)
        ));
        assert_eq!(found, true, "{selector}: expected a field, but found none");
        self.type_text(text);
    }

    /// Presses a key: `Enter`, `Tab`, `Shift+Tab`, `ArrowDown`, `Escape`, `/`, `n`.
    pub(crate) fn key(&self, key: &str) {
        let (shift, name) = match key.strip_prefix("Shift+") {
            Some(name) => (8, name),
            None => (0, key),
        };
        let (code, text) = match name {
            "Enter" => (13, Some("\r")),
            "Tab" => (9, None),
            "Escape" => (27, None),
            "Backspace" => (8, None),
            " " => (32, Some(" ")),
            "PageUp" => (33, None),
            "PageDown" => (34, None),
            "End" => (35, None),
            "Home" => (36, None),
            "ArrowLeft" => (37, None),
            "ArrowUp" => (38, None),
            "ArrowRight" => (39, None),
            "ArrowDown" => (40, None),
            "Delete" => (46, None),
            one => (u32::from(one.to_ascii_uppercase().bytes().next().unwrap_or(0)), Some(one)),
        };
        let mut event = json!({ "type": "keyDown", "key": name, "windowsVirtualKeyCode": code, "modifiers": shift });
        if let Some(text) = text {
            event["text"] = text.into();
        }
        self.tell("Input.dispatchKeyEvent", event.clone());
        event["type"] = "keyUp".into();
        self.tell("Input.dispatchKeyEvent", event);
    }

    /// The text that a person sees in the first element of a selector.
    pub(crate) fn text(&self, selector: &str) -> String {
        let found = self.eval(&format!("document.querySelector({})?.innerText ?? null", json!(selector)));
        found.as_str().unwrap_or_else(|| panic!("{selector}: expected an element, but found none")).trim().to_owned()
    }

    /// The texts of all of them.
    pub(crate) fn texts(&self, selector: &str) -> Vec<String> {
        let all = format!("[...document.querySelectorAll({})].map(e => e.innerText.trim())", json!(selector));
        serde_json::from_value(self.eval(&all)).expect("texts")
    }

    /// How many elements there are.
    pub(crate) fn count(&self, selector: &str) -> usize {
        self.eval(&format!("document.querySelectorAll({}).length", json!(selector))).as_u64().unwrap_or(0) as usize
    }

    /// True where a person can see the first element of a selector.
    pub(crate) fn is_visible(&self, selector: &str) -> bool {
        self.eval(&format!("document.querySelector({})?.checkVisibility() ?? false", json!(selector))) == true
    }

    /// What the keyboard is at: `a#first.title "Takster"`.
    pub(crate) fn focused(&self) -> String {
        let described = "(() => { const e = document.activeElement; if (!e) return ''; const name = (e.getAttribute('aria-label') \
                         || e.innerText || e.name || '').trim().slice(0, 80); return e.localName + (e.id && '#' + e.id) + \
                         [...e.classList].map(c => '.' + c).join('') + ' ' + JSON.stringify(name); })()";
        self.eval(described).as_str().unwrap_or_default().to_owned()
    }

    /// The value of an expression, awaited. It is not held back by the content policy and runs where the page's own scripts
    /// do not.
    pub(crate) fn eval(&self, expression: &str) -> Value {
        let parameters = json!({ "expression": expression, "returnByValue": true, "awaitPromise": true });
        let mut answer = self.tell("Runtime.evaluate", parameters);
        let fault = &answer["exceptionDetails"];
        assert!(fault.is_null(), "{expression}: {fault}");
        answer["result"]["value"].take()
    }

    /// Waits until there is an element of that selector.
    pub(crate) fn wait_for(&self, selector: &str) {
        self.until(selector, || self.count(selector) > 0);
    }

    /// Waits until something holds; `what` says what, should it not.
    pub(crate) fn until(&self, what: &str, holds: impl Fn() -> bool) {
        let start = Instant::now();
        while !holds() {
            assert!(start.elapsed() < PATIENCE, "{what}: waited for it in vain at {}", self.address());
            thread::sleep(GLANCE);
        }
    }

    /// The address that the browser shows.
    pub(crate) fn address(&self) -> String {
        self.eval("location.href").as_str().unwrap_or_default().to_owned()
    }

    /// The page as a picture (PNG), whole or as much as the window shows.
    pub(crate) fn screenshot(&self, file: &Path, whole: bool) {
        let mut parameters = json!({ "format": "png", "captureBeyondViewport": whole });
        if whole {
            let size = &self.tell("Page.getLayoutMetrics", json!({}))["cssContentSize"];
            parameters["clip"] =
                json!({ "x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1 });
        }
        let picture = self.tell("Page.captureScreenshot", parameters);
        let bytes = base64(picture["data"].as_str().expect("a picture"));
        fs::write(file, bytes).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
    }

    /// The size of the window, in CSS pixels.
    pub(crate) fn viewport(&self, width: u32, height: u32) {
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600 });
        self.tell("Emulation.setDeviceMetricsOverride", metrics);
    }

    /// What the person prefers: `("prefers-color-scheme", "dark")`, `("prefers-reduced-motion", "reduce")`,
    /// `("forced-colors", "active")`.
    pub(crate) fn prefer(&self, features: &[(&str, &str)]) {
        let features: Vec<Value> =
            features.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
        self.tell("Emulation.setEmulatedMedia", json!({ "features": features }));
    }

    /// Shows the page as it is printed.
    pub(crate) fn as_printed(&self) {
        self.tell("Emulation.setEmulatedMedia", json!({ "media": "print" }));
    }

    /// Pages opened from now on run no scripts.
    pub(crate) fn without_scripts(&self) {
        self.tell("Emulation.setScriptExecutionDisabled", json!({ "value": true }));
    }

    /// Where downloads go from now on.
    pub(crate) fn download_to(&self, folder: &Path) {
        let parameters = json!({ "behavior": "allow", "downloadPath": folder, "browserContextId": self.context });
        self.browser.send(None, "Browser.setDownloadBehavior", parameters).expect("an answer");
    }

    /// Waits for a download of that name to be complete, and gives its content.
    pub(crate) fn downloaded(&self, folder: &Path, name: &str) -> Vec<u8> {
        let file = folder.join(name);
        self.until(name, || file.exists());
        fs::read(file).expect("a download")
    }

    /// The addresses that were asked for since the last call: none may lead elsewhere.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.listen();
        std::mem::take(&mut self.heard.borrow_mut().requests)
    }

    /// What the page complained of since the last call. What nobody takes fails the test in the end.
    pub(crate) fn complaints(&self) -> Vec<String> {
        self.listen();
        std::mem::take(&mut self.heard.borrow_mut().complaints)
    }

    fn tell(&self, method: &str, parameters: Value) -> Value {
        self.browser.send(Some(&self.session), method, parameters).unwrap_or_else(|words| panic!("{words}"))
    }

    fn loads(&self) -> usize {
        self.listen();
        self.heard.borrow().loads
    }

    fn wait_for_load(&self, before: usize, what: &str) {
        self.until(what, || self.loads() > before);
    }

    fn listen(&self) {
        let mut heard = self.heard.borrow_mut();
        self.events.try_iter().for_each(|event| heard.hear(&event));
    }
}

impl Heard {
    fn hear(&mut self, event: &Value) {
        let said = &event["params"];
        match event["method"].as_str().unwrap_or_default() {
            "Page.loadEventFired" => self.loads += 1,
            "Network.requestWillBeSent" => {
                self.requests.extend(said["request"]["url"].as_str().map(str::to_owned));
            }
            "Runtime.exceptionThrown" => self.complaints.push(said["exceptionDetails"].to_string()),
            "Runtime.consoleAPICalled" if said["type"] == "error" => self.complaints.push(said["args"].to_string()),
            "Log.entryAdded" if said["entry"]["level"] == "error" => {
                self.complaints.push(format!("{} {}", said["entry"]["text"], said["entry"]["url"]));
            }
            _ => {}
        }
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        let complaints = self.complaints();
        let _ = self.browser.send(None, "Target.closeTarget", json!({ "targetId": self.target }));
        let _ = self.browser.send(None, "Target.disposeBrowserContext", json!({ "browserContextId": self.context }));
        assert!(thread::panicking() || complaints.is_empty(), "the page complained: {complaints:#?}");
    }
}

/// The bytes of base64 (RFC 4648, section 4).
fn base64(text: &str) -> Vec<u8> {
    let value = |byte| match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        _ => 63,
    };
    let letters: Vec<u8> = text.bytes().filter(|b| *b != b'=').map(value).collect();
    let bytes = letters.chunks(4).flat_map(|four| {
        let bits = four.iter().fold(0u32, |bits, v| bits << 6 | u32::from(*v)) << (6 * (4 - four.len()));
        bits.to_be_bytes()[1..four.len()].to_vec()
    });
    bytes.collect()
}

#[test]
fn base64_is_read_whatever_its_length() {
    assert_eq!(base64("bcO4ZGU="), "møde".as_bytes());
    assert_eq!(base64("YWI="), b"ab");
    assert_eq!(base64("YQ=="), b"a");
    assert_eq!(base64("+/8="), [0xfb, 0xff]);
}
