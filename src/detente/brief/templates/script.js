// The page works without this. It adds a filter by actor, opens what a link points to, and opens all for print.
"use strict";

(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  // Open a closed part, and those around it, when a link leads into it.
  const reveal = () => {
    let id = location.hash.slice(1);
    try { id = decodeURIComponent(id); } catch { /* not an encoded name: use it as it is */ }
    const target = id && document.getElementById(id);
    if (!target) return;
    for (let part = target; part; part = part.parentElement) {
      if (part.tagName === "DETAILS") part.open = true;
    }
    target.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  reveal();

  // Show only the events that concern one of the chosen actors.
  const filter = document.querySelector(".filter");
  const rows = all(".filtered li[data-actors]");
  if (filter && rows.length > 1) {
    const status = filter.querySelector("[role=status]");
    filter.hidden = false;
    filter.addEventListener("change", () => {
      const chosen = new Set(all("input:checked", filter).map((box) => box.value));
      let shown = 0;
      for (const row of rows) {
        row.hidden = chosen.size > 0 && !row.dataset.actors.split("|").some((code) => chosen.has(code));
        shown += row.hidden ? 0 : 1;
      }
      for (const list of all(".filtered .timeline")) {
        const empty = all("li", list).every((row) => row.hidden);
        list.hidden = empty;
        list.previousElementSibling.hidden = empty;
      }
      status.textContent = chosen.size ? `${shown} of ${rows.length} events shown.` : "";
    });
  }

  // Open or close all evidence at once.
  for (const tools of all(".tools")) tools.hidden = false;
  for (const button of all("[data-open], [data-close]")) {
    button.addEventListener("click", () => {
      const open = "open" in button.dataset;
      for (const part of all(`${button.dataset.open || button.dataset.close} details`)) part.open = open;
    });
  }

  // Paper cannot be clicked: open everything for print, and put it back after.
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = all("details:not([open])");
    for (const part of closed) part.open = true;
  });
  addEventListener("afterprint", () => {
    for (const part of closed) part.open = false;
  });
})();
