"""Sends in time what was printed: a thread that ticks every 5 ms while anything can print, and the calls that must not
overtake what was printed before them (a child's start, the end of the process)."""
import contextlib
import ctypes
import functools
import os
import subprocess
import threading
import time

TICK_SECONDS = 0.005

# Between executions only threads of the user can print; they are served less eagerly.
IDLE_TICK_SECONDS = 0.05

LINE_BUFFERED = 1  # _IOLBF of stdio.h

# Code may close its stdout: then who prints is told, and nobody else.
IF_OPEN = contextlib.suppress(OSError, ValueError)


class Flusher:
    def __init__(self, stdout, interrupts):
        self._stdout = stdout
        self._interrupts = interrupts
        self._is_executing = False
        self._wanted = threading.Event()
        self._libc = ctypes.CDLL(None)
        self._libc.setvbuf(ctypes.c_void_p.in_dll(self._libc, "stdout"), None, LINE_BUFFERED, 0)
        self._thread = None

    def start(self):
        self._thread = threading.Thread(target=self._run, name="ide-flusher", daemon=True)
        self._thread.start()
        flush_before_children(self.flush)
        os.register_at_fork(before=self.flush, after_in_child=self._become_child)

    def execution_begins(self):
        with IF_OPEN:
            self._stdout.be_prompt()
        self._is_executing = True
        self._wanted.set()

    def execution_ends(self):
        self._is_executing = False
        self.flush()

    def flush(self):
        """Everything that this process has written so far is in the pipes afterwards, C's stdio included."""
        with IF_OPEN:
            self._stdout.flush()
        self._libc.fflush(None)

    def _run(self):
        while True:
            self._wanted.wait()
            if self._is_executing:
                time.sleep(TICK_SECONDS)
            elif threading.active_count() > 2:
                time.sleep(IDLE_TICK_SECONDS)
            else:
                self._wanted.clear()
                if self._is_executing:
                    self._wanted.set()
            self._interrupts.tick()
            with IF_OPEN:
                self._stdout.tick()

    def _become_child(self):
        """A child has no flusher thread: it writes every line at once."""
        with IF_OPEN:
            self._stdout.reconfigure(line_buffering=True)


def flush_before_children(flush):
    """Children write to the same descriptors: what was printed before their start comes first."""
    def wrap(owner, name):
        original = getattr(owner, name, None)
        if original is None:
            return

        @functools.wraps(original)
        def flushed(*arguments, **named):
            flush()
            return original(*arguments, **named)

        setattr(owner, name, flushed)

    wrap(subprocess, "_fork_exec")
    for name in ("system", "posix_spawn", "posix_spawnp", "execv", "execve"):
        wrap(os, name)
