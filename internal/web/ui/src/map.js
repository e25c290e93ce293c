import { geoNaturalEarth1, geoPath } from "d3-geo";
import { feature } from "topojson-client";
import { svg, side, signed, claims } from "./svg.js";

const width = 1000, height = 500, biggest = 26, smallest = 4;

// drawMap draws the rows of a table of countries as circles on the world, in
// the hue of their mean, and links each to its claims.
export async function drawMap(box, table) {
  const rows = rowsOf(table);
  if (!rows.size) return false;
  const answer = await fetch(new URL("world.json" + new URL(import.meta.url).search, import.meta.url));
  if (!answer.ok) throw new Error(`outlines: status ${answer.status}`);
  const { topology, dots } = await answer.json();
  const world = feature(topology, topology.objects.countries);
  const projection = geoNaturalEarth1().fitSize([width, height], world);
  const path = geoPath(projection);
  const land = svg("g", { class: "land", "aria-hidden": "true" });
  const at = new Map();
  for (const f of world.features) {
    const row = rows.get(f.properties.code);
    land.append(svg("path", { d: path(f), class: row && side(row.mean) }));
    if (row) at.set(row.code, path.centroid(biggestPart(f)));
  }
  for (const [code, where] of Object.entries(dots)) {
    const [cx, cy] = projection(where);
    land.append(svg("circle", { cx: cx.toFixed(1), cy: cy.toFixed(1), r: 1.2 }));
    if (rows.has(code)) at.set(code, [cx, cy]);
  }
  const circles = svg("g", { class: "places" });
  for (const row of [...rows.values()].sort((a, b) => b.n - a.n)) if (at.has(row.code)) circles.append(circle(row, at.get(row.code), rows));
  box.prepend(svg("svg", { viewBox: `0 0 ${width} ${height}`, "aria-label": "Map of the table", role: "group" }, land, circles));
  return true;
}

function rowsOf(table) {
  const rows = new Map();
  for (const tr of table?.querySelectorAll("[data-code]") ?? []) {
    const a = tr.querySelector("a[data-name]");
    rows.set(tr.dataset.code, { code: tr.dataset.code, n: +tr.dataset.claims, mean: +tr.dataset.mean, name: a.dataset.name, url: a.href });
  }
  return rows;
}

// biggestPart leaves out what lies overseas, so that a circle stands on the
// main land.
function biggestPart(f) {
  if (f.geometry.type !== "MultiPolygon") return f;
  const size = (rings) => rings[0].length;
  const parts = [...f.geometry.coordinates].sort((a, b) => size(b) - size(a));
  return { type: "Feature", geometry: { type: "Polygon", coordinates: parts[0] } };
}

function circle(row, [x, y], rows) {
  const most = Math.max(...[...rows.values()].map((r) => r.n));
  const top = Math.min(biggest, smallest + 5 * Math.sqrt(most));
  const r = smallest + (top - smallest) * Math.sqrt(row.n / most);
  const text = `${row.name}: ${claims(row.n)}, mean intensity ${signed(row.mean)}`;
  return svg("a", { href: row.url, "aria-label": text },
    svg("circle", { cx: x.toFixed(1), cy: y.toFixed(1), r: r.toFixed(1), class: side(row.mean) }, svg("title", {}, text)),
    r > 12 ? svg("text", { x: x.toFixed(1), y: (y + 4).toFixed(1) }, String(row.n)) : "");
}
