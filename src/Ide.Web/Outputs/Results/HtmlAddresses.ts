/** What an output carries along, as an attribute's value. */
const carried = /^\s*(?:data|blob):/i;
/** An address in a style, but one that the output carries along or that names a part of it. */
const asked = /\b(?:url|(?:-webkit-)?image-set)\((?!\s*["']?(?:data:|blob:|#))(?:"[^"]*"|'[^']*'|[^)"'])*\)/gi;

/**
 * Takes away every address that would be asked for by itself, but those that an output carries along: other hosts the page's
 * policy refuses, and this one would take the question for its reader's.
 */
export function dropAddresses(content: DocumentFragment): void {
  for (const element of content.querySelectorAll("[src], [srcset], [poster], [background]")) {
    element.removeAttribute("srcset");
    for (const name of ["src", "poster", "background"]) {
      if (element.hasAttribute(name) && !carried.test(element.getAttribute(name)!)) {
        element.removeAttribute(name);
      }
    }
  }

  for (const element of content.querySelectorAll<HTMLElement>("[style]")) {
    element.style.cssText = withoutAddresses(element.style.cssText);
  }

  for (const style of content.querySelectorAll("style")) {
    const sheet = new CSSStyleSheet();
    // Sheets that are made so have no @import.
    sheet.replaceSync(style.textContent ?? "");
    style.textContent = [...sheet.cssRules].map((rule) => withoutAddresses(rule.cssText)).join("\n");
  }
}

/**
 * @param css A rule, or declarations, as a browser writes them: without escapes, but in selectors, and where it keeps what was
 * written, in a custom property and what uses one. There they could spell anything, so nothing of such a text is kept.
 */
export function withoutAddresses(css: string): string {
  return css.includes("\\", css.indexOf("{") + 1) ? "" : css.replace(asked, "none");
}
