import { keptLayout, paintLayout } from "./LayoutPaint";

// Runs in the document's head, before anything is painted.
paintLayout(keptLayout());
