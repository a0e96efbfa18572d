// What a value is besides its text: HTML, SVG, pictures, JSON, tables.
import util from "node:util";
import { jsonOf } from "./json.mjs";
import { TABLE, tableOf } from "./tables.mjs";

/** Methods by which objects say themselves what they are, by MIME type. */
const METHODS = {
  "text/html": ["toHTML", "toHtml", "_toHtml", "_repr_html_"],
  "image/svg+xml": ["toSVG", "toSvg", "_toSvg", "_repr_svg_"],
  "text/markdown": ["toMarkdown", "_toMarkdown", "_repr_markdown_"],
  "text/latex": ["toLaTeX", "toLatex", "_toLatex", "_repr_latex_"],
  "image/png": ["toPNG", "_toPng", "_repr_png_"],
  "image/jpeg": ["toJPEG", "_toJpeg", "_repr_jpeg_"],
};
const BUNDLES = ["_repr_mimebundle_", "_toMime", Symbol.for("Jupyter.display")];

const SIGNATURES = [
  ["image/png", [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ["image/jpeg", [0xff, 0xd8, 0xff]],
  ["image/gif", [0x47, 0x49, 0x46, 0x38]],
  ["application/pdf", [0x25, 0x50, 0x44, 0x46]],
];

/** @returns {Promise<object>|object} the MIME bundle; a promise only where an object's own method gives one. */
export function bundleOf(value) {
  const bundle = { "text/plain": textOf(value) };
  if ((typeof value !== "object" && typeof value !== "function") || value === null) {
    return bundle;
  }
  if (util.types.isUint8Array(value)) {
    const found = SIGNATURES.find(([, signature]) => signature.every((byte, index) => value[index] === byte));
    return found ? { ...bundle, [found[0]]: base64(value) } : bundle;
  }
  Object.assign(bundle, ownBundle(value));
  for (const [mime, names] of Object.entries(METHODS)) {
    const text = names.map((name) => call(value, name, textOrBytes)).find((each) => each !== undefined);
    if (text !== undefined) {
      bundle[mime] ??= text;
    }
  }
  const json = jsonOf(value);
  if (json !== undefined) {
    bundle["application/json"] ??= json;
    const schema = typeof json.$schema === "string" && /\/vega(-lite)?\/v(\d+)/.exec(json.$schema);
    if (schema) {
      bundle[`application/vnd.vega${schema[1] ? "lite" : ""}.v${schema[2]}+json`] = json;
    }
  }
  const table = attempt(() => tableOf(value));
  if (table !== undefined) {
    bundle[TABLE] = table;
  }
  return bundle;
}

export function textOf(value) {
  return util.inspect(value, { depth: 4, maxArrayLength: 200, maxStringLength: 100_000, breakLength: 100 });
}

function ownBundle(value) {
  for (const name of BUNDLES) {
    const own = call(value, name, bundleIn);
    if (own !== undefined) {
      return own;
    }
  }
  return {};
}

function bundleIn(own) {
  return own && typeof own === "object"
    ? Object.fromEntries(Object.entries(own).map(([mime, data]) => [mime, data instanceof Uint8Array ? base64(data) : data]))
    : undefined;
}

function textOrBytes(text) {
  return text === undefined || text === null ? undefined : text instanceof Uint8Array ? base64(text) : String(text);
}

/** undefined where there is no such method. */
function call(value, name, convert) {
  return attempt(() => (typeof value[name] === "function" ? convert(value[name]()) : undefined));
}

/** undefined where the user's own code, which it comes by, fails: the other representations stay. */
function attempt(action) {
  try {
    return action();
  } catch {
    return undefined;
  }
}

function base64(bytes) {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
}
