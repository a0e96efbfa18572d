import type { SandboxApi } from "../../Workbench/SandboxApi";
import { mediaType } from "../FileKinds";
import { rawRoute } from "../FileStore";

/** A file's bytes as an address for an element of the page: a copy that belongs to nobody but this page. */
export async function blobAddress(api: SandboxApi, path: string): Promise<{ readonly url: string; readonly size: number }> {
  const response = await api.fetch(rawRoute, { path }, { cache: "no-store" });
  // Of the types only those of pictures and recordings: what the file's sandbox says it is does not count.
  const blob = new Blob([await response.arrayBuffer()], { type: mediaType(path) ?? "application/octet-stream" });
  return { url: URL.createObjectURL(blob), size: blob.size };
}

export function sizeText(bytes: number): string {
  const units = ["bytes", "KB", "MB", "GB"];
  const power = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  const size = bytes / 1024 ** power;
  return `${size.toLocaleString("en", { maximumFractionDigits: power === 0 || size >= 10 ? 0 : 1 })} ${units[power]}`;
}
