// Passed to node as -e: loads the driver from its descriptor, so that nothing of it lies where user code could change it.
// Here, and only here, import() is Node's own. A block, so that no name of it is left in the scope of cells.
{
  const [input, output, language, driver, transpiler] = process.argv.slice(1);
  const fs = require("node:fs");
  const vm = require("node:vm");
  const zlib = require("node:zlib");
  const load = (descriptor, filename) => {
    const module = { exports: {} };
    const source = zlib.gunzipSync(fs.readFileSync(`/proc/self/fd/${descriptor}`)).toString("utf8");
    const wrapped = vm.runInThisContext(`(function (module, exports, require) {${source}\n})`, { filename });
    wrapped(module, module.exports, require);
    fs.closeSync(Number(descriptor));
    return module.exports;
  };
  let loaded;
  load(driver, "ide-kernel.cjs").start({
    in: Number(input),
    out: Number(output),
    language,
    import: (name) => import(name),
    transpiler: () => (loaded ??= load(transpiler, "ide-kernel-typescript.cjs")),
  });
}
