import { icon } from "./Icons";

/** An element with a class and children. Strings become text, never markup. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className = "",
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  if (className !== "") {
    made.className = className;
  }

  made.append(...children);
  return made;
}

/** A button that shows an icon and tells its meaning to pointer and screen reader. */
export function iconButton(name: string, label: string, onClick: () => void): HTMLButtonElement {
  const button = element("button", "icon-button", icon(name));
  button.type = "button";
  button.title = label;
  button.setAttribute("aria-label", label);
  button.addEventListener("click", onClick);
  return button;
}

export function textButton(label: string, className: string, onClick: () => void): HTMLButtonElement {
  const button = element("button", `button ${className}`.trim(), label);
  button.type = "button";
  button.addEventListener("click", onClick);
  return button;
}
