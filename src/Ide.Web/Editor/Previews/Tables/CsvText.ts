/** The records of a CSV text, as many as there are in it. Quotes that are not closed hold the rest of the text. */
export function parseRecords(text: string, separator: string): string[][] {
  const records: string[][] = [];
  let at = 0;
  while (at < text.length) {
    const record: string[] = [];
    for (;;) {
      const field = fieldAt(text, at, separator);
      record.push(field.text);
      at = field.end;
      if (text[at] !== separator) {
        break;
      }

      at++;
    }

    records.push(record);
    at += text.startsWith("\r\n", at) ? 2 : 1;
  }

  return records;
}

function fieldAt(text: string, start: number, separator: string): { readonly text: string; readonly end: number } {
  if (text[start] !== '"') {
    const end = endOfPlain(text, start, separator);
    return { text: text.slice(start, end), end };
  }

  let value = "";
  let at = start + 1;
  for (;;) {
    const close = text.indexOf('"', at);
    if (close < 0) {
      return { text: value + text.slice(at), end: text.length };
    }

    value += text.slice(at, close);
    if (text[close + 1] !== '"') {
      // What follows the closing quote, against the rules, is kept.
      const end = endOfPlain(text, close + 1, separator);
      return { text: value + text.slice(close + 1, end), end };
    }

    value += '"';
    at = close + 2;
  }
}

function endOfPlain(text: string, start: number, separator: string): number {
  let at = start;
  while (at < text.length && text[at] !== separator && text[at] !== "\n" && !(text[at] === "\r" && text[at + 1] === "\n")) {
    at++;
  }

  return at;
}

const separators = [",", ";", "\t", "|"];

/** What separates the fields: the one that cuts most of the first lines into the same number, and into more than one. */
export function guessSeparator(sample: string, path: string): string {
  if (/\.tsv$/i.test(path)) {
    return "\t";
  }

  const score = (separator: string): number => {
    const counts = parseRecords(sample, separator)
      .slice(0, 50)
      .map((record) => record.length);
    const first = counts[0] ?? 1;
    return first < 2 ? 0 : (counts.filter((count) => count === first).length / counts.length) * 100 + Math.min(first, 50) / 100;
  };
  return separators.reduce((best, each) => (score(each) > score(best) ? each : best));
}
