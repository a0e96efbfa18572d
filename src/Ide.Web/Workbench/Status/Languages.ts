/** Languages whose names are not their ids with a capital letter. */
const titles: Readonly<Record<string, string>> = {
  cpp: "C++",
  csharp: "C#",
  css: "CSS",
  csv: "CSV",
  graphql: "GraphQL",
  html: "HTML",
  ini: "INI",
  javascript: "JavaScript",
  json: "JSON",
  less: "Less",
  php: "PHP",
  plaintext: "Plain text",
  powershell: "PowerShell",
  scss: "SCSS",
  shell: "Shell",
  sql: "SQL",
  typescript: "TypeScript",
  xml: "XML",
  yaml: "YAML",
};

/** A language as people write it, from the editor's id of it. */
export function languageTitle(id: string): string {
  return titles[id] ?? id.charAt(0).toUpperCase() + id.slice(1);
}
