import { sha256 } from "./Sha256";

/**
 * What each script begins with. No policy forbids WebRTC to speak to any host; so it is taken away, here and in every frame
 * that a script may make: such a frame has a world of its own, but the policy of this one, which knows no other scripts.
 */
const preamble = "delete window.RTCPeerConnection;delete window.webkitRTCPeerConnection;\n";

/** The types that run; all others are data. */
const running = /^(module|(application|text)\/(x-)?(java|ecma)script|text\/(javascript1\.[0-5]|jscript|livescript))?$/i;

/** Shows HTML with its scripts, and lets nothing run in this document, or in one within it, that does not begin as they do. */
export function showConfined(root: HTMLElement, html: string): void {
  const content = document.createRange().createContextualFragment(html);
  const scripts = scriptsIn(content);
  for (const script of scripts) {
    script.textContent = `${preamble}${script.textContent ?? ""}`.toWellFormed();
  }

  // Only ever stricter than the policy that the document came with.
  const policy = document.createElement("meta");
  policy.httpEquiv = "Content-Security-Policy";
  policy.content = `script-src 'unsafe-eval' ${scripts.map((script) => `'sha256-${hashOf(script.textContent ?? "")}'`).join(" ")}`;
  document.head.append(policy);

  armHandlers(content);
  runLater(root, new Set(scripts.map((script) => script.textContent ?? "")));
  root.append(content);
}

/**
 * Scripts and handlers that scripts add have no hash: they run as their makers could run them themselves, a moment later. As in
 * any page, a script runs once, and one that came as text of HTML does not.
 *
 * @param known The texts that the policy lets run.
 */
function runLater(root: HTMLElement, known: ReadonlySet<string>): void {
  const made = new WeakSet<Element>();
  const create = document.createElement.bind(document);
  document.createElement = ((name: string, options?: ElementCreationOptions) => {
    const element = create(name, options);
    made.add(element);
    return element;
  }) as typeof document.createElement;
  new MutationObserver((changes) => {
    for (const node of changes.flatMap(({ addedNodes }) => [...addedNodes])) {
      if (node instanceof Element) {
        armHandlers(node);
        for (const script of [...(node.matches("script") ? [node] : []), ...scriptsIn(node)]) {
          const text = script.textContent ?? "";
          if (isInline(script) && script.isConnected && made.delete(script) && !known.has(text)) {
            window.setTimeout(text);
          }
        }
      }
    }
  }).observe(root.ownerDocument, { childList: true, subtree: true });
}

function scriptsIn(content: ParentNode): Element[] {
  return [...content.querySelectorAll("script")].filter(isInline);
}

function isInline(script: Element): boolean {
  return !script.hasAttribute("src") && !script.hasAttribute("href") && running.test(script.getAttribute("type") ?? "");
}

/** Attributes such as onclick are scripts without a hash, too: their elements get them as functions. */
function armHandlers(content: ParentNode | Element): void {
  const elements = [...(content instanceof Element ? [content] : []), ...content.querySelectorAll("*")];
  for (const element of elements) {
    for (const { name, value } of [...element.attributes].filter((attribute) => /^on/i.test(attribute.name) && attribute.name in element)) {
      element.removeAttribute(name);
      try {
        Reflect.set(element, name, new Function("event", value));
      } catch {
        // Not JavaScript: as in any page, nothing comes of it.
      }
    }
  }
}

function hashOf(text: string): string {
  return btoa(String.fromCharCode(...sha256(new TextEncoder().encode(text))));
}
