/** Where a link or a picture of a Markdown text leads. */
export type Target =
  /** Out of the product. */
  | { readonly kind: "web"; readonly url: string }
  /** A file of the sandbox, by its absolute path. */
  | { readonly kind: "file"; readonly path: string }
  /** A heading of the same text. */
  | { readonly kind: "heading"; readonly name: string }
  /** A picture that is part of the text. */
  | { readonly kind: "data"; readonly url: string }
  | { readonly kind: "nothing" };

/** @param origin The product's own: nothing in a text may reach it as its reader. @param folder Where relative paths begin. */
export function targetOf(link: string, origin: string, folder: string | undefined): Target {
  const trimmed = link.trim();
  if (trimmed.startsWith("#")) {
    return { kind: "heading", name: decoded(trimmed.slice(1)).toLowerCase() };
  }

  if (/^data:image\/(png|jpeg|gif|webp|svg\+xml|bmp|avif)[;,]/i.test(trimmed)) {
    return { kind: "data", url: trimmed };
  }

  if (/^[a-z][a-z0-9+.-]*:|^[\\/]{2}/i.test(trimmed)) {
    return webTarget(trimmed, origin);
  }

  const path = decoded(trimmed.replace(/[?#].*$/s, ""));
  return folder === undefined || path === "" || path.includes("\0") ? { kind: "nothing" } : { kind: "file", path: joined(folder, path) };
}

function webTarget(link: string, origin: string): Target {
  const url = URL.canParse(link, origin) ? new URL(link, origin) : undefined;
  const leadsOut = url && ["http:", "https:", "mailto:"].includes(url.protocol) && url.host !== new URL(origin).host;
  return leadsOut ? { kind: "web", url: url.href } : { kind: "nothing" };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function joined(folder: string, path: string): string {
  const parts: string[] = [];
  for (const part of (path.startsWith("/") ? path : `${folder}/${path}`).split("/")) {
    if (part === "..") {
      parts.pop();
    } else if (part !== "" && part !== ".") {
      parts.push(part);
    }
  }

  return `/${parts.join("/")}`;
}

/** The name that a link to a heading uses: as GitHub makes it of the heading's text. */
export function headingName(text: string): string {
  return text.trim().toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, "").replace(/\s/g, "-");
}
