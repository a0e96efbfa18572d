"""A process with everything imported, from which Python contexts are forked in a few milliseconds.

It talks to the Agent over a SOCK_SEQPACKET socket, one JSON object a message:

    Agent   fork     {id, cwd, env, memoryBytes?} with four descriptors: the context's in and out pipe, its stdout, its stderr
    server  ready    {pid}
            forked   {id, pid, startTime}      startTime: clock ticks since boot, as /proc/PID/stat has it
            refused  {id, reason}              start this one cold: what is imported here is out of date, or fork failed
            unfit    {id}                      start this one cold: it cannot be in its directory, and the launcher says why
            exited   {id, exitCode, signal}    the server is the parent and so knows

It runs no thread, since a forked child would find the other threads' locks held for ever. (OpenBLAS stops its own threads
around a fork, and starts them again in whoever needs them.) It ends when the Agent closes the socket. Contexts outlive it.
"""
import array
import errno
import gc
import json
import os
import resource
import select
import signal
import socket
import sys
import threading

from ide_kernel import context, preload

MAX_MESSAGE_BYTES = 256 * 1024
DESCRIPTORS = 4


def serve(socket_fd):
    server = Server(socket.socket(fileno=socket_fd))
    request = server.run()
    if request is not None:
        # Only a child comes back with a request: its stack is as shallow as that of a cold start.
        server.become_context(*request)


class Server:
    def __init__(self, connection):
        self._connection = connection
        self._children = {}
        self._wake_read, self._wake_write = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)

    def run(self):
        """Serves until the Agent hangs up. Returns in a forked child, with its request and descriptors."""
        os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
        self._shell, self._loaded = preload.load()
        os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._wake_write)
        gc.collect()
        gc.freeze()
        self._send({"type": "ready", "pid": os.getpid()})
        poll = select.poll()
        poll.register(self._connection, select.POLLIN)
        poll.register(self._wake_read, select.POLLIN)
        while True:
            ready = dict(poll.poll())
            if self._wake_read in ready:
                self._drain_wakes()
                self._reap()
            if self._connection.fileno() in ready:
                message, descriptors = self._receive()
                if message is None:
                    return None
                if self._fork(message):
                    return message, descriptors
                for descriptor in descriptors:
                    os.close(descriptor)

    def become_context(self, request, descriptors):
        """In the child: leaves everything of the server behind, and serves as a context."""
        os.setsid()
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        self._connection.close()
        read_fd, write_fd, stdout, stderr = descriptors
        os.dup2(os.open(os.devnull, os.O_RDWR), 0)
        os.dup2(stdout, 1)
        os.dup2(stderr, 2)
        close_others({0, 1, 2, read_fd, write_fd})
        os.environ.clear()
        os.environ.update(request["env"])
        if request.get("memoryBytes"):
            resource.setrlimit(resource.RLIMIT_DATA, (request["memoryBytes"], request["memoryBytes"]))
        os.chdir(request["cwd"])
        preload.become_child()
        context.enter_user_paths()
        context.serve(self._shell, read_fd, write_fd)

    def _fork(self, message):
        """True in the child."""
        if self._loaded.is_stale():
            self._refuse(message, "a newer version of a preloaded package was installed")
            return False
        if threading.active_count() > 1:
            self._refuse(message, "a preloaded package has started a thread")
            return False
        try:
            os.makedirs(message["cwd"], exist_ok=True)
            if not os.access(message["cwd"], os.X_OK):
                raise PermissionError(message["cwd"])
        except OSError:
            self._send({"type": "unfit", "id": message["id"]})
            return False
        try:
            pid = os.fork()
        except OSError as error:
            self._refuse(message, f"fork: {errno.errorcode.get(error.errno, error.errno)}")
            return False
        if pid == 0:
            return True
        self._children[pid] = message["id"]
        self._send({"type": "forked", "id": message["id"], "pid": pid, "startTime": start_time(pid)})
        return False

    def _refuse(self, message, reason):
        self._send({"type": "refused", "id": message["id"], "reason": reason})

    def _reap(self):
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            child = self._children.pop(pid, None)
            if child is not None:
                code = os.waitstatus_to_exitcode(status)
                self._send({"type": "exited", "id": child, "exitCode": max(code, 0), "signal": max(-code, 0)})

    def _drain_wakes(self):
        try:
            while os.read(self._wake_read, 512):
                pass
        except BlockingIOError:
            pass

    def _send(self, message):
        try:
            self._connection.send(json.dumps(message).encode())
        except (BrokenPipeError, ConnectionResetError):
            pass  # The end is seen where messages are received.

    def _receive(self):
        descriptors = array.array("i")
        try:
            data, ancillary, flags, _ = self._connection.recvmsg(
                MAX_MESSAGE_BYTES, socket.CMSG_SPACE(DESCRIPTORS * descriptors.itemsize), socket.MSG_CMSG_CLOEXEC)
        except ConnectionResetError:
            return None, []
        for level, kind, content in ancillary:
            if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
                descriptors.frombytes(content[:len(content) // descriptors.itemsize * descriptors.itemsize])
        if not data or flags & (socket.MSG_TRUNC | socket.MSG_CTRUNC) or len(descriptors) != DESCRIPTORS:
            return None, list(descriptors)
        return json.loads(data), list(descriptors)


def start_time(pid):
    """0 for a child that is gone already."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            # The second field is a name in parentheses, which may hold anything.
            return int(file.read().rpartition(b")")[2].split()[19])
    except OSError:
        return 0


def close_others(kept):
    for name in os.listdir("/proc/self/fd"):
        descriptor = int(name)
        if descriptor not in kept:
            try:
                os.close(descriptor)
            except OSError:
                pass
