/** What comes along with the output itself, or is a part of it. */
const carried = /^\s*(data:|blob:|#)/i;
/** As the browser writes them, whatever they were written like. */
const inStyles = /\b(?:url|(?:-webkit-)?image-set)\(\s*"?(?!data:|blob:|#)[^)]*\)/gi;

/**
 * Takes away every address that would be asked for by itself, but those that an output carries along: other hosts the page's
 * policy refuses, and this one would take the question for its reader's.
 */
export function dropAddresses(content: DocumentFragment): void {
  for (const element of content.querySelectorAll("[src], [srcset], [poster], [background]")) {
    for (const name of ["src", "srcset", "poster", "background"]) {
      if (!carried.test(element.getAttribute(name) ?? "#")) {
        element.removeAttribute(name);
      }
    }
  }

  for (const element of content.querySelectorAll<HTMLElement>("[style]")) {
    const text = element.style.cssText;
    const kept = text.replace(inStyles, "none");
    if (kept !== text) {
      element.style.cssText = kept;
    }
  }

  for (const style of content.querySelectorAll("style")) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style.textContent ?? "");
    const text = [...sheet.cssRules].map((rule) => rule.cssText).join("\n");
    const kept = text.replace(inStyles, "none");
    if (kept !== text) {
      style.textContent = kept;
    }
  }
}
