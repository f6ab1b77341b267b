"use strict";
// Without this script every citation is a plain anchor to the documents' text below. With it, the document opens
// beside the statement. Nothing here reads or writes anything outside this page.
(() => {
  const byId = (id) => document.getElementById(id);
  const viewer = byId("viewer"), holder = byId("holder"), where = byId("where"), what = byId("what"),
    place = byId("place"), sources = byId("sources");
  let shown = null, opener = null;

  const home = () => {
    if (shown) sources.append(shown);
    shown = null;
  };

  const light = (numbers) => {
    for (const old of document.querySelectorAll(".current")) old.classList.remove("current");
    for (const n of numbers) {
      for (const mark of document.querySelectorAll(`mark[data-c~="${n}"]`)) mark.classList.add("current");
      for (const link of document.querySelectorAll(`a.cite[href="#c${n}"]`)) link.classList.add("current");
    }
  };

  // Only the panel scrolls: scrollIntoView would move the page under the reader's eyes.
  const scrollTo = (target) => {
    const offset = target.getBoundingClientRect().top - holder.getBoundingClientRect().top;
    holder.scrollTop += offset - holder.clientHeight / 3;
  };

  const open = (id, from) => {
    const target = byId(id), article = target && target.closest("article.document");
    if (!article) return false;
    if (from) opener = from;
    if (article !== shown) {
      home();
      holder.append(article);
      shown = article;
    }
    viewer.hidden = false;
    document.body.classList.add("reading");
    const cited = /^c(\d+)$/.exec(id);
    light(cited ? [cited[1]] : []);
    const page = cited && target.closest("mark").dataset.page;
    what.textContent = article.querySelector("h3").textContent;
    place.textContent = (cited ? `Source ${cited[1]}, page ${page} · ` : "") + article.querySelector("header p").textContent;
    if (cited) scrollTo(target);
    else holder.scrollTop = 0;
    if (from && from.closest("main")) keepInSight(from);
    where.focus({ preventScroll: true });
    return true;
  };

  // On a phone the document covers the lower part of the screen: the statement must stay above it.
  const keepInSight = (from) => {
    const sheet = viewer.getBoundingClientRect(), line = from.getBoundingClientRect();
    if (getComputedStyle(viewer).position === "fixed" && line.bottom > sheet.top - 12) {
      window.scrollBy({ top: line.bottom - sheet.top + 24 });
    }
  };

  const close = () => {
    if (viewer.hidden) return;
    home();
    light([]);
    viewer.hidden = true;
    document.body.classList.remove("reading");
    history.replaceState(null, "", location.pathname + location.search);
    if (opener) opener.focus({ preventScroll: true });
    opener = null;
  };

  document.documentElement.classList.add("js");
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#c"], a[href^="#doc-"]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const id = link.getAttribute("href").slice(1);
    if (open(id, link)) {
      event.preventDefault();
      history.pushState(null, "", `#${id}`);
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
  byId("close").addEventListener("click", close);
  window.addEventListener("popstate", () => open(location.hash.slice(1), null) || close());

  // A page opened on a citation shows the statement beside its source.
  window.addEventListener("load", () => {
    const id = location.hash.slice(1);
    if (!id || !open(id, null)) return;
    opener = document.querySelector(`main a[href="#${CSS.escape(id)}"]`);
    requestAnimationFrame(() => {
      if (opener) opener.scrollIntoView({ block: "center" });
      else window.scrollTo(0, 0);
      const target = byId(id);
      if (target.tagName !== "ARTICLE") scrollTo(target);
    });
  });
})();
