const svg = "http://www.w3.org/2000/svg";

/** An icon of the sprite in wwwroot/icons. It is decoration: what it stands for is said by its button's label. */
export function icon(name: string): SVGSVGElement {
  const picture = document.createElementNS(svg, "svg");
  picture.setAttribute("class", "icon");
  picture.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(svg, "use");
  use.setAttribute("href", `/icons/sprite.svg#${name}`);
  picture.append(use);
  return picture;
}

/** Shows another icon in the same place. */
export function swapIcon(picture: SVGSVGElement, name: string): void {
  picture.firstElementChild?.setAttribute("href", `/icons/sprite.svg#${name}`);
}
