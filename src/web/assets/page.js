// Extras for pages that work without scripts: keys, steps from hit to hit, searchable lists, suggestions.
"use strict";

const byId = (id) => document.getElementById(id);

/** Tells what happened to those who cannot see it. */
const say = (text) => { byId("said").textContent = text; };

const isField = (element) => element instanceof Element && element.closest("input, textarea, select, [contenteditable]") !== null;

// Kept in this browser only.
const keysOff = {
  get: () => { try { return localStorage.getItem("keys") === "off"; } catch { return false; } },
  set: (off) => { try { localStorage.setItem("keys", off ? "off" : "on"); } catch { /* then it is not remembered */ } },
};

/** True if the page was reached by Back or Forward. */
const isBack = () => performance.getEntriesByType("navigation")[0]?.type === "back_forward";

/** From hit to hit of an item, with a counter. */
function hits() {
  const bar = document.querySelector(".steps");
  const marks = [...document.querySelectorAll("mark[id]")];
  if (!bar || marks.length === 0) return () => {};
  document.documentElement.classList.add("scripted");
  let at = -1;
  const counter = document.createElement("span");
  counter.className = "counter";
  const step = (by) => {
    at = (at + by + marks.length + (at < 0 && by < 0 ? 1 : 0)) % marks.length;
    const mark = marks[at];
    history.replaceState(history.state, "", `#${mark.id}`);
    mark.focus({ preventScroll: true });
    mark.scrollIntoView({ block: "center" });
    marks.forEach((m) => m.classList.toggle("here", m === mark));
    counter.textContent = bar.dataset.of.replace("{at}", at + 1).replace("{all}", marks.length);
    say(`${counter.textContent}: ${mark.textContent}`);
  };
  const button = (name, sign, by) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = sign;
    made.setAttribute("aria-label", name);
    made.addEventListener("click", () => step(by));
    return made;
  };
  const first = bar.querySelector(".first");
  first.replaceWith(button(bar.dataset.previous, "↑", -1), counter, button(bar.dataset.next, "↓", 1));
  const named = marks.findIndex((mark) => `#${mark.id}` === location.hash);
  counter.textContent = bar.dataset.of.replace("{at}", "–").replace("{all}", marks.length);
  if (named >= 0) { at = named - 1; step(1); }
  return step;
}

function keys(step) {
  const list = byId("keys"), off = byId("keys-off");
  off.checked = keysOff.get();
  off.addEventListener("change", () => keysOff.set(off.checked));
  const single = {
    "/": () => { byId("q").focus(); byId("q").select(); },
    "?": () => list.showModal(),
    n: () => step(1),
    p: () => step(-1),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || list.open) return;
    if (event.key === "Escape" && document.activeElement === byId("q") && !event.defaultPrevented) byId("q").blur();
    if (isField(event.target)) return;
    if (event.key === "Enter" && event.target instanceof Element && event.target.matches("mark[id]")) {
      event.preventDefault();
      step(event.shiftKey ? -1 : 1);
    } else if (single[event.key] && !keysOff.get()) {
      event.preventDefault();
      single[event.key]();
    }
  });
}

/** Puts all values of a list in place of those that are shown, with what was chosen meanwhile. */
async function whole(list) {
  const more = list.querySelector(".more a");
  if (!more) return;
  try {
    const answer = await fetch(more.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const values = page.getElementById(list.id)?.querySelector("ul");
    if (!answer.ok || !values) return;
    list.querySelector("ul").replaceWith(document.adoptNode(values));
    more.parentElement.remove();
    list.querySelector(".find").dispatchEvent(new Event("input"));
  } catch { /* the link is still there */ }
}

/** Lists of values can be searched within, and a choice is applied at once. */
function filters() {
  for (const list of document.querySelectorAll("fieldset[data-find]")) {
    const find = document.createElement("input");
    find.type = "text";
    find.className = "find";
    find.placeholder = list.dataset.find;
    find.setAttribute("aria-label", `${list.dataset.find}: ${list.querySelector("legend").textContent}`);
    list.querySelector("ul").before(find);
    // The page has only some of the values. The others come from the page with the whole list.
    find.addEventListener("focus", () => whole(list), { once: true });
    find.addEventListener("input", () => {
      const wanted = find.value.trim().toLowerCase();
      for (const value of list.querySelectorAll("li")) {
        value.hidden = !value.textContent.toLowerCase().includes(wanted) && !value.querySelector("input").checked;
      }
    });
    find.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  }
  const form = byId("search");
  byId("filters")?.addEventListener("change", (event) => {
    if (!event.target.matches("input[type=checkbox], input[type=radio]")) return;
    const chosen = { facet: event.target.closest("fieldset").id, name: event.target.name, value: event.target.value };
    // The focus returns to the box on the next page, and on this one after Back.
    sessionStorage.setItem("chosen", JSON.stringify(chosen));
    history.replaceState({ ...history.state, chosen }, "");
    form.requestSubmit();
  });
  const chosen = isBack() ? history.state?.chosen : JSON.parse(sessionStorage.getItem("chosen"));
  sessionStorage.removeItem("chosen");
  const boxes = [...(byId(chosen?.facet)?.querySelectorAll("input[type=checkbox], input[type=radio]") ?? [])];
  const box = boxes.find((b) => b.name === chosen.name && b.value === chosen.value) ?? boxes[0];
  box?.focus({ preventScroll: window.innerWidth >= 960 });
  // The browser may restore what was ticked before leaving; the address decides.
  window.addEventListener("pageshow", (event) => { if (event.persisted || isBack()) form.reset(); });
}

/** Words of the archive for the one that is being typed: a combobox as WAI-ARIA has it. */
function suggestions() {
  const field = byId("q"), form = byId("search"), list = document.createElement("ul");
  let waiting, asked, at = -1;
  list.id = "suggestions";
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.dataset.suggestions);
  field.after(list);
  const set = (states) => Object.entries(states).forEach(([name, value]) => field.setAttribute(name, value));
  set({ role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" });
  const close = () => {
    clearTimeout(waiting);
    asked?.abort();
    at = -1;
    list.hidden = true;
    set({ "aria-expanded": "false" });
    field.removeAttribute("aria-activedescendant");
  };
  const last = () => field.value.match(/[^\s"()]*$/)[0].replace(/^-/, "");
  const take = (word) => {
    field.value = `${field.value.slice(0, field.value.length - last().length)}${word} `;
    close();
    field.focus();
  };
  const choose = (to) => {
    at = (to + list.children.length) % list.children.length;
    [...list.children].forEach((option, n) => option.setAttribute("aria-selected", n === at));
    set({ "aria-activedescendant": list.children[at].id });
  };
  const show = (words) => {
    list.replaceChildren(...words.map((word, n) => {
      const option = document.createElement("li");
      option.id = `suggestion-${n}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.textContent = word;
      // The field keeps the focus, and the list is not closed before it is read.
      option.addEventListener("mousedown", (event) => { event.preventDefault(); take(word); });
      return option;
    }));
    list.hidden = false;
    set({ "aria-expanded": "true" });
    say(form.dataset.suggested.replace("{n}", words.length));
  };
  const ask = async () => {
    const word = last();
    asked = new AbortController();
    try {
      const query = new URLSearchParams({ q: word, limit: 8 });
      const answer = await fetch(`${form.dataset.suggest}?${query}`, { signal: asked.signal });
      const found = answer.ok ? (await answer.json()).completions.map((c) => c.word) : [];
      const others = found.filter((other) => other !== word.toLowerCase());
      if (others.length > 0 && last() === word && document.activeElement === field) show(others); else close();
    } catch { close(); }
  };
  field.addEventListener("input", () => {
    close();
    if (last().length > 2) waiting = setTimeout(ask, 150);
  });
  field.addEventListener("blur", close);
  form.addEventListener("submit", close);
  field.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    const moves = { ArrowDown: () => choose(at + 1), ArrowUp: () => choose(at < 0 ? -1 : at - 1), Escape: close };
    if (event.key === "Enter" && at >= 0) moves.Enter = () => take(list.children[at].textContent);
    if (!moves[event.key]) return;
    event.preventDefault();
    moves[event.key]();
  });
}

/** What is empty says nothing, and is not sent. */
function tidy() {
  byId("search").addEventListener("formdata", (event) => {
    for (const [name, value] of [...event.formData]) {
      if (value === "") event.formData.delete(name);
    }
  });
}

function copy() {
  const button = byId("copy"), citation = byId("citation");
  if (!button || !navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    citation.select();
    try { await navigator.clipboard.writeText(citation.value); } catch { document.execCommand("copy"); }
    say(document.body.dataset.copied);
  });
}

/** Moments in the time of the reader. */
function times() {
  for (const time of document.querySelectorAll("footer time[datetime]")) {
    const at = new Date(time.dateTime);
    if (!Number.isNaN(at.getTime())) {
      time.textContent = at.toLocaleString(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" });
    }
  }
}

tidy();
suggestions();
keys(hits());
filters();
copy();
times();
