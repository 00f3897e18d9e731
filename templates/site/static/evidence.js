// Opens a number's evidence beside the text. Without this file the link leads to the same entry on its own page.
"use strict";
(() => {
  const dialog = document.createElement("dialog");
  if (typeof dialog.showModal !== "function") return;
  const pages = new Map();
  let home = "";

  const make = (name, props, ...children) => {
    const made = Object.assign(document.createElement(name), props);
    made.append(...children);
    return made;
  };
  const close = make("button", { type: "button", textContent: "Close" });
  const heading = make("h2", { id: "evidence-title", textContent: "Where this comes from" });
  const body = make("div", {});
  dialog.setAttribute("aria-labelledby", heading.id);
  dialog.append(make("div", { className: "bar" }, heading, close), body);
  document.body.append(dialog);

  const load = (url) => {
    if (!pages.has(url)) {
      const page = fetch(url)
        .then((reply) => (reply.ok ? reply.text() : Promise.reject(reply.status)))
        .then((text) => new DOMParser().parseFromString(text, "text/html"));
      page.catch(() => pages.delete(url));
      pages.set(url, page);
    }
    return pages.get(url);
  };

  // A copy has no ids of its own, and its links lead to the evidence page.
  const copy = (node) => {
    const copied = document.importNode(node, true);
    for (const each of [copied, ...copied.querySelectorAll("[id]")]) each.removeAttribute("id");
    for (const link of copied.querySelectorAll("a[href]")) {
      link.href = new URL(link.getAttribute("href"), home).href;
    }
    return copied;
  };

  const addFact = (page, id) => {
    const known = body.querySelector(`[data-fact="${CSS.escape(id)}"]`);
    const fact = known ? null : page.getElementById(id);
    if (!fact) return known;
    const copied = copy(fact);
    copied.dataset.fact = id;
    copied.tabIndex = -1;
    body.append(copied);
    return copied;
  };

  const open = async (link) => {
    const url = new URL(link.href);
    home = url.origin + url.pathname;
    const page = await load(home);
    const claim = page.getElementById(decodeURIComponent(url.hash.slice(1)));
    if (!claim) throw new Error("no such entry");
    const quote = claim.closest(".said")?.querySelector(".quote");
    body.replaceChildren(...(quote ? [copy(quote)] : []), make("ul", { className: "claims" }, copy(claim)));
    for (const to of claim.querySelectorAll('a[href^="#f-"]')) addFact(page, to.getAttribute("href").slice(1));
    dialog.showModal();
    dialog.scrollTop = 0;
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (link.matches("a.fig")) {
      event.preventDefault();
      open(link).catch(() => location.assign(link.href));
    } else if (dialog.contains(link) && link.href.startsWith(`${home}#f-`)) {
      event.preventDefault();
      load(home).then((page) => {
        const fact = addFact(page, new URL(link.href).hash.slice(1));
        fact?.scrollIntoView({ block: "start" });
        fact?.focus({ preventScroll: true });
      });
    }
  });
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => {
    const box = dialog.getBoundingClientRect();
    if (event.target === dialog && (event.clientX < box.left || event.clientY < box.top)) dialog.close();
  });
})();
