// Keys: / goes to the search, j and k through the list, Enter opens, ? tells.
"use strict";
(() => {
  const means = [[["/"], "search"], [["j"], "next entry"], [["k"], "entry before"], [["Enter"], "open the entry"], [["?"], "these keys"], [["Esc"], "close"]];
  let at = -1;
  const items = () => [...document.querySelectorAll("ol.plain > li.item")];
  const go = (step) => {
    const all = items();
    if (!all.length) return;
    all[at]?.classList.remove("now");
    at = Math.min(Math.max(at + step, 0), all.length - 1);
    all[at].classList.add("now");
    const link = target(all[at]);
    if (link) link.focus({ preventScroll: true });
    all[at].scrollIntoView({ block: "nearest" });
  };
  const target = (item) => item.querySelector("a[href^='/event/'], a[href^='/article/']");
  const make = (name, ...children) => {
    const e = document.createElement(name);
    e.append(...children);
    return e;
  };
  const help = () => {
    const old = document.querySelector("dialog.keys");
    if (old) return old.open ? old.close() : old.showModal();
    const rows = means.map(([keys, text]) => make("tr", make("td", ...keys.map((k) => make("kbd", k))), make("td", text)));
    const title = make("h2", "Keys");
    title.id = "keys-title";
    const d = make("dialog", title, make("table", make("tbody", ...rows)), make("form", make("button", "Close")));
    d.className = "keys";
    d.setAttribute("aria-labelledby", title.id);
    d.querySelector("form").method = "dialog";
    document.body.append(d);
    d.showModal();
  };
  document.querySelector("[data-keys]")?.addEventListener("click", help);
  document.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName)) return;
    if (e.key === "/") {
      e.preventDefault();
      const box = document.querySelector("form.find input");
      box?.focus();
      box?.select();
    } else if (e.key === "j") go(1);
    else if (e.key === "k") go(-1);
    else if (e.key === "?") help();
  });
})();
