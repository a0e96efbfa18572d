import type { Look } from "../Workbench/JournalEvents";
import type { Timer } from "../Workbench/Timer";

export interface Report extends Partial<Look> {
  readonly isAway: boolean;
}

/** Milliseconds between two reports: four a second, of the fifty messages that the server takes from one person. */
const pause = 250;

/** Tells the server where this page's person looks, when it is another place than was told last, and not at each move. */
export class LookReporter {
  readonly #send: (report: Report) => Promise<unknown>;
  readonly #timer: Timer;
  #wanted: Report = { isAway: false };
  #told = "";
  #waiting = false;

  constructor(send: (report: Report) => Promise<unknown>, timer: Timer) {
    this.#send = send;
    this.#timer = timer;
  }

  report(report: Report): void {
    this.#wanted = report;
    if (!this.#waiting) {
      this.#tell();
    }
  }

  /** The server may have forgotten what it was told: the connection is new. */
  again(): void {
    this.#told = "";
    this.report(this.#wanted);
  }

  #tell(): void {
    const report = JSON.stringify(this.#wanted);
    if (report === this.#told) {
      return;
    }

    this.#told = report;
    this.#waiting = true;
    // What could not be told now is told when the connection is back.
    this.#send(this.#wanted).catch(() => (this.#told = ""));
    this.#timer.after(pause, () => {
      this.#waiting = false;
      if (this.#told !== "") {
        this.#tell();
      }
    });
  }
}
