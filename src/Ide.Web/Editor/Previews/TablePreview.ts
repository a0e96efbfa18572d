import { counted } from "../../Ui/Counted";
import { element, textButton } from "../../Ui/Elements";
import { shownNameOf } from "../../Ui/FileNames";
import { DisposableStore } from "../../Workbench/Disposable";
import { rawRoute } from "../FileStore";
import { downloadLink, messageView } from "../FileView";
import { sizeText } from "./FileBytes";
import type { Preview, PreviewSource } from "./Preview";
import { RowCache } from "./Tables/RowCache";
import type { TableAnswer, TableRequest } from "./Tables/TableMessages";
import { type TableLook, TableView } from "./Tables/TableView";

/** Milliseconds after the last change before a table is read again. */
const quiet = 500;

/** A CSV or TSV as a grid. A worker of its own reads, finds and sorts, so that no size of file holds up the page. */
export function tablePreview(source: PreviewSource): Preview {
  const scope = new DisposableStore();
  const worker = new Worker("/Editor/Previews/Tables/Table.worker.js", { type: "module", name: "table" });
  scope.defer(() => worker.terminate());
  const ask = (request: TableRequest): void => worker.postMessage(request);
  const rows = new RowCache((id, from, to) => ask({ kind: "rows", id, from, to }));
  let look: TableLook = { columns: [], rows: 0, sorted: undefined };
  let size = "";

  const caption = element("span", "preview-caption");
  caption.setAttribute("role", "status");
  const view = new TableView({ row: (index) => rows.get(index), want: (from, to) => rows.want(from, to, look.rows), sort: (column) => sort(column) }, `Table of ${shownNameOf(source.path)}`, scope);
  const root = element("div", "preview-room preview-table", element("div", "preview-tools", caption), view.root);
  const say = (state = ""): void => {
    caption.textContent = `${counted(look.rows, "row")} × ${counted(look.columns.length, "column")} · ${size}${state}`;
  };

  const sort = (column: number): void => {
    const now = look.sorted?.column === column ? look.sorted : undefined;
    say(" · Sorting…");
    ask({ kind: "sort", column: now?.descending ? undefined : column, descending: now !== undefined && !now.descending });
  };
  const open = (): void => {
    const text = source.text();
    const path = source.path;
    rows.clear();
    look = { ...look, sorted: undefined };
    ask(text === undefined ? { kind: "open", path, url: source.api.url(rawRoute, { path }) } : { kind: "open", path, text });
  };
  const fail = (reason: string): void => {
    const retry = textButton("Try again", "", () => {
      root.replaceChildren(element("div", "preview-tools", caption), view.root);
      open();
    });
    root.replaceChildren(messageView(`${shownNameOf(source.path)} cannot be shown as a table`, reason, retry, downloadLink(source.path, source.api)));
  };
  worker.onmessage = ({ data: answer }: MessageEvent<TableAnswer>): void => {
    switch (answer.kind) {
      case "progress":
        size = sizeText(answer.bytes);
        look = { ...look, columns: answer.columns, rows: answer.rows };
        say(answer.done ? "" : " · Reading…");
        view.show(look);
        break;
      case "rows":
        rows.put(answer.id, answer.from, answer.rows);
        view.filled();
        break;
      case "sorted":
        look = { ...look, sorted: answer.column === undefined ? undefined : { column: answer.column, descending: answer.descending } };
        rows.clear();
        say(answer.column === undefined ? "" : ` · Sorted by ${look.columns[answer.column]?.name}${answer.descending ? ", downwards" : ""}`);
        view.show(look);
        break;
      case "failed":
        look.rows === 0 ? fail(answer.reason) : (caption.textContent = answer.reason);
        break;
    }
  };
  worker.onerror = () => fail("Its reader could not be started.");
  let timer: ReturnType<typeof setTimeout> | undefined;
  scope.add(
    source.onChange(() => {
      clearTimeout(timer);
      timer = setTimeout(open, quiet);
    }),
  );
  scope.defer(() => clearTimeout(timer));
  open();
  return { root, focus: () => view.focus(), dispose: () => scope.dispose() };
}
