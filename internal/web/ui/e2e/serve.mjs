import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

// browserPath is where Chromium is; undefined where it is not.
export function browserPath() {
  return [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((p) => p && existsSync(p));
}

export const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

// serve builds and starts a demonstration at a free port, or uses that of BASE.
export async function serve() {
  if (process.env.BASE) return { base: process.env.BASE, stop: () => {} };
  const dir = mkdtempSync(join(tmpdir(), "annals-e2e-"));
  const root = new URL("../../../../", import.meta.url);
  const program = join(dir, "annals");
  await new Promise((done, fail) => spawn("go", ["build", "-o", program, "./cmd/annals"], { cwd: root, stdio: "inherit" })
    .on("exit", (code) => (code ? fail(new Error("go build failed")) : done())));
  const child = spawn(program, ["serve", "--demo", "--listen", "127.0.0.1:0", "--per-second", "1000"], { stdio: ["ignore", "pipe", "inherit"] });
  const base = await new Promise((done, fail) => {
    child.stdout.on("data", (b) => { const m = String(b).match(/http:\S+/); if (m) done(m[0]); });
    child.on("exit", () => fail(new Error("annals ended")));
  });
  return { base, stop: () => { child.kill(); rmSync(dir, { recursive: true, force: true }); } };
}
