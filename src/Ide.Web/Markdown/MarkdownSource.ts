import DOMPurify from "dompurify";
import Parser, { type MarkdownIt } from "markdown-it";
import { mathSyntax } from "./MathSyntax";

const markdown = new Parser({ html: true, linkify: true }).use(mathSyntax).use(sourceLines).use(taskLists);

// Done before an element gets into the page's own document: there a picture is fetched as soon as it exists.
const purifier = DOMPurify(window);
purifier.addHook("afterSanitizeAttributes", (element) => element instanceof HTMLElement && disarm(element));

/**
 * Markdown as elements that run nothing. The allow-list leaves no way to the page's own looks (classes, ids, styles) and
 * none to the network: pictures and links come out as `data-src` and `data-href`, for their reader to decide on.
 */
export function parseMarkdown(text: string): DocumentFragment {
  return clean(markdown.render(text));
}

const tags =
  "a abbr b blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img " +
  "ins kbd li mark ol p pre q rp rt ruby s samp section small span strike strong sub summary sup table tbody td tfoot th thead tr tt u ul var wbr";

const attributes = "href src alt title class style align width height colspan rowspan open start type lang dir id data-line";

/** HTML as Markdown may hold it: as elements that run nothing. */
export function clean(html: string): DocumentFragment {
  return purifier.sanitize(html, {
    RETURN_DOM_FRAGMENT: true,
    FORCE_BODY: true,
    ALLOWED_TAGS: tags.split(" "),
    ALLOWED_ATTR: attributes.split(" "),
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
  });
}

function disarm(element: HTMLElement): void {
  // Of the styles only what markdown-it itself writes: how a table's column is aligned.
  const align = element.style.textAlign;
  element.removeAttribute("style");
  if (align !== "") {
    element.style.textAlign = align;
  }

  const kept = [...element.classList].filter((name) => /^(math|math-display|language-[\w+#.-]{1,40}|task|done)$/.test(name));
  element.removeAttribute("class");
  element.classList.add(...kept);
  if (element.id !== "") {
    element.dataset["id"] = element.id;
    element.removeAttribute("id");
  }

  for (const name of ["href", "src"]) {
    const value = element.getAttribute(name);
    if (value !== null) {
      element.removeAttribute(name);
      element.dataset[name] = value;
    }
  }
}

/** Every block says which line it came from, so that a preview can follow the text. */
function sourceLines(parser: MarkdownIt): void {
  parser.core.ruler.push("source-lines", ({ tokens }) => {
    for (const token of tokens) {
      if (token.map && token.level === 0 && token.nesting !== -1 && token.type !== "math") {
        token.attrSet("data-line", String(token.map[0] + 1));
      }
    }
  });
}

/** `- [ ] …` and `- [x] …`, which are read and not ticked. */
function taskLists(parser: MarkdownIt): void {
  parser.core.ruler.after("inline", "task-lists", ({ tokens }) => {
    for (const [index, token] of tokens.entries()) {
      const task = token.type === "inline" && tokens[index - 2]?.type === "list_item_open" ? /^\[([ xX])\]\s/.exec(token.content) : null;
      const first = token.children?.[0];
      if (task && first?.type === "text") {
        first.content = first.content.slice(task[0].length);
        tokens[index - 2]!.attrSet("class", task[1] === " " ? "task" : "task done");
      }
    }
  });
}
