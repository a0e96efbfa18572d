// Passed to node as -e: loads the driver from its descriptor, so that nothing of it lies where user code could change it.
// Here, and only here, import() is Node's own. A block, so that no name of it is left in the scope of cells.
//
// The driver gets what it calls by name as it is now: cells may declare a Map, a process or a parseInt of their own.
{
  const [input, output, language, driver, transpiler] = process.argv.slice(1);
  const fs = require("node:fs");
  const vm = require("node:vm");
  const zlib = require("node:zlib");
  const names = [
    "globalThis", "process", "performance", "setImmediate", "setTimeout",
    "Array", "ArrayBuffer", "Atomics", "BigInt", "Boolean", "Buffer", "DataView", "Date", "Error", "Function", "Int32Array", "JSON", "Map", "Math",
    "Number", "Object", "Promise", "Proxy", "RangeError", "Reflect", "RegExp", "Set", "SharedArrayBuffer", "String", "Symbol",
    "SyntaxError", "TypeError", "Uint8Array", "WeakMap", "WeakSet",
    "decodeURI", "decodeURIComponent", "encodeURI", "encodeURIComponent", "isFinite", "isNaN", "parseFloat", "parseInt",
  ];
  const values = names.map((name) => globalThis[name]);
  const load = (descriptor, filename) => {
    const module = { exports: {} };
    const source = zlib.gunzipSync(fs.readFileSync(`/proc/self/fd/${descriptor}`)).toString("utf8");
    const wrapped = vm.runInThisContext(
      `(function (${names}) { return function (module, exports, require) {${source}\n}; })`, { filename });
    wrapped(...values)(module, module.exports, require);
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
