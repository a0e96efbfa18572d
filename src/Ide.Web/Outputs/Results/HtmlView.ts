import DOMPurify from "dompurify";
import { element } from "../../Ui/Elements";
import { dropAddresses } from "./HtmlAddresses";
import { htmlStyles } from "./HtmlStyles";
import { keepReadable } from "./HtmlContrast";
import { armTables } from "./HtmlTables";

const sheet = new CSSStyleSheet();
sheet.replaceSync(htmlStyles);

/**
 * HTML without scripts. It is sanitised and stands in a shadow tree, whose styles reach nothing outside, inside a box
 * that clips whatever is positioned out of it.
 */
export function htmlView(html: string): HTMLElement {
  const host = element("div", "html-result");
  const shadow = host.attachShadow({ mode: "open" });
  shadow.adoptedStyleSheets = [sheet];
  const content = sanitised(html);
  const tools = armTables(content);
  shadow.append(content);
  keepReadable(host, shadow);
  host.tabIndex = 0;
  host.setAttribute("role", "region");
  host.setAttribute("aria-label", "HTML output");
  // The box around it, not the host, keeps it in its place: styles inside a shadow tree may style its host.
  return element("div", "html-box", element("div", "html-clip", host), ...tools);
}

function sanitised(html: string): DocumentFragment {
  const fragment = DOMPurify.sanitize(html, {
    RETURN_DOM_FRAGMENT: true,
    ADD_TAGS: ["style"],
    FORCE_BODY: true,
    FORBID_TAGS: ["form", "input", "button", "textarea", "select", "link", "base", "meta", "dialog", "svg", "math"],
    FORBID_ATTR: ["action", "formaction", "popover", "popovertarget", "autofocus", "tabindex", "contenteditable", "ping"],
  });
  for (const link of fragment.querySelectorAll("a[href], area[href]")) {
    link.setAttribute("target", "_blank");
    link.setAttribute("rel", "noopener noreferrer");
    if (!leadsOut(link.getAttribute("href") ?? "")) {
      link.removeAttribute("href");
    }
  }

  dropAddresses(fragment);
  return fragment;
}

/** Nothing in an output may reach the product as its reader, not even by a click. */
function leadsOut(address: string): boolean {
  return URL.canParse(address, location.origin) && new URL(address, location.origin).host !== location.host;
}
