// The preview's page works without this; with it, pages follow the desk, text is checked as it is
// typed, and a number shows its evidence beside the article.
"use strict";

const form = document.getElementById("editor");
const text = document.getElementById("text");
const verdict = document.getElementById("verdict");
const news = document.getElementById("news");
// A text that came back from a form is not saved, even where nobody has typed since.
const unsaved = form !== null && "dirty" in form.dataset;
let dirty = unsaved;

// Live reload: never over what somebody is typing.
const events = new EventSource("/events");
events.onmessage = (event) => {
  if (event.data === document.body.dataset.version) return;
  if (!dirty) {
    location.reload();
    return;
  }
  news.textContent = "The desk has changed. Load the page again to see it; what you typed is not saved.";
  news.hidden = false;
};
window.addEventListener("pagehide", () => events.close());

function element(name, words, kind) {
  const made = document.createElement(name);
  made.textContent = words;
  if (kind) made.className = kind;
  return made;
}

function show(said) {
  if (said.passed) {
    const edited = said.edited ? `, ${said.edited} edited` : "";
    const line = `Passed: ${said.claims} claims in ${said.sentences} sentences${edited}.`;
    verdict.replaceChildren(element("p", line, "passed"));
    return;
  }
  const list = element("ul", "", "flags");
  for (const problem of said.problems) {
    const item = element("li", "", problem.level);
    item.append(element("b", problem.level), ` ${problem.sentence}: ${problem.what}`);
    list.append(item);
  }
  verdict.replaceChildren(list);
}

let waiting = 0;
let asked = 0;

async function check() {
  const mine = ++asked;
  try {
    const answer = await fetch("verify", {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new URLSearchParams(new FormData(form)),
    });
    if (mine !== asked) return;
    if (answer.ok) show(await answer.json());
    else verdict.replaceChildren(element("p", "This could not be checked; load the page again.", "note red"));
  } catch {
    if (mine === asked) verdict.replaceChildren(element("p", "The desk does not answer.", "note red"));
  }
}

if (form !== null) {
  text.addEventListener("input", () => {
    dirty = unsaved || text.value !== text.defaultValue;
    clearTimeout(waiting);
    waiting = setTimeout(check, 350);
  });
  form.addEventListener("submit", () => { dirty = false; });
  window.addEventListener("beforeunload", (event) => {
    if (dirty) event.preventDefault();
  });
}

// What a link points at may be folded away.
function unfold(id) {
  const target = document.getElementById(id);
  const folded = target && target.closest("details");
  if (folded) folded.open = true;
  return target;
}

window.addEventListener("hashchange", () => unfold(location.hash.slice(1)));
unfold(location.hash.slice(1));

const panel = document.getElementById("looked-at");

document.addEventListener("click", (event) => {
  const link = event.target instanceof Element && event.target.closest("a.fig, #looked-at a[href^='#']");
  if (!link || panel === null) return;
  const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (target === null) return;
  event.preventDefault();
  const parts = [];
  if (target.tagName === "LI") {
    parts.push(element("h2", target.querySelector("b").textContent), ...copies(target));
    for (const each of target.querySelectorAll("a[href^='#f-']")) parts.push(...fact(each.hash.slice(1)));
  } else {
    parts.push(...fact(target.id));
  }
  panel.replaceChildren(...parts);
  panel.hidden = false;
  panel.scrollIntoView({ block: "nearest" });
});

function copies(node) {
  const line = element("p", "");
  line.append(...[...node.childNodes].map((each) => each.cloneNode(true)));
  return [line];
}

function fact(id) {
  const found = document.getElementById(id);
  if (found === null) return [];
  const [summary, ...rest] = found.children;
  return [element("h3", summary.textContent), ...rest.map((each) => each.cloneNode(true))];
}
