import { swapIcon } from "../Ui/Icons";
import { type Disposable, DisposableStore } from "./Disposable";
import { settings } from "./Settings";
import { type ThemeChoice, themeNames } from "./Theme";

const next = { system: "light", light: "dark", dark: "contrast", contrast: "system" } as const;
const icons = { system: "monitor", light: "sun", dark: "moon", contrast: "contrast" } as const;

/** Mounts the button that goes round the themes. */
export function mount(host: HTMLButtonElement): Disposable {
  const scope = new DisposableStore();
  const show = (choice: ThemeChoice): void => {
    swapIcon(host.querySelector("svg")!, icons[choice]);
    host.title = `Theme: ${themeNames[choice]}`;
    host.setAttribute("aria-label", host.title);
  };
  scope.add(settings.on("theme", show));
  scope.listen(host, "click", () => void settings.set("theme", next[settings.get("theme")]));
  show(settings.get("theme"));
  return scope;
}
