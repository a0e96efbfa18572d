/** The editor's surfaces, as in wwwroot/css/tokens.css: Monaco takes no custom properties. */
export const colours = {
  light: {
    "editor.background": "#ffffff",
    "editor.foreground": "#1d2129",
    "editorLineNumber.foreground": "#b0b6c0",
    "editorLineNumber.activeForeground": "#5c6470",
    "editor.lineHighlightBackground": "#f5f6f8",
    "editor.lineHighlightBorder": "#00000000",
    "editor.selectionBackground": "#cfdcf8",
    "editorIndentGuide.background1": "#e9ebef",
    "editorWidget.background": "#ffffff",
    "editorWidget.border": "#dde0e6",
    focusBorder: "#00000000",
  },
  dark: {
    "editor.background": "#14161a",
    "editor.foreground": "#dfe3ea",
    "editorLineNumber.foreground": "#4a505c",
    "editorLineNumber.activeForeground": "#99a1ad",
    "editor.lineHighlightBackground": "#1a1d23",
    "editor.lineHighlightBorder": "#00000000",
    "editor.selectionBackground": "#2b3f66",
    "editorIndentGuide.background1": "#262a32",
    "editorWidget.background": "#1d2026",
    "editorWidget.border": "#30343d",
    focusBorder: "#00000000",
  },
};
