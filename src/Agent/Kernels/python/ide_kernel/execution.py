"""One cell, from its request to `done`."""
import os
import sys

from ide_kernel import errors, packages


class Execution:
    """Runs cells, one after another, on the main thread."""

    def __init__(self, shell, channel, interrupts, flusher, screen, figures):
        self._shell = shell
        self._channel = channel
        self._interrupts = interrupts
        self._flusher = flusher
        self._screen = screen
        self._figures = figures
        self._id = None
        self._has_failed = False
        shell.on_error = self.report

    def run(self, request):
        self._id = request["id"]
        self._has_failed = False
        self._screen.begin(self._id)
        self._shell.compile.cell_file = None
        self._shell.first_line = request.get("firstLine", 1)
        self._channel.drop_replies()
        saved = _apply(request.get("env") or {})
        packages.refresh()
        self._flusher.execution_begins()
        try:
            self._run_cell(request["code"], request.get("figureFormats"))
        finally:
            self._interrupts.end()
            _restore(saved)
            sys.last_traceback = sys.last_value = None
            self._flusher.execution_ends()
        self._channel.send({
            "type": "done", "execution": self._id, "executionCount": self._shell.execution_count - 1,
            "memory": resident_bytes()})

    def _run_cell(self, code, figure_formats):
        result = None
        self._interrupts.begin(self._id)
        try:
            result = self._shell.run_cell(code, store_history=True)
            with self._figures.formats(figure_formats):
                self._figures.show_all()
        except KeyboardInterrupt as interrupt:
            # It came in the driver's own part, after the cell's code.
            self.report(interrupt, ["KeyboardInterrupt"])
        self._interrupts.end()
        error = result and (result.error_before_exec or result.error_in_exec)
        is_silent_exit = isinstance(error, SystemExit) and error.code in (None, 0)
        if error is not None and not self._has_failed and not is_silent_exit:
            self.report(error, None)

    def report(self, error, lines):
        """Tells the Agent of an exception that ended the cell, or that a magic caught and shows."""
        self._has_failed = True
        self._flusher.flush()
        message = errors.describe(self._id, error, lines, self._shell.compile.cell_file)
        self._channel.send_and_wait(message)


def resident_bytes():
    """Shared pages included: a forked context has most of its libraries from the fork server."""
    try:
        with open("/proc/self/statm", "rb") as counts:
            return int(counts.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError, ValueError):
        return 0


def _apply(variables):
    """Sets variables for one run; None unsets. Returns what there was."""
    saved = {name: os.environ.get(name) for name in variables}
    _restore(variables)
    return saved


def _restore(variables):
    for name, value in variables.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
