import { forceSimulation, forceLink, forceManyBody, forceX, forceY, forceCollide } from "d3-force";
import { svg, side, signed, claims } from "./svg.js";

const width = 1000, height = 620, mostPairs = 80, rounds = 400, edge = 40;

// drawNet draws the pairs of a table as lines between countries. The places
// follow from the table alone: the same table gives the same picture.
export async function drawNet(box, table) {
  const pairs = [...(table?.querySelectorAll("[data-pair]") ?? [])].slice(0, mostPairs).map(pairOf);
  if (!pairs.length) return false;
  const nodes = nodesOf(pairs);
  const links = pairs.map((p) => ({ ...p, source: p.a, target: p.b }));
  forceSimulation(nodes)
    .force("link", forceLink(links).id((n) => n.id).distance(90).strength(0.5))
    .force("charge", forceManyBody().strength(-420))
    .force("x", forceX().strength(0.06)).force("y", forceY().strength(0.11))
    .force("apart", forceCollide((n) => n.r + 20))
    .stop().tick(rounds);
  fit(nodes);
  const most = Math.max(...pairs.map((p) => p.n));
  const lines = svg("g", { class: "lines" }, ...links.map((l) => line(l, most)));
  const circles = svg("g", { class: "nodes" }, ...nodes.map(circle));
  box.prepend(svg("svg", { viewBox: `0 0 ${width} ${height}`, "aria-label": "Network of the table", role: "group" }, lines, circles));
  light(box);
  return true;
}

function pairOf(tr) {
  const [a, b] = tr.dataset.pair.split("-");
  const names = tr.dataset.names.split(" – ");
  return { a, b, names, n: +tr.dataset.claims, mean: +tr.dataset.mean, url: tr.querySelector("a").href };
}

function nodesOf(pairs) {
  const nodes = new Map();
  for (const p of pairs) {
    for (const [i, id] of [p.a, p.b].entries()) {
      const n = nodes.get(id) ?? { id, name: p.names[i], n: 0 };
      n.n += p.n;
      nodes.set(id, n);
    }
  }
  const most = Math.max(...[...nodes.values()].map((n) => n.n));
  for (const n of nodes.values()) n.r = 5 + 13 * Math.sqrt(n.n / most);
  return [...nodes.values()];
}

// fit moves and stretches places so that they fill the picture.
function fit(nodes) {
  for (const [k, size] of [["x", width], ["y", height]]) {
    const low = Math.min(...nodes.map((n) => n[k])), high = Math.max(...nodes.map((n) => n[k]));
    const grow = Math.min(1.6, (size - 2 * edge - (k === "x" ? 60 : 0)) / Math.max(1, high - low));
    for (const n of nodes) n[k] = size / 2 + (n[k] - (low + high) / 2) * grow - (k === "x" ? 20 : 0);
  }
}

function line(l, most) {
  const text = `${l.names.join(" – ")}: ${claims(l.n)}, mean intensity ${signed(l.mean)}`;
  return svg("a", { href: l.url, "aria-label": text, "data-a": l.a, "data-b": l.b },
    svg("line", { x1: l.source.x.toFixed(1), y1: l.source.y.toFixed(1), x2: l.target.x.toFixed(1), y2: l.target.y.toFixed(1),
      "stroke-width": (1.5 + 6 * Math.sqrt(l.n / most)).toFixed(1), class: side(l.mean) }, svg("title", {}, text)));
}

function circle(n) {
  const text = `${n.name}: ${claims(n.n)} with others here`;
  return svg("a", { href: "/actor/" + encodeURIComponent(n.id), "aria-label": text, "data-a": n.id },
    svg("circle", { cx: n.x.toFixed(1), cy: n.y.toFixed(1), r: n.r.toFixed(1) }, svg("title", {}, text)),
    svg("text", { x: (n.x + n.r + 4).toFixed(1), y: (n.y + 4).toFixed(1) }, n.name));
}

// light dims all but what touches the country under the pointer or focus.
function light(box) {
  const all = [...box.querySelectorAll("a")];
  const show = (e) => {
    const { a, b } = e.target.closest?.("a")?.dataset ?? {};
    const near = new Set([a, b]);
    if (a && !b) for (const x of all) if (x.dataset.b && (x.dataset.a === a || x.dataset.b === a)) near.add(x.dataset.a).add(x.dataset.b);
    const touches = (x) => (x.dataset.b ? (b ? x.dataset.a === a && x.dataset.b === b : x.dataset.a === a || x.dataset.b === a) : near.has(x.dataset.a));
    for (const x of all) x.classList.toggle("dim", Boolean(a) && !touches(x));
  };
  for (const kind of ["pointerover", "focusin"]) box.addEventListener(kind, show);
  for (const kind of ["pointerleave", "focusout"]) box.addEventListener(kind, () => all.forEach((x) => x.classList.remove("dim")));
}
