import { type Disposable, DisposableStore } from "./Disposable";
import { holdSession, type SandboxView } from "./SandboxSession";
import { settings } from "./Settings";
import { type SettingName, settingTable } from "./SettingTable";
import { type ThemeChoice, themeNames } from "./Theme";

type Field = HTMLInputElement | HTMLSelectElement;

/** Joins the fields of the settings dialog to the settings. What a field cannot have is marked and not taken. */
export function mount(dialog: HTMLDialogElement, view: SandboxView): Disposable {
  const scope = new DisposableStore();
  const session = holdSession(view, scope);
  const fields = [...dialog.querySelectorAll<Field>("[data-setting]")];
  for (const field of fields) {
    bind(field, scope);
  }

  const hint = dialog.querySelector<HTMLElement>("[data-notification-hint]")!;
  scope.add(settings.on("notifications", (wanted) => void askWhenWanted(wanted, hint)));
  scope.listen(dialog.querySelector("[data-reset]")!, "click", () => settings.reset());
  scope.listen<MouseEvent>(dialog, "mousedown", (event) => event.target === dialog && dialog.close());
  scope.add(
    session.commands.register({
      id: "settings.open",
      title: "Open the settings",
      keys: "Ctrl+,",
      everywhere: true,
      run: () => {
        hint.textContent = hintNow();
        dialog.showModal();
      },
    }),
  );
  for (const [choice, name] of Object.entries(themeNames)) {
    scope.add(session.commands.register({ id: `theme.${choice}`, title: `Theme: ${name}`, run: () => void settings.set("theme", choice as ThemeChoice) }));
  }

  return scope;
}

function bind(field: Field, scope: DisposableStore): void {
  const name = field.dataset["setting"] as SettingName;
  const { range } = settingTable[name] as { range?: { least: number; most: number } };
  if (field instanceof HTMLInputElement && range) {
    field.min = String(range.least);
    field.max = String(range.most);
    field.required = true;
  }

  const isBox = field instanceof HTMLInputElement && field.type === "checkbox";
  const show = (value: unknown): void => {
    if (isBox) {
      field.checked = value === true;
    } else if (document.activeElement !== field || !(field instanceof HTMLInputElement)) {
      field.value = String(value);
    }
  };
  scope.listen(field, "input", () =>
    void settings.set(name, isBox ? field.checked : range ? (field as HTMLInputElement).valueAsNumber : field.value),
  );
  scope.listen(field, "blur", () => show(settings.get(name)));
  scope.add(settings.on(name, show));
  show(settings.get(name));
}

/** The browser asks its person once, and only after this person has asked for notifications. */
async function askWhenWanted(wanted: boolean, hint: HTMLElement): Promise<void> {
  if (wanted && "Notification" in window && Notification.permission === "default") {
    await Notification.requestPermission();
  }

  hint.textContent = hintNow();
}

function hintNow(): string {
  if (!settings.get("notifications")) {
    return "The tab's title tells it in any case.";
  }

  const permission = "Notification" in window ? Notification.permission : "denied";
  return permission === "denied"
    ? "This browser does not allow notifications from here; the tab's title tells it instead."
    : "The tab's title tells it, and a notification of the browser.";
}
