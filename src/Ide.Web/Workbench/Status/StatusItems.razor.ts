import { invoke } from "../CommandButtons";
import { type Disposable, DisposableStore } from "../Disposable";
import { countsOf } from "../OpenRuns";
import { holdSession, type SandboxSession, type SandboxView } from "../SandboxSession";
import { systemTimer } from "../Timer";
import { bytesOf, type SandboxStats, sparkline, StatsHistory } from "./Stats";
import { languageTitle } from "./Languages";
import { StatsPoll } from "./StatsPoll";

/** Of a sparkline's box, as the markup has it. */
const box = { width: 48, height: 14 } as const;

/** Mounts the items of the status bar. */
export function mount(
  view: SandboxView,
  runs: HTMLElement,
  cursor: HTMLElement,
  language: HTMLElement,
  stats: HTMLElement,
  resources: HTMLElement,
): Disposable {
  const scope = new DisposableStore();
  const session = holdSession(view, scope);
  showRuns(session, runs, scope);
  showPlace(session, cursor, language, scope);
  showStats(session, stats, resources, scope);
  return scope;
}

function showRuns(session: SandboxSession, item: HTMLElement, scope: DisposableStore): void {
  const text = item.querySelector("[data-text]")!;
  const show = (): void => {
    const open = session.runs.all;
    item.dataset["busy"] = String(open.length > 0);
    item.hidden = open.length === 0;
    text.textContent = countsOf(open);
  };
  scope.add(session.runs.onChange(show));
  show();
  // Where contexts have a view of their own, that; else where their runs show.
  scope.listen(item, "click", () => invoke(session.commands, session.commands.get("view.contexts") ? "view.contexts" : "view.output"));
}

function showPlace({ editor }: SandboxSession, cursor: HTMLElement, language: HTMLElement, scope: DisposableStore): void {
  const show = (): void => {
    const file = editor.active;
    cursor.hidden = language.hidden = file === undefined;
    if (file) {
      cursor.textContent = `Ln ${file.line}, Col ${file.column}`;
      language.textContent = languageTitle(file.language);
    }
  };
  scope.add(editor.onMove(show));
  show();
}

function showStats(session: SandboxSession, item: HTMLElement, resources: HTMLElement, scope: DisposableStore): void {
  const history = new StatsHistory();
  const poll = scope.add(
    new StatsPoll(
      () => session.api.json<SandboxStats>("GET", "/api/stats?wake=false"),
      (stats) => {
        item.dataset["stale"] = String(stats === undefined);
        if (stats) {
          history.add(stats);
          draw(history, item, resources);
        }
      },
      systemTimer,
    ),
  );
  const watch = (): void => poll.watch(!document.hidden && session.connection.state.kind === "live");
  scope.add(session.connection.onState(watch));
  scope.listen(document, "visibilitychange", watch);
  watch();
}

function draw(history: StatsHistory, item: HTMLElement, resources: HTMLElement): void {
  const { memory, cpu, processes, disk } = history.last!;
  const samples = history.samples;
  const busy = samples.map((sample) => sample.busy ?? 0);
  const used = samples.map((sample) => sample.memoryBytes);
  const put = (root: HTMLElement, selector: string, text: string): void => void (root.querySelector(selector)!.textContent = text);
  const percent = `${Math.round((busy.at(-1)! / cpu.count) * 100)} %`;
  put(item, "[data-memory]", bytesOf(memory.usedBytes));
  put(item, "[data-cpu]", `CPU ${percent}`);
  item.querySelector("[data-memory-line]")!.setAttribute("points", sparkline(used, Math.max(...used) * 1.25, box.width, box.height));
  item.querySelector("[data-cpu-line]")!.setAttribute("points", sparkline(busy, cpu.count, box.width, box.height));
  put(resources, "[data-now='memory']", bytesOf(memory.usedBytes));
  put(resources, "[data-now='cpus']", `${busy.at(-1)!.toFixed(1)} of ${cpu.count}`);
  put(resources, "[data-now='pids']", String(processes));
  put(resources, "[data-now='disk']", `${bytesOf(disk.freeBytes)} free`);
}
