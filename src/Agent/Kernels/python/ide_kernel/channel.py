"""The driver's end of the two pipes: one writer at a time, and whoever waits reads for everybody.

There is no reader thread: a thread that waits for a message reads the pipe and hands on what is not its own. So a message
costs no switch between threads, and a forked child inherits no thread.
"""
import collections
import os
import select
import threading

from ide_kernel import frames


class Disconnected(Exception):
    """The Agent has closed its end: the context is over."""


class Channel:
    def __init__(self, read_fd, write_fd, interrupts):
        self._read_fd = read_fd
        self._write_fd = write_fd
        self._interrupts = interrupts
        self._decoder = frames.Decoder()
        self._poll = select.poll()
        self._poll.register(read_fd, select.POLLIN)
        self._peek = select.poll()  # for the handler of SIGINT, which may come while _poll waits
        self._peek.register(read_fd, select.POLLIN)
        self._writing = threading.RLock()
        self._changed = threading.Condition(threading.Lock())
        self._reader = None        # the thread that reads for all
        self._requests = collections.deque()
        self._acknowledged = set()
        self._replies = collections.deque()
        self._barriers = 0
        self._closed = False
        interrupts.poll = self._read_what_is_there
        for descriptor in (read_fd, write_fd):
            os.set_inheritable(descriptor, False)

    def fileno(self):
        return self._read_fd

    def close_in_child(self):
        """In a forked child: it must neither speak for its parent nor keep the pipes open when the parent dies."""
        self._closed = True
        os.close(self._read_fd)
        os.close(self._write_fd)

    @property
    def is_usable(self):
        return not self._closed

    def send(self, message):
        if self._closed:
            raise Disconnected
        data = frames.encode(message)
        with self._interrupts, self._writing:
            view = memoryview(data)
            while view:
                view = view[os.write(self._write_fd, view):]

    def send_and_wait(self, message):
        """Sends a message that keeps its place among the output, and returns when it has been recorded."""
        with self._writing:
            self._barriers += 1
            barrier = self._barriers
        self.send({**message, "barrier": barrier})
        self._wait(lambda: barrier in self._acknowledged)
        self._acknowledged.discard(barrier)

    def next_request(self):
        """The next execute, complete, inspect or variables."""
        return self._wait(lambda: self._requests and self._requests.popleft())

    def has_request(self):
        return bool(self._requests)

    def next_reply(self):
        """The next answer to an input_request."""
        return self._wait(lambda: self._replies and self._replies.popleft())

    def drop_replies(self):
        self._replies.clear()

    def _wait(self, take):
        while True:
            with self._changed:
                while True:
                    if self._closed:
                        raise Disconnected
                    taken = take()
                    if taken:
                        return taken
                    if self._reader is None:
                        self._reader = threading.get_ident()
                        break
                    self._changed.wait()
            try:
                # Interruptible: nothing is read until there is something, and then in one piece. While code runs, the
                # handler of SIGINT may have read what this waits for, so it looks again from time to time.
                if self._poll.poll(None if self._interrupts.running is None else 500):
                    with self._interrupts:
                        self._read()
            finally:
                with self._changed:
                    self._reader = None
                    self._changed.notify_all()

    def _read(self):
        data = os.read(self._read_fd, 65536)
        if not data:
            self._closed = True
        for message in self._decoder.feed(data):
            kind = message["type"]
            if kind == "barrier_ack":
                self._acknowledged.add(message["barrier"])
            elif kind == "input_reply":
                self._replies.append(message)
            elif kind == "interrupt":
                self._interrupts.announce(message["id"])
            else:
                self._requests.append(message)

    def _read_what_is_there(self):
        """Called by the handler of SIGINT on the main thread, which is then in no other read of this."""
        while self._reader in (None, threading.get_ident()) and not self._closed and self._peek.poll(0):
            self._read()
