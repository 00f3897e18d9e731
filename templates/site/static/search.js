// Finds articles and quantities by their words; without it the page is a list.
"use strict";
(() => {
  const form = document.querySelector("form[role=search]");
  const found = document.getElementById("found");
  const results = document.getElementById("results");
  const browse = document.getElementById("browse");
  if (!form || !found || !results || !browse) return;
  const field = form.elements.q;
  const root = form.dataset.root;
  const most = 30;
  const dates = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeZone: "UTC" });
  let index;
  let asked = 0;

  // Case and accents do not matter.
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  const load = () => {
    index ??= fetch(`${root}search.json`)
      .then((reply) => (reply.ok ? reply.json() : Promise.reject(new Error(reply.status))))
      .then(({ tags, articles, data }) => [
        ...data.map(([path, title]) => ({ href: root + path, title, dek: "", day: "", tags: "", kind: "Data" })),
        ...articles.map(([slug, title, dek, day, named]) => (
          { href: `${root}articles/${slug}/`, title, dek, day, tags: named.map((each) => tags[each]).join(" "), kind: "" }
        )),
      ].map((each) => ({ ...each, words: [plain(each.title), plain(each.tags), plain(each.dek)] })));
    index.catch(() => { index = undefined; });
    return index;
  };

  // Every word must be there; the title counts most. Of equals the newest is first.
  const rank = (entry, words) => {
    let sum = 0;
    for (const word of words) {
      const score = entry.words.reduce((most, text, place) => (text.includes(word) ? Math.max(most, 3 - place) : most), 0);
      if (!score) return 0;
      sum += score;
    }
    return sum;
  };

  const make = (name, props, ...children) => {
    const made = Object.assign(document.createElement(name), props);
    made.append(...children);
    return made;
  };

  const story = ({ href, title, dek, day, kind }) => make("li", {}, make("article", {},
    make("h2", {}, make("a", { href, textContent: title })),
    ...(dek ? [make("p", { className: "dek", textContent: dek })] : []),
    make("p", { className: "dateline" }, day ? make("time", { dateTime: day, textContent: dates.format(new Date(day)) }) : kind),
  ));

  const show = async () => {
    const words = plain(field.value).split(/\s+/).filter(Boolean);
    const turn = ++asked;
    browse.hidden = words.length > 0;
    const address = new URL(location.href);
    if (words.length) address.searchParams.set("q", field.value.trim());
    else address.searchParams.delete("q");
    history.replaceState(null, "", address);
    if (!words.length) {
      found.textContent = "";
      results.replaceChildren();
      return;
    }
    let entries;
    try {
      entries = await load();
    } catch {
      browse.hidden = false;
      found.textContent = "The index could not be read. Try again, or choose from the list.";
      return;
    }
    if (turn !== asked) return;
    const hits = entries
      .map((entry) => [rank(entry, words), entry])
      .filter(([score]) => score)
      .sort(([a, one], [b, other]) => b - a || (one.day < other.day ? 1 : one.day > other.day ? -1 : 0));
    const all = hits.length === 1 ? "One result" : `${hits.length} results`;
    found.textContent = hits.length > most ? `${all}; here are the first ${most}.` : hits.length ? `${all}.` : "Nothing found.";
    const list = make("ul", { className: "stories list" }, ...hits.slice(0, most).map(([, entry]) => story(entry)));
    results.replaceChildren(...(hits.length ? [list] : []));
  };

  let waiting;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 150);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    show();
  });
  field.value = new URLSearchParams(location.search).get("q") ?? "";
  if (field.value) show();
})();
