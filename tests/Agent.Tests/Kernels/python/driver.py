"""The Agent's side of the driver's protocol, small: enough to run cells and to see everything that comes, in order."""
import array
import base64
import faulthandler
import fcntl
import json
import os
import select
import signal
import socket
import struct
import subprocess
import sys
import time

import driver_path

PYTHON = sys.executable
DEADLINE = 150

# A file of tests that hangs says where, before whoever runs it gives up.
faulthandler.dump_traceback_later(150, exit=True)


def sources():
    """The driver's modules as the Agent hands them over: a file in memory, name to source."""
    found = {}
    for path in driver_path.DRIVER.glob("ide_kernel/**/*.py"):
        name = ".".join(path.relative_to(driver_path.DRIVER).with_suffix("").parts)
        found[name.removesuffix(".__init__")] = path.read_text()
    descriptor = os.memfd_create("driver")
    os.write(descriptor, json.dumps(found).encode())
    os.lseek(descriptor, 0, os.SEEK_SET)
    return descriptor


def command(descriptor, *arguments):
    bootstrap = (driver_path.DRIVER / "bootstrap.py").read_text()
    return [PYTHON, "-c", bootstrap, str(descriptor), *map(str, arguments)]


class Pipes:
    """The ends of a context's four pipes."""

    def __init__(self):
        self.theirs_in, self._to = os.pipe()
        self._from, self.theirs_out = os.pipe()
        self._stdout, self.theirs_stdout = os.pipe()
        self._stderr, self.theirs_stderr = os.pipe()
        for descriptor in (self._from, self._stdout, self._stderr):
            os.set_blocking(descriptor, False)
        self._held = bytearray()
        self._execution = 0
        self.events = []   # ("stdout", text), ("stderr", text) or (type, message), in order
        self.answers = []  # what input() gets, in turn
        self.counted = None  # a number: text is counted instead of kept

    @property
    def theirs(self):
        return self.theirs_in, self.theirs_out, self.theirs_stdout, self.theirs_stderr

    def close_theirs(self):
        for descriptor in self.theirs:
            os.close(descriptor)

    def hang_up(self):
        os.close(self._to)

    def send(self, message):
        body = json.dumps(message).encode()
        os.write(self._to, struct.pack("<I", len(body)) + body)

    def wait(self, kind, within=DEADLINE):
        deadline = time.monotonic() + within
        while time.monotonic() < deadline:
            for message in self.poll(0.1):
                if message["type"] == kind:
                    return message
        raise TimeoutError(f"no {kind}; the last events: {self.events[-5:]}")

    def start(self, code, **options):
        self._execution += 1
        self.events = []
        self.send({"type": "execute", "id": self._execution, "code": code, **options})

    def run(self, code, **options):
        """Runs a cell and returns its events, without the last, which is `done`."""
        self.start(code, **options)
        return self.finish()

    def finish(self, within=DEADLINE):
        self.wait("done", within)
        self._drain()
        return [event for event in self.events if event[0] != "done"]

    def ask(self, kind, **arguments):
        self.send({"type": kind, "request": 1, **arguments})
        return self.wait("reply")

    def announce_interrupt(self):
        self.send({"type": "interrupt", "id": self._execution})

    def wait_for_text(self, text):
        deadline = time.monotonic() + DEADLINE
        while text not in "".join(each for kind, each in self.events if kind in ("stdout", "stderr")):
            if time.monotonic() > deadline:
                raise TimeoutError(text)
            self.poll(0.05)

    def poll(self, timeout):
        """Takes what has come and returns the messages of it."""
        ready, _, _ = select.select([self._stdout, self._stderr, self._from], [], [], timeout)
        self._drain()
        messages = []
        if self._from in ready:
            data = os.read(self._from, 1 << 20)
            if not data:
                raise EOFError("the driver has hung up")
            self._held += data
            while len(self._held) >= 4:
                end = 4 + struct.unpack_from("<I", self._held)[0]
                if len(self._held) < end:
                    break
                messages.append(json.loads(bytes(self._held[4:end])))
                del self._held[:end]
                self._take(messages[-1])
        return messages

    def _take(self, message):
        self._drain()
        self.events.append((message["type"], message))
        if "barrier" in message:
            self.send({"type": "barrier_ack", "barrier": message["barrier"]})
        if message["type"] == "input_request" and self.answers:
            answer = self.answers.pop(0)
            self.send({"type": "input_reply", **({"eof": True} if answer is None else {"value": answer})})

    def _drain(self):
        """Takes what is there now: as much as a pipe holds, and not all that a flood writes meanwhile."""
        for descriptor, kind in ((self._stdout, "stdout"), (self._stderr, "stderr")):
            left = fcntl.fcntl(descriptor, fcntl.F_GETPIPE_SZ)
            while left > 0:
                try:
                    data = os.read(descriptor, 1 << 20)
                except BlockingIOError:
                    break
                if not data:
                    break
                left -= len(data)
                if self.counted is not None:
                    self.counted += len(data)
                    continue
                text = data.decode("utf-8", "backslashreplace")
                if self.events and self.events[-1][0] == kind:
                    self.events[-1] = kind, self.events[-1][1] + text
                else:
                    self.events.append((kind, text))


class ColdContext(Pipes):
    """A context in a process of its own."""

    def __init__(self, environment=None, directory="/tmp"):
        super().__init__()
        driver = sources()
        self.process = subprocess.Popen(
            command(driver, "context", "--in", self.theirs_in, "--out", self.theirs_out),
            stdin=subprocess.DEVNULL, stdout=self.theirs_stdout, stderr=self.theirs_stderr,
            pass_fds=(driver, self.theirs_in, self.theirs_out), start_new_session=True, cwd=directory,
            env={**os.environ, **(environment or {})})
        os.close(driver)
        self.close_theirs()
        self.wait("ready")
        self.events = []

    def interrupt(self):
        self.announce_interrupt()
        os.killpg(self.process.pid, signal.SIGINT)

    def close(self):
        self.hang_up()
        try:
            return self.process.wait(DEADLINE)
        finally:
            self.process.kill()


class ForkServer:
    def __init__(self, environment=None):
        self._socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._socket.settimeout(DEADLINE)
        self._environment = {**os.environ, **(environment or {})}
        driver = sources()
        self.process = subprocess.Popen(
            command(driver, "forkserver", "--socket", theirs.fileno()),
            pass_fds=(driver, theirs.fileno()), start_new_session=True, env=self._environment)
        os.close(driver)
        theirs.close()
        self.pid = self.next("ready")["pid"]
        self._last = 0

    def request(self, environment=None, directory="/tmp"):
        context = Pipes()
        self._last += 1
        message = {"type": "fork", "id": self._last, "cwd": directory, "env": environment or self._environment}
        self._socket.sendmsg(
            [json.dumps(message).encode()],
            [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", context.theirs))])
        context.close_theirs()
        return context

    def fork(self, environment=None, directory="/tmp"):
        context = self.request(environment, directory)
        context.pid = self.next("forked")["pid"]
        context.wait("ready")
        context.events = []
        return context

    def next(self, kind):
        while True:
            message = json.loads(self._socket.recv(65536))
            if message["type"] == kind:
                return message

    def close(self):
        self._socket.close()
        try:
            return self.process.wait(DEADLINE)
        finally:
            self.process.kill()


def text_of(events, kind="stdout"):
    return "".join(text for each, text in events if each == kind)


def messages_of(events, *kinds):
    return [message for kind, message in events if kind in kinds]


def png_size(encoded):
    """Width and height of a base64 PNG."""
    data = base64.b64decode(encoded, validate=True)
    assert data.startswith(b"\x89PNG\r\n\x1a\n"), data[:16]
    return struct.unpack(">II", data[16:24])
