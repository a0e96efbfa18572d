import { element, iconButton } from "../Ui/Elements";
import { icon, swapIcon } from "../Ui/Icons";
import { languageName } from "./Notices";
import { fileNameOf } from "./Saving";
import { type Run, titleOf } from "./Run";
import { placeOf } from "./RunFilter";
import { avatar } from "../Presence/Avatar";
import { clockOf, durationOf } from "./Times";

const icons = {
  queued: "clock",
  running: "loader",
  succeeded: "check",
  failed: "x",
  cancelled: "square",
  timed_out: "timer-off",
} as const;

/** What a run's state is called. */
export const stateNames = {
  queued: "Queued",
  running: "Running",
  succeeded: "Done",
  failed: "Failed",
  cancelled: "Interrupted",
  timed_out: "Timed out",
} as const;

export interface RunActions {
  /** Undefined for a viewer. */
  readonly stop: ((run: Run) => void) | undefined;
  /** Undefined for a viewer. */
  readonly again: ((run: Run) => void) | undefined;
  readonly copy: (run: Run) => void;
  readonly copyCode: (run: Run) => void;
  readonly pin: (run: Run) => void;
  readonly isPinned: (run: Run) => boolean;
  /** What people call the context or session that a run is in. */
  readonly placeName: (place: string) => string;
  /** Where all that was printed is downloaded. */
  readonly download: (run: Run) => string;
}

/** Who ran what, when, for how long, and how it stands. */
export class RunHeader {
  readonly root = element("header", "run-header");
  readonly #state = icon("loader");
  readonly #title: HTMLButtonElement;
  readonly #duration = element("span", "run-duration");
  readonly #outcome = element("span", "run-outcome");
  readonly #stop: HTMLButtonElement | undefined;
  readonly #again: HTMLButtonElement | undefined;
  readonly #pin: HTMLButtonElement;

  constructor(
    private readonly run: Run,
    private readonly actions: RunActions,
    onFold: () => void,
  ) {
    const { started } = run;
    this.#state.classList.add("run-state");
    this.#title = element("button", "run-title", element("span", "run-name", titleOf(started)));
    this.#title.type = "button";
    this.#title.title = `${titleOf(started)}\nFold or unfold`;
    this.#title.setAttribute("aria-expanded", "true");
    this.#title.addEventListener("click", onFold);
    if (started.kind !== "code") {
      this.#title.prepend(element("span", "run-prompt", "$"));
    }

    const { stop, again } = actions;
    this.#stop = stop && iconButton("square", "Stop this run", () => stop(run));
    this.#stop?.setAttribute("data-stop", "");
    this.#again = again && iconButton("refresh-cw", "Run again", () => again(run));
    this.#pin = iconButton("pin", "Pin", () => actions.pin(run));
    const own = started.contextId ?? started.sessionId;
    // What everybody uses need not be said.
    const place = own === undefined || own.startsWith("default") ? [] : [this.#place(placeOf(run))];
    const language = started.language === undefined ? [] : [element("span", "run-language", languageName(started.language))];
    this.root.append(this.#state, this.#title, ...language, ...place, this.#outcome, element("span", "run-end", this.#tools(), this.#meta()));
    this.update();
  }

  update(): void {
    const { state, exitCode, isOpen, started } = this.run;
    swapIcon(this.#state, icons[state]);
    this.#state.classList.toggle("spinning", state === "running");
    this.#title.setAttribute("aria-label", `${stateNames[state]}: ${titleOf(started)}, by ${started.actor}`);
    this.#outcome.textContent =
      state === "succeeded" || state === "running" ? "" : exitCode !== undefined && exitCode !== 0 && state === "failed" ? `Exit ${exitCode}` : stateNames[state];
    if (this.#stop && this.#again) {
      this.#stop.hidden = !isOpen;
      this.#again.hidden = isOpen;
    }

    this.#pin.setAttribute("aria-pressed", String(this.actions.isPinned(this.run)));
    this.tick(Date.now());
  }

  fold(isFolded: boolean): void {
    this.#title.setAttribute("aria-expanded", String(!isFolded));
  }

  /** @param now Milliseconds since the epoch; the run goes on, and so does its clock. */
  tick(now: number): void {
    const { duration, started, runningSince } = this.run;
    this.#duration.textContent = durationOf(duration ?? Math.max(0, now - Date.parse(runningSince ?? started.at)));
  }

  #place(place: string): HTMLElement {
    const shown = element("span", "run-place", this.actions.placeName(place));
    shown.dataset["place"] = place;
    return shown;
  }

  #tools(): HTMLElement {
    const { run, actions } = this;
    const download = element("a", "icon-button", icon("download"));
    download.href = actions.download(run);
    download.download = `${fileNameOf(titleOf(run.started))}.txt`;
    download.title = "Download the whole output";
    download.setAttribute("aria-label", download.title);
    return element(
      "span",
      "run-actions",
      iconButton("copy", "Copy the output", () => actions.copy(run)),
      iconButton("file-code", "Copy the code", () => actions.copyCode(run)),
      download,
      this.#pin,
      // The last: it stays where it is when the others come.
      ...(this.#stop ? [this.#stop] : []),
      ...(this.#again ? [this.#again] : []),
    );
  }

  #meta(): HTMLElement {
    const { started } = this.run;
    const when = element("time", "run-time", clockOf(started.at));
    when.dateTime = started.at;
    when.title = new Date(started.at).toLocaleString();
    return element("span", "run-meta", avatar(started.actor), element("span", "run-actor", started.actor), when, this.#duration);
  }
}
