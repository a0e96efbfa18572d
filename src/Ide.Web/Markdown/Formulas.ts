import katex from "katex";

/** Longest formula that is set, in characters; a longer one stays as it was written. */
const longest = 20_000;

/** Sets a formula in LaTeX into an element. What KaTeX does not understand stays readable, with what is wrong as its tooltip. */
export function setFormula(element: HTMLElement, tex: string, display: boolean): void {
  if (tex.length > longest) {
    element.textContent = tex;
    return;
  }

  try {
    // Without trust nothing in a formula makes a link, loads a picture or writes attributes.
    katex.render(tex, element, { displayMode: display, trust: false, strict: "ignore", maxExpand: 1000, maxSize: 50 });
  } catch (error) {
    element.textContent = tex;
    element.classList.add("math-wrong");
    element.title = error instanceof Error ? error.message : String(error);
  }
}
