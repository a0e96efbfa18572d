"""Where IPython's displays go: each becomes a frame, in its place among the output."""
import binascii
import contextlib

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from traitlets import Any

from ide_kernel import frames

# Of one execution. Past either, the first refusal is told on stderr and the rest is dropped.
MAX_DISPLAYS = 10_000
MAX_BYTES = 256 * 1024 * 1024


class Screen:
    """Sends what is shown, within the limits of one execution."""

    def __init__(self, channel, flusher, tell):
        self._channel = channel
        self._flusher = flusher
        self._tell = tell
        self.begin(None)

    def begin(self, execution):
        self.execution = execution
        self._displays = 0
        self._bytes = 0
        self._is_told = False
        self._main_is_due = False

    @contextlib.contextmanager
    def main_result(self):
        """What is shown first within is the value of the last expression: some objects show themselves."""
        self._main_is_due = True
        try:
            yield
        finally:
            self._main_is_due = False

    def show(self, kind, data, metadata, display_id=None):
        """Shows a MIME bundle."""
        if kind == "display" and self._main_is_due:
            kind = "result"
        self._main_is_due = False
        message = {
            "type": kind, "execution": self.execution,
            "data": _shallow({mime: _as_json(mime, value) for mime, value in data.items() if value is not None}),
            "metadata": {} if frames.is_too_deep(metadata) else metadata or {}}
        if display_id is not None:
            message["displayId"] = str(display_id)
        self._send(message)

    def clear(self, wait):
        self._send({"type": "clear_output", "execution": self.execution, "wait": bool(wait)})

    def _send(self, message):
        if not self._channel.is_usable:
            return  # A forked child: only its parent can show something.
        self._displays += 1
        self._bytes += sum(len(value) for value in message.get("data", {}).values() if isinstance(value, str))
        if self._displays > MAX_DISPLAYS:
            self._refuse(f"more than {MAX_DISPLAYS:,} displays in one run")
            return
        if self._bytes > MAX_BYTES:
            self._refuse(f"more than {MAX_BYTES >> 20} MiB of displays in one run")
            return
        self._flusher.flush()
        try:
            self._channel.send_and_wait(message)
        except frames.FrameTooLarge as error:
            self._tell(f"[not shown: {error}, the limit is {frames.MAX_FRAME_BYTES >> 20} MiB]\n")
        except (TypeError, ValueError, RecursionError):
            # Some value of the bundle is not JSON: show the text of it.
            texts = {mime: value for mime, value in message["data"].items() if isinstance(value, str)}
            self._channel.send_and_wait({**message, "data": texts, "metadata": {}})

    def _refuse(self, reason):
        if not self._is_told:
            self._is_told = True
            self._tell(f"[no longer shown: {reason}]\n")


def _shallow(data):
    """Without what is nested too deeply to be sent; says so where nothing else is left to see."""
    kept = {mime: value for mime, value in data.items() if isinstance(value, str) or not frames.is_too_deep(value)}
    if len(kept) < len(data):
        kept.setdefault("text/plain", f"[not shown: nested deeper than {frames.MAX_DEPTH} levels]")
    return kept


def _as_json(mime, value):
    """Binary types as base64, which is how IPython gives most of them, but with line ends."""
    if isinstance(value, (bytes, bytearray, memoryview)):
        return binascii.b2a_base64(value, newline=False).decode("ascii")
    is_binary = mime.startswith(("image/", "audio/", "video/", "application/pdf")) and not mime.endswith("+xml")
    return value.replace("\n", "") if is_binary and isinstance(value, str) else value


class Publisher(DisplayPublisher):
    """display(), update_display(), clear_output()."""
    screen = Any()

    def publish(self, data, metadata=None, source=None, *, transient=None, update=False, **_):
        display_id = (transient or {}).get("display_id")
        self.screen.show("update_display" if update else "display", data, metadata, display_id)

    def clear_output(self, wait=False):
        self.screen.clear(wait)


class ResultHook(DisplayHook):
    """sys.displayhook: the value of the last expression, and Out[n]."""
    screen = Any()

    def write_output_prompt(self):
        pass

    def compute_format_data(self, result):
        with self.screen.main_result():
            return super().compute_format_data(result)

    def write_format_data(self, format_dict, md_dict=None):
        self._bundle = format_dict, md_dict

    def log_output(self, format_dict):
        pass

    def finish_displayhook(self):
        bundle = self.__dict__.pop("_bundle", None)
        if bundle is not None:
            self.screen.show("result", *bundle)
