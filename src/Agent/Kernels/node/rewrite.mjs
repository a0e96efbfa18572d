// A cell as V8's REPL mode takes it. REPL mode itself gives top-level await, and const, let and class that stay and can be
// declared again; what it lacks are imports: static ones become dynamic, dynamic ones go through the context's own import.
import { parse } from "acorn";
import { simple } from "acorn-walk";

/** The name under which the driver offers import to cells. */
export const IMPORT = "__ide_import__";

/** @returns {string} the code with the same number of lines. Code that does not parse comes back as it is: V8 says why. */
export function rewrite(code) {
  if (!code.includes("import") && !code.includes("export")) {
    return code;
  }
  let tree;
  try {
    tree = parse(code, {
      ecmaVersion: "latest", sourceType: "script", allowImportExportEverywhere: true, allowAwaitOutsideFunction: true,
      allowHashBang: true, allowSuperOutsideMethod: true,
    });
  } catch {
    return code;
  }
  const edits = [];
  const replace = (node, text) => edits.push({ start: node.start, end: node.end, text });
  for (const node of tree.body) {
    if (node.type === "ImportDeclaration") {
      replace(node, withLines(importOf(node), code.slice(node.start, node.end)));
    } else if (node.type === "ExportNamedDeclaration") {
      if (node.declaration) {
        replace({ start: node.start, end: node.declaration.start }, "");
      } else {
        replace(node, withLines(node.source ? `await ${IMPORT}(${node.source.raw});` : "", code.slice(node.start, node.end)));
      }
    } else if (node.type === "ExportDefaultDeclaration") {
      const isNamed = /Declaration$/.test(node.declaration.type) && node.declaration.id;
      replace({ start: node.start, end: node.declaration.start }, isNamed ? "" : "(");
      if (!isNamed) {
        replace({ start: node.declaration.end, end: node.declaration.end }, ")");
      }
    } else if (node.type === "ExportAllDeclaration") {
      replace(node, withLines(`await ${IMPORT}(${node.source.raw});`, code.slice(node.start, node.end)));
    }
  }
  simple(tree, {
    ImportExpression(node) {
      replace({ start: node.start, end: node.start + "import".length }, IMPORT);
    },
    MetaProperty(node) {
      if (node.meta.name === "import") {
        replace(node, `${IMPORT}.meta`);
      }
    },
  });
  return apply(code, edits);
}

function importOf(node) {
  const from = `await ${IMPORT}(${node.source.raw})`;
  const whole = node.specifiers.find((each) => each.type === "ImportNamespaceSpecifier");
  const named = node.specifiers.filter((each) => each !== whole).map((each) => {
    const name = each.type === "ImportDefaultSpecifier" ? "default" : each.imported.raw ?? each.imported.name;
    return `${name}: ${each.local.name}`;
  });
  if (whole) {
    return `const ${whole.local.name} = ${from}` + (named.length ? `, { ${named.join(", ")} } = ${whole.local.name};` : ";");
  }
  // Parenthesised: the module is not the value of the cell.
  return named.length ? `const { ${named.join(", ")} } = ${from};` : `void (${from});`;
}

/** Keeps later lines where they were. */
function withLines(text, original) {
  return text + "\n".repeat(original.split("\n").length - 1);
}

function apply(code, edits) {
  let result = "";
  let at = 0;
  for (const edit of edits.sort((a, b) => a.start - b.start || a.end - b.end)) {
    result += code.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + code.slice(at);
}
