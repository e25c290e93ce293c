// Builds the scripts of the pages and the outlines of the world into ../dist,
// from where Go embeds them.
import { build } from "esbuild";
import { readFile, writeFile, mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { feature } from "topojson-client";
import { geoCentroid } from "d3-geo";
import countries from "i18n-iso-countries";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const json = async (path) => JSON.parse(await readFile(here(path), "utf8"));

// Outlines without an ISO number are joined by name; the others of them stay
// without a code, since no claim can lie there.
const named = { Kosovo: "KOS" };
const codeOf = (f) => countries.numericToAlpha3(f.id) ?? named[f.properties.name];

// world is the coarse outlines with their codes, and a dot for each country
// that is too small to have one.
async function world() {
  const coarse = await json("node_modules/world-atlas/countries-110m.json");
  const fine = await json("node_modules/world-atlas/countries-50m.json");
  const shapes = coarse.objects.countries.geometries.filter((g) => g.properties.name !== "Antarctica");
  for (const g of shapes) g.properties = { code: codeOf(g), name: g.properties.name };
  coarse.objects = { countries: { type: "GeometryCollection", geometries: shapes } };
  const known = new Set(shapes.map((g) => g.properties.code));
  const dots = {};
  for (const f of feature(fine, fine.objects.countries).features) {
    const code = codeOf(f);
    if (code && !known.has(code)) dots[code] = geoCentroid(f).map((x) => Math.round(x * 100) / 100);
  }
  return { topology: coarse, dots };
}

await mkdir(here("../dist"), { recursive: true });
await writeFile(here("../dist/world.json"), JSON.stringify(await world()));
const made = await build({
  entryPoints: [here("src/annals.js")],
  outfile: here("../dist/annals.js"),
  bundle: true, minify: true, format: "esm", target: "es2022", legalComments: "none", metafile: true,
});
const bytes = Object.values(made.metafile.outputs).reduce((n, o) => n + o.bytes, 0);
console.log(`dist/annals.js ${bytes} bytes`);
