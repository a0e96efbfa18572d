"""An exception as the frame that reports it: name, message, trace without ANSI codes, line in the cell."""
import re
import traceback

ANSI = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]")
MAX_LINES = 400
MAX_LINE = 2000
MAX_MESSAGE = 20_000
MAX_CHAIN = 100


def describe(execution, error, lines, cell_file):
    """`lines` is IPython's rendering, or None where there is none; `cell_file` is the name that the cell was compiled
    under."""
    if lines is None:
        lines = traceback.format_exception_only(type(error), error)
    text = ANSI.sub("", "\n".join(map(str, lines)))
    message = {
        "type": "error", "execution": execution,
        "ename": type(error).__name__, "evalue": _message(error), "traceback": _bounded(text.rstrip("\n").split("\n")),
    }
    line = _line_in_cell(error, cell_file)
    if line is not None:
        message["lineNumber"] = line
    return message


def hide_driver(error):
    """The driver's own frames at the end of a trace are not the user's to read: an interrupt is raised in its handler."""
    for _ in range(MAX_CHAIN):
        if error is None:
            return
        last, trace = None, error.__traceback__
        while trace is not None:
            if not str(trace.tb_frame.f_globals.get("__name__")).startswith("ide_kernel."):
                last = trace
            trace = trace.tb_next
        if last is not None:
            last.tb_next = None
        error = error.__cause__ or error.__context__


def _message(error):
    try:
        text = error.msg if isinstance(error, SyntaxError) and error.msg else str(error)
        return text[:MAX_MESSAGE]
    except Exception:  # Whatever the user's __str__ raises.
        return "<the exception's message could not be made>"


def _bounded(lines):
    """The beginning and the end are what one reads."""
    if len(lines) > MAX_LINES:
        half = MAX_LINES // 2
        lines = [*lines[:half], f"[... {len(lines) - MAX_LINES} lines left out ...]", *lines[-half:]]
    return [line if len(line) <= MAX_LINE else line[:MAX_LINE] + " [...]" for line in lines]


def _line_in_cell(error, cell_file):
    if isinstance(error, SyntaxError) and error.filename == cell_file:
        return error.lineno
    line = None
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == cell_file:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
