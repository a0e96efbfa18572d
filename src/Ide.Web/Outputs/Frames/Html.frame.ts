import { receive, reportHeight } from "./FrameProtocol";

const root = document.getElementById("root") as HTMLElement;
let shown = false;

receive<{ readonly html: string }>(({ content }) => {
  if (content && !shown) {
    shown = true;
    // Parsed as part of this document, scripts included: that is what this frame is for.
    root.append(document.createRange().createContextualFragment(content.html));
  }
});
// Scripts may put things behind the root.
reportHeight(document.body);
