import "monaco-editor/languages/features/html/html.worker";
