import { element } from "../Ui/Elements";
import { type BlockServices, RunBlock } from "./RunBlock";
import type { Background, Entry, Topic } from "./RunModel";
import { ScreenView } from "./ScreenView";

/** One entry of the stream, drawn. */
export interface EntryView {
  readonly entry: Entry;
  readonly root: HTMLElement;
  readonly update: () => void;
  /** @param now Milliseconds since the epoch. */
  readonly tick: (now: number) => void;
  readonly dispose: () => void;
}

/** What the model reports changes of. */
export function topicOf(entry: Entry): Topic | undefined {
  return entry.kind === "run" ? entry.run : entry.kind === "background" ? entry : undefined;
}

export function viewOf(entry: Entry, services: BlockServices): EntryView {
  switch (entry.kind) {
    case "run": {
      const { run } = entry;
      const block = new RunBlock(run, services);
      return {
        entry,
        root: block.root,
        update: () => block.update(),
        tick: (now) => void (run.isOpen && block.tick(now)),
        dispose: () => block.dispose(),
      };
    }
    case "background":
      return backgroundView(entry);
    case "notice":
      return still(entry, element("div", "stream-notice", entry.text));
  }
}

function backgroundView(entry: Background): EntryView {
  const screen = new ScreenView(entry.screen, null);
  screen.update();
  const title = element("span", "run-title", `Background output of session ${entry.session}`);
  const root = element("article", "run", element("header", "run-header", title), element("div", "run-body", screen.root));
  return { ...still(entry, root), update: () => screen.update() };
}

function still(entry: Entry, root: HTMLElement): EntryView {
  return { entry, root, update: () => {}, tick: () => {}, dispose: () => root.remove() };
}
