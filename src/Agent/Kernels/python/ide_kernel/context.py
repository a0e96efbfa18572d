"""A context: the shell, its channel to the Agent, and the loop that serves requests until the Agent hangs up."""
import os
import sys
import traceback

from ide_kernel import flusher as flushing
from ide_kernel import shell as shells
from ide_kernel import stdin, streams
from ide_kernel.channel import Channel, Disconnected
from ide_kernel.display import Screen
from ide_kernel.execution import Execution
from ide_kernel.figures import Figures
from ide_kernel.imports import when_imported
from ide_kernel.interrupts import Interrupts
from ide_kernel.introspection import Introspection


def run_cold(read_fd, write_fd):
    """Builds a context from nothing, in a process of its own."""
    shell = shells.create()
    enter_user_paths()
    serve(shell, read_fd, write_fd)


def enter_user_paths():
    """From here on imports are the user's: the working directory comes first."""
    sys.path[:] = ["", *(path for path in sys.path if path)]
    main = sys.modules["__main__"].__dict__
    for name in ("_start", "_arguments", "__file__", "__cached__"):
        main.pop(name, None)
    main.update(__doc__=None, __spec__=None, __loader__=None, __package__=None)


def serve(shell, read_fd, write_fd):
    """Serves requests. Does not return: when the Agent is gone, so is the process."""
    prepare_libraries()
    interrupts = Interrupts()
    channel = Channel(read_fd, write_fd, interrupts)
    flusher = flushing.Flusher(streams.install(interrupts), interrupts)
    screen = Screen(channel, flusher, lambda text: sys.stderr.write(text))
    shell.display_pub.screen = shell.displayhook.screen = screen
    stdin.install(stdin.Questions(channel, flusher, screen))
    execution = Execution(shell, channel, interrupts, flusher, screen, Figures(shell))
    introspection = Introspection(shell, interrupts)
    os.register_at_fork(after_in_child=lambda: become_child(channel, interrupts))
    interrupts.install()
    flusher.start()
    channel.send({
        "type": "ready", "pid": os.getpid(), "language": "python", "version": sys.version.split()[0]})
    try:
        while True:
            wait_for_request(channel, shell.loop_runner)
            request = channel.next_request()
            if request["type"] == "execute":
                introspection.forget()
                execution.run(request)
            else:
                channel.send({"type": "reply", "request": request["request"], **attempt(introspection, request)})
    except Disconnected:
        end(flusher, 0)
    except BaseException:
        # The driver's own end, of something that code did to what the driver needs. The code may have taken sys.stderr, too.
        os.write(2, traceback.format_exc().encode(errors="replace"))
    finally:
        end(flusher, 1)


def prepare_libraries():
    """Libraries that would look for a browser, or load scripts from the network, show themselves as a MIME bundle."""
    os.environ.setdefault("PLOTLY_RENDERER", "plotly_mimetype")
    when_imported("altair", lambda altair: altair.renderers.enable("mimetype"))


def attempt(introspection, request):
    try:
        return introspection.answer(request)
    except Exception as error:  # Completers and inspectors call into the user's objects.
        return {"error": f"{type(error).__name__}: {error}"}


def wait_for_request(channel, runner):
    """While the context is idle, the tasks that cells have left behind go on."""
    if not runner.has_tasks or channel.has_request():
        return
    loop = runner.loop()
    loop.add_reader(channel.fileno(), loop.stop)
    try:
        loop.run_forever()
    except BaseException as error:
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
    finally:
        loop.remove_reader(channel.fileno())


def become_child(channel, interrupts):
    """In a forked child (os.fork, multiprocessing): the pipes are its parent's."""
    channel.close_in_child()
    interrupts.become_child()


def end(flusher, exit_code):
    """Nobody listens any more: what was printed goes to the descriptors, and no thread of the user keeps us here."""
    try:
        flusher.flush()
    finally:
        os._exit(exit_code)
