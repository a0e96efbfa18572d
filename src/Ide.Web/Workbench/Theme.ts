import type { Disposable } from "./Disposable";
import { Emitter } from "./Emitter";
import { settings } from "./Settings";
import type { Settings } from "./SettingTable";

/** What is chosen; "system" follows the operating system. */
export type ThemeChoice = Settings["theme"];
/** What is shown. High contrast is a dark theme, for those who know two, or what the system forces upon either. */
export type Theme = "light" | "dark";

export const themeNames: Readonly<Record<ThemeChoice, string>> = { system: "as the system", light: "light", dark: "dark", contrast: "high contrast" };

const changes = new Emitter<Theme>();
const prefersDark = window.matchMedia("(prefers-color-scheme: dark)");
const forcesColours = window.matchMedia("(forced-colors: active)");
prefersDark.addEventListener("change", () => changes.emit(currentTheme()));
forcesColours.addEventListener("change", () => changes.emit(currentTheme()));
settings.on("theme", apply);

export function currentTheme(): Theme {
  const choice = settings.get("theme");
  return choice === "system" ? (prefersDark.matches ? "dark" : "light") : choice === "light" ? "light" : "dark";
}

/** Whether the person wants strong borders and pure colours, of this page or of every program. */
export function isHighContrast(): boolean {
  return settings.get("theme") === "contrast" || areColoursForced();
}

/** Whether the system puts its own colours in the place of the page's. It does so by itself, but in no canvas. */
export function areColoursForced(): boolean {
  return forcesColours.matches;
}

/** Called after the theme that is shown may have changed. */
export const onTheme = (listener: (theme: Theme) => void): Disposable => changes.on(listener);

/** The choice stands on the root for the stylesheets, and in a cookie, so that the server's first paint is right. */
function apply(choice: ThemeChoice): void {
  const year = 365 * 24 * 60 * 60;
  const root = document.documentElement;
  // Everything changes at once: what fades from one theme to the other cannot be read in between.
  root.dataset["still"] = "";
  root.dataset["theme"] = choice;
  void getComputedStyle(root).color;
  requestAnimationFrame(() => delete root.dataset["still"]);
  document.cookie = `ide-theme=${choice}; path=/; max-age=${year}; samesite=lax`;
  changes.emit(currentTheme());
}

if (document.documentElement.dataset["theme"] !== settings.get("theme")) {
  apply(settings.get("theme"));
}
