import { element } from "../Ui/Elements";
import { toast } from "../Ui/Toasts";
import { type Disposable, DisposableStore } from "../Workbench/Disposable";
import type { JournalEvent } from "../Workbench/JournalEvents";
import { sentenceOf } from "../Workbench/SandboxApi";
import { holdSession, type SandboxSession, type SandboxView } from "../Workbench/SandboxSession";
import { AnswerDrafts } from "./AnswerDrafts";
import { Feed } from "./Feed";
import { FilterBar } from "./FilterBar";
import { FrameQueue } from "./FrameQueue";
import { History } from "./History";
import { registerOutputCommands } from "./OutputCommands";
import { OutputReader } from "./OutputReader";
import { Pins } from "./Pins";
import { PinStrip } from "./PinStrip";
import type { BlockServices } from "./RunBlock";
import { RunControl } from "./RunControl";
import { RunModel } from "./RunModel";
import { StreamView } from "./StreamView";
import { TailFetcher } from "./TailFetcher";

/** Mounts the execution stream. It alone needs the journal's past, and so it starts the connection. */
export function mount(host: HTMLElement, view: SandboxView): Disposable {
  const scope = new DisposableStore();
  const session = holdSession(view, scope);
  const model = new RunModel();
  const reader = new OutputReader(session.api);
  const control = new RunControl(session, reader);
  const history = new History(session.api);
  const pins = new Pins(view.id, localStorage, () => {
    stream.refresh();
    strip.update();
  });
  const pane = element("div", "stream");
  const placeName = (place: string): string => session.contexts.nameOf(place) ?? place;
  const filter = new FilterBar((chosen) => stream.filter(chosen), placeName);
  const strip = new PinStrip(pins, model, (id) => void goTo(stream, pins, id));
  host.append(filter.root, strip.root, pane);
  scope.defer(() => host.replaceChildren());

  const stream = new StreamView(pane, model, servicesOf(session, control, reader, pins, placeName), earlier, scope);
  const feed = new Feed(pane, () => stream.articles, scope);
  const fetcher = scope.add(
    new TailFetcher(reader, (run) => {
      model.touch(run);
      queue.schedule();
    }),
  );
  let told = "";
  const queue = scope.add(
    new FrameQueue<JournalEvent>(
      (event) => {
        model.apply(event);
        const run = "runId" in event ? model.get(event.runId) : undefined;
        if (run) {
          fetcher.look(run);
        }
      },
      () => {
        stream.draw();
        strip.update();
        filter.offer(model.entries);
        // What is still on its way is not said to be nothing.
        const isEmpty = model.isCaughtUp && model.entries.length === 0 && (model.firstSeq ?? 1) === 1;
        host.dataset["empty"] = String(isEmpty);
        host.dataset["caughtUp"] = String(model.isCaughtUp);
        const state = `${isEmpty} ${model.openRuns.length}`;
        if (told !== state) {
          told = state;
          session.commands.changed();
        }

        if (queue.isEmpty) {
          session.connection.shown();
        }
      },
    ),
  );
  // A context's name may come after its runs, and change.
  scope.add(
    session.contexts.list.onChange(() => {
      pane.querySelectorAll<HTMLElement>("[data-place]").forEach((each) => (each.textContent = placeName(each.dataset["place"]!)));
      filter.offer(model.entries);
    }),
  );
  scope.add(session.connection.onEvents((batch) => queue.push(batch)));
  scope.add(
    session.connection.onReset(() => {
      queue.clear();
      model.clear();
      stream.reset();
      queue.schedule();
    }),
  );
  registerOutputCommands(
    session,
    {
      model, stream, control, filter, pins,
      current: () => model.get(feed.current ?? ""),
      focus: (step) => feed.move(step),
      fold: (run) => feed.article(run.id)?.dispatchEvent(new Event("output-fold")),
      download: (run) => feed.article(run.id)?.querySelector<HTMLElement>("a[download]")?.click(),
    },
    scope,
  );
  void history.whereToJoin().then((after) => session.connection.start(after));
  return scope;

  async function earlier(): Promise<void> {
    try {
      const past = await history.before(model.firstSeq ?? 1);
      model.prepend(past?.entries ?? [], past?.firstSeq ?? 1);
      past?.entries.forEach((entry) => entry.kind === "run" && fetcher.look(entry.run));
    } catch (error) {
      toast("error", `Earlier runs could not be loaded. ${sentenceOf(error)}`);
    }
  }
}

function servicesOf(session: SandboxSession, control: RunControl, reader: OutputReader, pins: Pins, placeName: (place: string) => string): BlockServices {
  const { canEdit, editor } = session;
  return {
    reader,
    open: ({ path, line, column }) => {
      session.show("editor");
      editor.openAt(path, line, column).catch((error: unknown) => toast("error", sentenceOf(error)));
    },
    download: (run) => reader.url(run.id),
    copy: (run) => void control.copy(run),
    copyCode: (run) => void control.copyCode(run),
    pin: (run) => pins.toggle(run.id),
    isPinned: (run) => pins.has(run.id),
    placeName,
    stop: canEdit ? (run) => void control.stop(run) : undefined,
    again: canEdit ? (run) => void control.again(run) : undefined,
    answer: canEdit ? (run, value) => control.answer(run, value) : undefined,
    drafts: new AnswerDrafts(session.view.id, sessionStorage),
  };
}

async function goTo(stream: StreamView, pins: Pins, id: string): Promise<void> {
  if (!(await stream.goTo(id))) {
    toast("info", "This run is no longer kept.");
    pins.toggle(id);
  }
}
