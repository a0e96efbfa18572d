// Bundles every *.test.ts below tests/ with esbuild and runs the bundles with Node's own test runner, its arguments
// passed on (--test-name-pattern …). Ends with the runner's exit code.
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const output = "artifacts/typescript-tests";
const sources = readdirSync("tests", { recursive: true })
  .filter(file => file.endsWith(".test.ts"))
  .map(file => join("tests", file));

rmSync(output, { recursive: true, force: true });
mkdirSync(output, { recursive: true });
await build({
  entryPoints: sources,
  outdir: output,
  outbase: "tests",
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node20",
  sourcemap: "inline",
  outExtension: { ".js": ".mjs" },
  logLevel: "error",
});

const bundles = readdirSync(output, { recursive: true })
  .filter(file => file.endsWith(".test.mjs"))
  .map(file => join(output, file));
const run = spawnSync(
  process.execPath,
  ["--enable-source-maps", "--test", "--test-reporter=tap", ...process.argv.slice(2), ...bundles],
  { stdio: "inherit" },
);
process.exit(run.status ?? 1);
