// Keys: / goes to the search, j and k through the list, Enter opens, ? tells.
"use strict";
(() => {
  let at = -1;
  const items = () => [...document.querySelectorAll("ol.plain > li.item")];
  const go = (step) => {
    const all = items();
    if (!all.length) return;
    all[at]?.classList.remove("now");
    at = Math.min(Math.max(at + step, 0), all.length - 1);
    all[at].classList.add("now");
    all[at].scrollIntoView({ block: "nearest" });
  };
  const help = () => {
    const old = document.querySelector("dialog.keys");
    if (old) return old.open ? old.close() : old.showModal();
    const d = document.createElement("dialog");
    d.className = "keys";
    d.setAttribute("aria-label", "Keys");
    d.innerHTML = "<h2>Keys</h2><p><kbd>/</kbd> search</p><p><kbd>j</kbd> <kbd>k</kbd> next, previous</p><p><kbd>Enter</kbd> open</p><p><kbd>Esc</kbd> close</p>";
    document.body.append(d);
    d.showModal();
  };
  document.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName)) return;
    if (e.key === "/") {
      e.preventDefault();
      document.querySelector("form.find input")?.focus();
    } else if (e.key === "j") go(1);
    else if (e.key === "k") go(-1);
    else if (e.key === "?") help();
    else if (e.key === "Enter" && at >= 0 && e.target === document.body) items()[at]?.querySelector("a[href^='/event/'], a[href^='/article/']")?.click();
  });
})();
