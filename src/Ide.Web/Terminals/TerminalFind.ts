import type { SearchAddon } from "@xterm/addon-search";
import type { Terminal } from "@xterm/xterm";
import { element, iconButton } from "../Ui/Elements";
import type { DisposableStore } from "../Workbench/Disposable";

const decorations = {
  matchBackground: "#8a6d1a",
  activeMatchBackground: "#c2410c",
  matchOverviewRuler: "#8a6d1a",
  activeMatchColorOverviewRuler: "#c2410c",
};

/** A bar that searches what the terminal keeps. Opens with what is selected; Escape gives the keyboard back. */
export function mountFind(terminal: Terminal, search: SearchAddon, host: HTMLElement, scope: DisposableStore): () => void {
  const field = element("input", "field terminal-find-field");
  field.type = "search";
  field.placeholder = "Find";
  field.setAttribute("aria-label", "Find in the terminal");
  field.dataset["testid"] = "terminal-find";
  const count = element("span", "terminal-find-count");
  count.setAttribute("role", "status");
  const options = { decorations };
  const next = (): void => void search.findNext(field.value, options);
  const previous = (): void => void search.findPrevious(field.value, options);
  const close = (): void => {
    bar.hidden = true;
    search.clearDecorations();
    terminal.clearSelection();
    terminal.focus();
  };
  const bar = element(
    "div",
    "terminal-find",
    field,
    count,
    iconButton("chevron-up", "Older (Enter)", previous),
    iconButton("chevron-down", "Newer (Shift+Enter)", next),
    iconButton("x", "Close (Escape)", close),
  );
  bar.setAttribute("role", "search");
  bar.hidden = true;
  host.append(bar);
  scope.defer(() => bar.remove());
  scope.listen(field, "input", () => void search.findPrevious(field.value, { ...options, incremental: true }));
  scope.listen<KeyboardEvent>(bar, "keydown", (event) => {
    if (event.key === "Escape") {
      close();
    } else if (event.key === "Enter" && event.target === field) {
      event.shiftKey ? next() : previous();
    } else {
      return;
    }

    event.preventDefault();
    event.stopPropagation();
  });
  scope.add(
    search.onDidChangeResults(({ resultIndex, resultCount }) => {
      count.textContent = field.value === "" ? "" : resultCount === 0 ? "None" : `${resultIndex + 1} of ${resultCount}`;
    }),
  );

  return () => {
    bar.hidden = false;
    field.value = terminal.getSelection().split("\n")[0] || field.value;
    field.select();
    field.focus();
    if (field.value !== "") {
      previous();
    }
  };
}
