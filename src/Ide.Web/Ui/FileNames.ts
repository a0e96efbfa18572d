import { shownText } from "./ShownText";

/** In lower case, without the dot; empty where there is none, as in `.bashrc`. */
export function extensionOf(path: string): string {
  return /[^/]\.([^./]+)$/.exec(path)?.[1]?.toLowerCase() ?? "";
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** As {@link nameOf}, for a person to read. */
export function shownNameOf(path: string): string {
  return shownText(nameOf(path));
}

export function folderOf(path: string): string {
  return path.slice(0, Math.max(1, path.lastIndexOf("/")));
}
