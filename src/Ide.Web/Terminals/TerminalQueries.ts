import type { Terminal } from "@xterm/xterm";
import type { DisposableStore } from "../Workbench/Disposable";

/**
 * Keeps a terminal from answering a program's questions (what are you, where is the cursor, which colours) unless it is
 * the one that should: with several viewers each would answer, and a replay would answer what was asked long ago.
 */
export function silenceQueries(terminal: Terminal, mayAnswer: () => boolean, scope: DisposableStore): void {
  const { parser } = terminal;
  const swallow = (): boolean => !mayAnswer();
  for (const prefix of ["", ">", "="]) {
    scope.add(parser.registerCsiHandler({ ...(prefix ? { prefix } : {}), final: "c" }, swallow));
  }

  for (const prefix of ["", "?"]) {
    scope.add(parser.registerCsiHandler({ ...(prefix ? { prefix } : {}), final: "n" }, swallow));
    scope.add(parser.registerCsiHandler({ ...(prefix ? { prefix } : {}), intermediates: "$", final: "p" }, swallow));
  }

  scope.add(parser.registerCsiHandler({ prefix: ">", final: "q" }, swallow));
  scope.add(parser.registerCsiHandler({ final: "t" }, (parameters) => isReport(parameters[0]) && swallow()));
  scope.add(parser.registerDcsHandler({ intermediates: "$", final: "q" }, swallow));
  for (const colour of [4, 10, 11, 12]) {
    scope.add(parser.registerOscHandler(colour, (data) => data.includes("?") && swallow()));
  }
}

/** Of the window operations those that ask, as opposed to those that do. */
function isReport(operation: number | number[] | undefined): boolean {
  return typeof operation === "number" && operation >= 11 && operation <= 21;
}
