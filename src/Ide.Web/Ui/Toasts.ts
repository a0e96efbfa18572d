import { element, iconButton, textButton } from "./Elements";
import { icon } from "./Icons";

export type ToastKind = "info" | "success" | "notice" | "error";

export interface ToastAction {
  readonly label: string;
  readonly run: () => void;
}

/** Milliseconds a toast stays. A notice and an error stay until they are closed: they may be the only word of it. */
const stays = { info: 5_000, success: 4_000, notice: undefined, error: undefined } as const;
const icons = { info: "info", success: "circle-check", notice: "info", error: "circle-alert" } as const;
/** More than this at once are noise; the oldest goes. */
const most = 4;

/** Says something that has no place of its own in the page. */
export function toast(kind: ToastKind, text: string, action?: ToastAction): void {
  retract(text);
  const region = regionOf();
  const shown = element("div", `toast toast-${kind}`, icon(icons[kind]), element("span", "toast-text", text));
  shown.dataset["text"] = text;
  shown.setAttribute("role", kind === "error" ? "alert" : "status");
  if (action) {
    shown.append(
      textButton(action.label, "button-small", () => {
        shown.remove();
        action.run();
      }),
    );
  }

  shown.append(iconButton("x", "Dismiss", () => shown.remove()));
  region.append(shown);
  while (region.childElementCount > most) {
    region.firstElementChild?.remove();
  }

  const stay = stays[kind];
  if (stay !== undefined) {
    setTimeout(() => shown.remove(), stay);
  }
}

/** Takes back what is not so any more; nothing happens where it is not shown. */
export function retract(text: string): void {
  [...regionOf().querySelectorAll<HTMLElement>(".toast")].filter((shown) => shown.dataset["text"] === text).forEach((shown) => shown.remove());
}

function regionOf(): HTMLElement {
  const existing = document.querySelector<HTMLElement>(".toasts");
  if (existing) {
    return existing;
  }

  const region = element("div", "toasts");
  region.dataset["repeats"] = "";
  region.setAttribute("aria-label", "Notifications");
  region.setAttribute("role", "region");
  document.body.append(region);
  return region;
}
