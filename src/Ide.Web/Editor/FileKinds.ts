import { extensionOf } from "../Ui/FileNames";

/** Largest file that opens as text, in bytes. */
export const mostTextBytes = 20 * 1024 * 1024;

/** Pictures, by the MIME type under which the page shows them. An SVG stands in an `img`, where its scripts are dead. */
const images: Readonly<Record<string, string>> = {
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  gif: "image/gif",
  webp: "image/webp",
  bmp: "image/bmp",
  ico: "image/x-icon",
  avif: "image/avif",
  svg: "image/svg+xml",
};

const media: Readonly<Record<string, string>> = {
  mp3: "audio/mpeg",
  wav: "audio/wav",
  ogg: "audio/ogg",
  oga: "audio/ogg",
  flac: "audio/flac",
  m4a: "audio/mp4",
  opus: "audio/ogg",
  mp4: "video/mp4",
  m4v: "video/mp4",
  webm: "video/webm",
  ogv: "video/ogg",
  mov: "video/quicktime",
};

export type PreviewKind = "image" | "media" | "pdf" | "markdown" | "table" | "json" | "notebook";

const others: Readonly<Record<string, PreviewKind>> = {
  pdf: "pdf",
  md: "markdown",
  markdown: "markdown",
  csv: "table",
  tsv: "table",
  json: "json",
  geojson: "json",
  ipynb: "notebook",
};

/** What a shell, a context or nobody runs. */
const runnable = new Set(["py", "js", "mjs", "cjs", "ts", "mts", "sh", "bash"]);

/** The MIME type of what the page shows or plays instead of text. */
export function mediaType(path: string): string | undefined {
  return images[extensionOf(path)] ?? media[extensionOf(path)];
}

/** The other way in which a file can be shown, besides its text. */
export function previewKind(path: string): PreviewKind | undefined {
  const extension = extensionOf(path);
  return extension in images ? "image" : extension in media ? "media" : others[extension];
}

/** There is no text in it that somebody would edit. */
export function isPreviewOnly(path: string): boolean {
  const kind = previewKind(path);
  return kind === "media" || kind === "pdf" || (kind === "image" && extensionOf(path) !== "svg");
}

/** What people want to see of such a file first. */
export function opensAsPreview(path: string): boolean {
  return isPreviewOnly(path) || ["image", "notebook"].includes(previewKind(path) ?? "");
}

export function isRunnable(path: string): boolean {
  return runnable.has(extensionOf(path));
}

/** The text of a file's bytes; undefined when they are none. A byte order mark is kept, since saving writes it again. */
export function textOf(bytes: Uint8Array): string | undefined {
  if (bytes.subarray(0, 8192).includes(0)) {
    return undefined;
  }

  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
