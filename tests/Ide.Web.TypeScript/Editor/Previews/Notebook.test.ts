import assert from "node:assert/strict";
import test from "node:test";
import { parseNotebook } from "../../../../src/Ide.Web/Editor/Previews/Notebook";

const cell = (outputs: unknown[]) => ({ cell_type: "code", execution_count: 3, source: ["a = 1\n", "a"], outputs });

test("Sources and outputs are texts or lists of lines; colours of the terminal are left out", () => {
  const outputs = [
    { output_type: "stream", name: "stderr", text: ["one\n", "two"] },
    { output_type: "error", ename: "E", evalue: "no", traceback: ["\u001b[31mE\u001b[0m", "no"] },
    { output_type: "execute_result", data: { "text/plain": ["1"], "application/json": { a: 1 } } },
  ];
  const { language, cells } = parseNotebook(JSON.stringify({ cells: [cell(outputs)], metadata: { language_info: { name: "julia" } } }));
  assert.equal(language, "julia");
  assert.deepEqual(cells, [
    {
      kind: "code",
      source: "a = 1\na",
      count: 3,
      outputs: [
        { kind: "text", text: "one\ntwo", isError: true },
        { kind: "text", text: "E\nno", isError: true },
        { kind: "data", data: { "text/plain": "1", "application/json": '{\n  "a": 1\n}' } },
      ],
    },
  ]);
});

test("Whatever stands in the file, it is cells or a sentence", () => {
  const { cells } = parseNotebook('{"cells":[null,3,{"cell_type":"x","source":{}},{"cell_type":"markdown","source":"m","outputs":[null,{"data":null}]}]}');
  assert.deepEqual(cells.map(({ kind }) => kind), ["raw", "raw", "raw", "markdown"]);
  for (const text of ["null", "[]", "{}", '{"cells":3}']) {
    assert.throws(() => parseNotebook(text), /no notebook/);
  }
});
