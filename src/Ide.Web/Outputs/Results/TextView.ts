import { element, textButton } from "../../Ui/Elements";

/** UTF-16 units that are shown at once: a browser lays out much more only slowly. */
const most = 100_000;

export function textView(text: string): HTMLElement {
  const shown = element("pre", "text-result", text.slice(0, most));
  shown.tabIndex = 0;
  if (text.length <= most) {
    return shown;
  }

  const more = textButton(`Show more (${(text.length - most).toLocaleString("en")} characters hidden)`, "button-quiet button-small", () => {
    const start = shown.textContent?.length ?? 0;
    shown.append(text.slice(start, start + 5 * most));
    more.hidden = start + 5 * most >= text.length;
  });
  return element("div", "", shown, more);
}

/** Markdown as its author meant it; its source until the renderer is there. */
export function markdownView(text: string): HTMLElement {
  return rendered(text, async (host) => (await import("../../Markdown/Markdown")).showMarkdown(host, text));
}

export function formulaView(text: string): HTMLElement {
  return rendered(text, async (host) => (await import("../../Markdown/Markdown")).showLatex(host, text));
}

/** Longer texts stay as they were written. */
const longest = 500_000;

function rendered(text: string, render: (host: HTMLElement) => Promise<void>): HTMLElement {
  if (text.length > longest) {
    return textView(text);
  }

  const host = element("div", "markdown-result");
  host.append(element("pre", "text-result", text.slice(0, most)));
  render(host).catch(() => host.replaceChildren(textView(text)));
  return host;
}
