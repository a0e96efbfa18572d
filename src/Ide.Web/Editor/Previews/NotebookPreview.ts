import { showLatex, showMarkdown, showPlainHtml } from "../../Markdown/Markdown";
import { element } from "../../Ui/Elements";
import { folderOf } from "../../Ui/FileNames";
import { DisposableStore } from "../../Workbench/Disposable";
import { onTheme } from "../../Workbench/Theme";
import { monaco } from "../Monaco";
import { livePreview } from "./LivePreview";
import { Pictures } from "./MarkdownPreview";
import { type Cell, type Output, parseNotebook } from "./Notebook";
import type { Preview, PreviewSource } from "./Preview";

/** A notebook as it was left, to be read: its text, its code and what the code gave. */
export function notebookPreview(source: PreviewSource): Preview {
  const scope = new DisposableStore();
  const pictures = new Pictures(source);
  scope.defer(() => pictures.dispose());
  let colours: (() => Promise<void>)[] = [];
  // The editor numbers its colours anew for each theme, and what it has coloured keeps the old numbers.
  scope.add(onTheme(() => colours.forEach((colour) => void colour())));
  return livePreview(
    source,
    "preview-notebook",
    async (host) => {
      const { language, cells } = parseNotebook(source.text() ?? "");
      const page = element("div", "preview-page notebook");
      const made: typeof colours = [];
      for (const cell of cells) {
        page.append(cell.kind === "markdown" ? await textView(cell, source, pictures) : await codeView(cell, language, made));
      }

      colours = made;

      host.replaceChildren(page);
    },
    scope,
  );
}

async function textView(cell: Cell, source: PreviewSource, pictures: Pictures): Promise<HTMLElement> {
  const text = element("div", "notebook-markdown");
  await showMarkdown(text, cell.source, { folder: folderOf(source.path), openFile: source.openFile, picture: (path) => pictures.addressOf(path) });
  return text;
}

/** @param colours Takes what gives the code its colours, to be called again. */
async function codeView(cell: Cell, language: string, colours: (() => Promise<void>)[]): Promise<HTMLElement> {
  const code = element("pre", "notebook-code");
  code.tabIndex = 0;
  const colour = async (): Promise<void> => {
    code.innerHTML = await monaco.editor.colorize(cell.source, cell.kind === "code" ? language : "plaintext", {});
  };
  await colour();
  colours.push(colour);
  const view = element("div", "notebook-cell", element("span", "notebook-count", cell.kind === "code" ? `[${cell.count ?? " "}]` : ""), code);
  for (const output of cell.outputs) {
    view.append(await outputView(output));
  }

  return view;
}

async function outputView(output: Output): Promise<HTMLElement> {
  const host = element("div", "notebook-output");
  if (output.kind === "text") {
    host.append(element("pre", output.isError ? "notebook-text wrong" : "notebook-text", output.text));
    return host;
  }

  const { data } = output;
  const picture = ["image/png", "image/jpeg", "image/gif", "image/svg+xml"].find((type) => data[type] !== undefined);
  if (picture !== undefined) {
    const image = element("img", "notebook-picture");
    image.alt = data["text/plain"] ?? "Picture";
    image.src = `data:${picture}${picture.endsWith("xml") ? `;charset=utf-8,${encodeURIComponent(data[picture]!)}` : `;base64,${data[picture]!.replace(/\s/g, "")}`}`;
    host.append(image);
  } else if (data["text/html"] !== undefined) {
    await showPlainHtml(host, data["text/html"]);
  } else if (data["text/markdown"] !== undefined) {
    await showMarkdown(host, data["text/markdown"]);
  } else if (data["text/latex"] !== undefined) {
    await showLatex(host, data["text/latex"]);
  } else {
    host.append(element("pre", "notebook-text", data["application/json"] ?? data["text/plain"] ?? ""));
  }

  return host;
}
