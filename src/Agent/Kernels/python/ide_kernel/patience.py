"""Calls into the user's objects that must come back.

A `__repr__` may sleep, loop or print for ever. Such a call gets a time, after which it is interrupted as a run is, again and
again, until it is over; what it prints is dropped. One call into C that never returns cannot be ended from here: then the
Agent stops waiting, and whoever runs something next interrupts or restarts the context.
"""
import contextlib
import io
import signal
import sys
import threading
import time

PERIOD_SECONDS = 0.02

# What runs, to Interrupts: no number of an execution.
QUESTION = "question"


class TookTooLong(Exception):
    """The call was ended, and what it would have returned is not known."""


class Patience:
    def __init__(self, interrupts):
        self._interrupts = interrupts
        self._deadline = None
        self._main = threading.main_thread().ident

    @contextlib.contextmanager
    def watched(self):
        """Within this, `call` can be used: a thread looks at the clock, and nobody hears what is printed."""
        over = threading.Event()
        watch = threading.Thread(target=self._watch, args=(over,), name="ide-patience", daemon=True)
        watch.start()
        streams = sys.stdout, sys.stderr
        sys.stdout = sys.stderr = Nowhere()
        try:
            yield self
        finally:
            sys.stdout, sys.stderr = streams
            over.set()

    def call(self, seconds, function, *arguments):
        """What the function returns or raises. Raises TookTooLong."""
        try:
            self._deadline = time.monotonic() + seconds
            self._interrupts.begin(QUESTION)
            try:
                return run_code(function, arguments)
            finally:
                self._deadline = None
                self._interrupts.end()
        except KeyboardInterrupt:
            # It may have come within the finally.
            self._deadline = None
            self._interrupts.end()
            raise TookTooLong from None

    def _watch(self, over):
        while not over.wait(PERIOD_SECONDS):
            deadline = self._deadline
            if deadline is not None and time.monotonic() > deadline:
                signal.pthread_kill(self._main, signal.SIGINT)


class Nowhere(io.TextIOBase):
    def writable(self):
        return True

    def write(self, text):
        return len(text)


def run_code(function, arguments):
    """The name is what `unwinding` knows the outermost frame of user code by."""
    return function(*arguments)
