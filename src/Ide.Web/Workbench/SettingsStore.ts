import type { Disposable } from "./Disposable";
import { Emitter } from "./Emitter";
import { parseSettings, type SettingName, settingTable, type Settings } from "./SettingTable";

export const settingsKey = "ide.settings";

/** Holds the settings: what may be had of them, who is told of a change, and what is kept. */
export class SettingsStore {
  readonly #storage: Pick<Storage, "getItem" | "setItem">;
  readonly #changes = new Emitter<SettingName>();
  #values: Settings;

  constructor(storage: Pick<Storage, "getItem" | "setItem">) {
    this.#storage = storage;
    this.#values = parseSettings(storage.getItem(settingsKey));
  }

  get<Name extends SettingName>(name: Name): Settings[Name] {
    return this.#values[name];
  }

  on<Name extends SettingName>(name: Name, listener: (value: Settings[Name]) => void): Disposable {
    return this.#changes.on((changed) => {
      if (changed === name) {
        listener(this.#values[name]);
      }
    });
  }

  /** @returns False for a value that the setting cannot have; nothing changes then. */
  set(name: SettingName, value: unknown): boolean {
    const parsed = settingTable[name].parse(value);
    if (parsed === undefined) {
      return false;
    }

    this.#take({ ...this.#values, [name]: parsed });
    this.#storage.setItem(settingsKey, JSON.stringify(this.#values));
    return true;
  }

  reset(): void {
    this.#take(parseSettings(null));
    this.#storage.setItem(settingsKey, "{}");
  }

  /** Another tab has changed something. */
  refresh(): void {
    this.#take(parseSettings(this.#storage.getItem(settingsKey)));
  }

  #take(next: Settings): void {
    const changed = (Object.keys(next) as SettingName[]).filter((name) => next[name] !== this.#values[name]);
    this.#values = next;
    changed.forEach((name) => this.#changes.emit(name));
  }
}
