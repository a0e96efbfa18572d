// TypeScript to JavaScript, without a type check. Its own bundle: it is large, and only TypeScript contexts load it.
import ts from "typescript-transpiler";

const OPTIONS = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  // An import is kept although this cell does not use it: a later one may. `import type` goes.
  verbatimModuleSyntax: true,
  experimentalDecorators: false,
  sourceMap: true,
  inlineSources: false,
};

/** @returns {{code: string, lineOf: (line: number) => number}} `lineOf` gives the line of the source, both from 1. */
export function transpile(source, fileName) {
  const { outputText, sourceMapText, diagnostics } = ts.transpileModule(source, {
    compilerOptions: OPTIONS, fileName, reportDiagnostics: true,
  });
  const wrong = diagnostics?.find((each) => each.category === ts.DiagnosticCategory.Error && each.code < 2000);
  if (wrong) {
    const error = new SyntaxError(ts.flattenDiagnosticMessageText(wrong.messageText, "\n"));
    error.cellLine = wrong.file ? wrong.file.getLineAndCharacterOfPosition(wrong.start ?? 0).line + 1 : undefined;
    throw error;
  }
  const lines = linesOf(JSON.parse(sourceMapText).mappings);
  return { code: outputText.replace(/\n?\/\/# sourceMappingURL=.*$/s, ""), lineOf: (line) => lines[line - 1] ?? line };
}

/** The source line, from 1, of the first mapping of each generated line. */
function linesOf(mappings) {
  let line = 0;
  return mappings.split(";").map((segments) => {
    let first;
    for (const segment of segments.split(",")) {
      const fields = decode(segment);
      if (fields.length >= 4) {
        line += fields[2];
        first ??= line + 1;
      }
    }
    return first;
  });
}

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Base64 VLQ: https://tc39.es/ecma426/#sec-mappings */
function decode(segment) {
  const fields = [];
  for (let at = 0, value = 0, shift = 0; at < segment.length; at++) {
    const digit = DIGITS.indexOf(segment[at]);
    value |= (digit & 31) << shift;
    if (digit & 32) {
      shift += 5;
    } else {
      fields.push(value & 1 ? -(value >> 1) : value >> 1);
      value = shift = 0;
    }
  }
  return fields;
}
