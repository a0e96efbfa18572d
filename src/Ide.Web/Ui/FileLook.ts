import { extensionOf } from "./FileNames";
import { icon } from "./Icons";

/** How a file shows in what modules draw; FileLook.cs has the same table for what the server draws. */
const looks: readonly (readonly [icon: string, look: string, extensions: string])[] = [
  ["file-code", "code", "py js mjs cjs ts mts tsx jsx php rb java c h cpp hpp cc rs go swift kt scala cs html css scss sql r lua"],
  ["file-image", "image", "png jpg jpeg gif webp svg bmp ico avif"],
  ["file-spreadsheet", "data", "csv tsv xlsx xls parquet arrow feather db sqlite"],
  ["file-cog", "config", "toml ini cfg conf env lock yml yaml"],
  ["file-braces", "config", "json jsonl ipynb xml"],
  ["file-terminal", "data", "sh bash zsh fish"],
  ["file-archive", "config", "zip gz tgz tar xz bz2 7z whl jar"],
];

const byExtension = new Map(looks.flatMap(([name, look, extensions]) => extensions.split(" ").map((extension) => [extension, [name, look] as const])));

/** The symbol of a file, in the colour of its kind. */
export function fileIcon(path: string): SVGSVGElement {
  const [name, look] = byExtension.get(extensionOf(path)) ?? ["file-text", "text"];
  const picture = icon(name);
  picture.classList.add("file-icon", look);
  return picture;
}
