"""sys.stdout and sys.stderr of a context: over the real descriptors, fast in a flood and prompt in quiet times.

stdout is block-buffered (8 KiB) while code floods it and line-buffered otherwise; the flusher switches between the two and
flushes what has waited for 5 ms. So a line printed before a long call into C that never lets go of the interpreter's lock
is out before the call begins; in a flood up to 8 KiB may wait for such a call's end. stderr is not buffered.

When output goes from one stream to the other, the new one waits (at most SETTLE_SECONDS) until the Agent has read what
the old one wrote: the Agent reads two pipes, and this is what keeps their order exact.
"""
import codecs
import fcntl
import io
import os
import struct
import sys
import termios
import time

SETTLE_SECONDS = 0.002

# More writes than this within one tick of the flusher are a flood.
FLOOD_WRITES = 16


def keep_bytes_or_escape(error):
    """Bytes that came in as surrogates (file names) go out as the same bytes; other lone surrogates are spelled out."""
    try:
        return codecs.lookup_error("surrogateescape")(error)
    except UnicodeError:
        return codecs.backslashreplace_errors(error)


codecs.register_error("ide_output", keep_bytes_or_escape)


class Order:
    """Which of the streams wrote last."""
    last = None


class Descriptor(io.RawIOBase):
    """Writes everything it is given to one descriptor, after what other streams have written."""

    def __init__(self, descriptor, interrupts, order, before_write=None):
        self._descriptor = descriptor
        self._interrupts = interrupts
        self._order = order
        self._before_write = before_write
        self.writes = 0
        self.name = "<stdout>" if descriptor == 1 else "<stderr>"
        self.mode = "wb"

    def fileno(self):
        return self._descriptor

    def writable(self):
        return True

    def write(self, data):
        if self._before_write is not None:
            self._before_write()
        shields = self._interrupts.begin_write()
        try:
            self.writes += 1
            if self._order.last is not self:
                if self._order.last is not None:
                    wait_until_read(self._order.last.fileno())
                self._order.last = self
            size = len(data)
            written = os.write(self._descriptor, data)
            while written < size:
                written += os.write(self._descriptor, memoryview(data)[written:])
        except BaseException:
            self._interrupts.shields -= shields
            raise
        # The interpreter looks for signals when it calls something, so none comes between this and the caller.
        self._interrupts.shields -= shields
        return size


def wait_until_read(descriptor):
    deadline = time.monotonic() + SETTLE_SECONDS
    held = bytearray(4)
    try:
        while True:
            fcntl.ioctl(descriptor, termios.FIONREAD, held)
            if not struct.unpack("i", held)[0] or time.monotonic() > deadline:
                return
            time.sleep(0.00005)
    except OSError:
        pass  # Redirected to something that has no such count.


class Stdout(io.TextIOWrapper):
    """Text over 8 KiB of buffer."""

    def __init__(self, interrupts, order):
        self.descriptor = Descriptor(1, interrupts, order)
        super().__init__(
            io.BufferedWriter(self.descriptor, 8192), encoding="utf-8", errors="ide_output", newline="\n",
            line_buffering=True)
        self.mode = "w"

    def tick(self):
        """Once every 5 ms while code runs: sends what waits, and notices floods and their ends."""
        writes, self.descriptor.writes = self.descriptor.writes, 0
        if self.line_buffering and writes > FLOOD_WRITES:
            self.reconfigure(line_buffering=False)
        elif writes == 0:
            self.be_prompt()
        self.flush()

    def be_prompt(self):
        """A new execution, or the end of a flood: every line goes out at once."""
        if not self.line_buffering:
            self.reconfigure(line_buffering=True)


class Stderr(io.TextIOWrapper):
    def __init__(self, interrupts, order, stdout):
        self.descriptor = Descriptor(2, interrupts, order, before_write=stdout.flush)
        super().__init__(
            self.descriptor, encoding="utf-8", errors="backslashreplace", newline="\n", write_through=True)
        self.mode = "w"


def install(interrupts):
    """Replaces sys.stdout and sys.stderr; returns the new stdout."""
    order = Order()
    stdout = Stdout(interrupts, order)
    sys.stdout = sys.__stdout__ = stdout
    sys.stderr = sys.__stderr__ = Stderr(interrupts, order, stdout)
    return stdout
