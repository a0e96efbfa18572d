// Bundles the driver: node build.mjs DIRECTORY writes kernel.cjs.gz and typescript.cjs.gz there. Run by the Agent's build.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import zlib from "node:zlib";
import esbuild from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
const target = path.resolve(process.argv[2]);
const common = {
  bundle: true, platform: "node", target: "node18", format: "cjs", minify: true, absWorkingDir: here, logLevel: "warning",
};

/** A module that runs in a thread of its own goes into the driver as text. */
const bundled = {
  name: "bundled",
  setup(build) {
    build.onResolve({ filter: /^bundled:/ }, (found) => ({ path: path.join(here, found.path.slice(8)), namespace: "bundled" }));
    build.onLoad({ filter: /.*/, namespace: "bundled" }, async (found) => {
      const result = await esbuild.build({ ...common, entryPoints: [found.path], write: false });
      return { contents: result.outputFiles[0].text, loader: "text" };
    });
  },
};

fs.mkdirSync(target, { recursive: true });
for (const [entry, name] of [["kernel.mjs", "kernel.cjs"], ["typescript.mjs", "typescript.cjs"]]) {
  const { outputFiles } = await esbuild.build({ ...common, entryPoints: [entry], plugins: [bundled], write: false });
  fs.writeFileSync(path.join(target, `${name}.gz`), zlib.gzipSync(outputFiles[0].contents, { level: 9 }));
}
