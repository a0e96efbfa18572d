"""What SIGINT does in a context.

The Agent sends an interrupt frame with the execution's id, then SIGINT. The handler raises KeyboardInterrupt if that
execution is still the one that runs; a signal that nobody announced (os.kill, a terminal) interrupts whatever runs.

When the Agent repeats itself, code that has swallowed the first KeyboardInterrupt (`while True: try: ... except: pass`) is
unwound, see unwinding. Code that is still busy handling it (saving a checkpoint, closing a file) is left alone: whether to
end it is the Agent's affair.

A signal that comes just before the main thread enters a call that waits (time.sleep, a lock) does not end the call: the
interpreter looks for signals after calls into C, not right before them. So the flusher's thread, which ticks anyway, sends
again what has no handler run to its name.
"""
import os
import signal
import sys
import threading

from ide_kernel import unwinding

SWALLOWED = "The code caught the interrupt and went on, so it was stopped at the next line that nothing catches."


class Interrupts:
    def __init__(self):
        self.shields = 0
        self._deferred = False
        self._raised = None
        self._is_unwinding = False
        self._main = threading.main_thread().ident
        self.running = None      # the id of the execution that runs, or None
        self._requested = None   # the id in the last interrupt frame
        self._announced = 0      # interrupt frames whose signal has not come yet
        self.poll = lambda: None  # reads frames that have arrived, without waiting
        self._wakeup = None      # the pipe that the interpreter writes a byte to for each signal, at once
        self._handled = 0        # how often the handler has run
        self._handled_last = 0   # the same, at the flusher's last tick
        self._unhandled = None   # what _handled was before a signal that no handler run has answered yet
        self._unhandled_ticks = 0

    def install(self):
        signal.signal(signal.SIGINT, self._on_signal)
        self._wakeup, to = os.pipe()
        for descriptor in (self._wakeup, to):
            os.set_blocking(descriptor, False)
        signal.set_wakeup_fd(to, warn_on_full_buffer=False)

    def become_child(self):
        """In a forked child: SIGINT is Python's own again, and the pipe is its parent's."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGINT, signal.default_int_handler)

    def announce(self, execution):
        """An interrupt frame has come; its signal follows, or has come already."""
        self._requested = execution
        self._announced = 1

    def begin(self, execution):
        self._raised = None
        self.running = execution

    def end(self):
        """After this no interrupt reaches the execution; one that waits is dropped."""
        self.running = None
        self._deferred = False
        self._raised = None
        if self._is_unwinding:
            self._is_unwinding = False
            unwinding.stop()

    def __enter__(self):
        """Shields a piece of the driver that must not be cut in two. Only the main thread is ever interrupted."""
        if threading.get_ident() == self._main:
            self.shields += 1

    def __exit__(self, *_):
        if threading.get_ident() == self._main:
            self.shields -= 1
            if self._deferred and not self.shields:
                self._interrupt()

    def begin_write(self):
        """Shields a write that io.BufferedWriter makes: an exception out of it would make it write the same again. What was
        held back comes at the next write, before anything is written, or with the flusher's next tick. Returns how many
        shields the write has to take away, as the last that it does."""
        if threading.get_ident() != self._main:
            return 0
        if self._deferred and not self.shields:
            self._interrupt()
        self.shields += 1
        return 1

    def tick(self):
        """Called by the flusher's thread: sends again what was held back, and what no handler has answered."""
        if self._deferred and not self.shields or self._is_lost():
            signal.pthread_kill(self._main, signal.SIGINT)

    def _is_lost(self):
        """True at the second tick after a signal that no handler run has answered, then at the fourth, the eighth, ..."""
        handled = self._handled
        if self._has_come() and self._unhandled is None:
            self._unhandled, self._unhandled_ticks = self._handled_last, 0
        self._handled_last = handled
        if self._unhandled is None:
            return False
        if handled != self._unhandled or signal.getsignal(signal.SIGINT) != self._on_signal:
            self._unhandled = None
            return False
        self._unhandled_ticks += 1
        return self._unhandled_ticks > 1 and self._unhandled_ticks.bit_count() == 1

    def _has_come(self):
        try:
            return signal.SIGINT in os.read(self._wakeup, 4096)
        except OSError:
            return False  # Nothing there, or closed by the user.

    def _on_signal(self, number, frame):
        self._handled += 1
        if self.running is None:
            self._announced = 0
            return
        if self.shields:
            self._deferred = True
            return
        self._interrupt(frame)

    def _interrupt(self, frame=None):
        self._deferred = False
        self.shields += 1
        try:
            self.poll()
        finally:
            self.shields -= 1
        if self.running is None:
            return
        announced, self._announced = self._announced, 0
        if announced and self._requested != self.running:
            return  # It was meant for an execution that is over.
        if self._raised is None:
            self._raised = KeyboardInterrupt()
        elif self._is_being_handled():
            return
        else:
            self._raised = KeyboardInterrupt(SWALLOWED)
            self._is_unwinding = True
            unwinding.start(frame or sys._getframe(1), SWALLOWED)
        raise self._raised

    def _is_being_handled(self):
        current = sys.exc_info()[1]
        for _ in range(100):
            if current is None:
                return False
            if current is self._raised:
                return True
            current = current.__context__
        return False
