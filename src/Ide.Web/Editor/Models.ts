import { settings } from "../Workbench/Settings";
import { monaco } from "./Monaco";

/** A Makefile means something else with spaces, and gofmt would put the tabs back. */
const indentsByTabs = /\.(go|mk)$|\/(GNU)?[Mm]akefile$/;

/** A model for a file: the language comes from its name, or from its first line. */
export function modelFor(path: string, text: string): monaco.editor.ITextModel {
  const uri = uriOf(path);
  monaco.editor.getModel(uri)?.dispose();
  const model = monaco.editor.createModel(text, undefined, uri);
  indentAsSet(model);
  return model;
}

/** As the text is indented already; where it does not tell, as its person has set, or as its language demands. */
export function indentAsSet(model: monaco.editor.ITextModel): void {
  model.detectIndentation(!indentsByTabs.test(model.uri.path), settings.get("tabSize"));
}

export function modelOf(path: string): monaco.editor.ITextModel | null {
  return monaco.editor.getModel(uriOf(path));
}

function uriOf(path: string): monaco.Uri {
  return monaco.Uri.from({ scheme: "file", path });
}
