"""Raises where nothing catches: the way out of code that swallows KeyboardInterrupt.

While it is on, every line of the cell's code, and of what it calls, is traced. At a line that no handler of its own function
covers, the exception is raised, so the function is left. If a caller swallows it, the same happens to the caller at its next
such line, and so on up to the cell, which then ends. Python switches tracing off whenever a trace function raises; the
profile function, which sees every function being left, switches it on again.
"""
import dis
import functools
import sys
import threading

CATCHES = {dis.opmap[name] for name in ("PUSH_EXC_INFO",) if name in dis.opmap}


def start(frame, message):
    """Unwinds the calling thread from now on; `frame` is the innermost frame of the code to end."""
    def trace(current, event, _):
        if _is_driver(current):
            return None
        if event == "line" and not _is_covered(current):
            raise KeyboardInterrupt(message)
        return trace

    def trace_again(current, event, _):
        if event == "return" and not _trace(current.f_back, trace):
            stop()

    _trace(frame, trace)
    sys.setprofile(trace_again)


def stop():
    if threading.current_thread() is threading.main_thread():
        sys.setprofile(None)
        sys.settrace(None)


def _trace(frame, trace):
    """False: no user code is left to trace."""
    frames = _user_frames(frame)
    for running in frames:
        running.f_trace = trace
    sys.settrace(trace)
    return bool(frames)


def _user_frames(frame):
    """The frames of user code: what lies within the outermost call that executes a cell, without the driver's part."""
    frames, inside = [], 0
    while frame is not None:
        frames.append(frame)
        if frame.f_code.co_name == "run_code" and _is_driver(frame):
            inside = len(frames)
        frame = frame.f_back
    return [each for each in frames[:inside] if not _is_driver(each)]


def _is_driver(frame):
    return frame.f_globals.get("__name__", "").startswith(("ide_kernel", "IPython."))


def _is_covered(frame):
    return any(begin <= frame.f_lasti < end for begin, end in _covered_ranges(frame.f_code))


@functools.lru_cache(maxsize=1024)
def _covered_ranges(code):
    """Where an exception would reach an except, finally or with of this code. Ranges whose target only cleans up do not
    count: they raise again."""
    parse = getattr(dis, "_parse_exception_table", None)
    if parse is None or not CATCHES:
        return ()
    return tuple(
        (entry.start, entry.end) for entry in parse(code) if code.co_code[entry.target] in CATCHES)
