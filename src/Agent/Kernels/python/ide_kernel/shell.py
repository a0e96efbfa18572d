"""IPython's shell as a context uses it: displays and errors become frames, nothing assumes a terminal."""
import asyncio
import os
import signal
import subprocess
import sys
import warnings

from IPython.core.compilerop import CachingCompiler
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Any, Type
from traitlets.config import Config

from ide_kernel import errors, formats, packages
from ide_kernel.display import Publisher, ResultHook
from ide_kernel.figures import BACKEND


class Compiler(CachingCompiler):
    """Remembers under which name the cell that runs was compiled."""
    cell_file = None

    def cache(self, *arguments, **named):
        name = super().cache(*arguments, **named)
        if self.cell_file is None:
            self.cell_file = name
        return name


class Exit:
    """exit() and quit(): the run ends, the context stays."""

    def __init__(self, name):
        self._name = name

    def __call__(self, code=None, *_, **__):
        raise SystemExit(code)

    def __repr__(self):
        return f"{self._name}() ends the run"


class Shell(InteractiveShell):
    displayhook_class = Type(ResultHook)
    display_pub_class = Type(Publisher)
    on_error = Any()
    first_line = 1

    def transform_cell(self, raw_cell):
        """The cell's lines keep the numbers that they have in their file: empty ones stand for what is before it, and for
        those at its own beginning, which IPython takes away."""
        return "\n" * (self.first_line - 1 + blank_lines(raw_cell)) + super().transform_cell(raw_cell)

    def init_environment(self):
        pass

    def init_virtualenv(self):
        pass

    def init_io(self):
        pass

    def init_display_formatter(self):
        super().init_display_formatter()
        formats.register(self.display_formatter)

    def init_magics(self):
        super().init_magics()
        self.register_magic_function(packages.pip_magic, "line", "pip")

    def ask_exit(self):
        raise SystemExit(0)

    def enable_gui(self, gui=None):
        pass

    def enable_matplotlib(self, gui=None):
        """%matplotlib, whatever it names: figures are shown inline, nothing else has a screen to appear on."""
        if gui not in (None, "inline", "agg", "auto"):
            print(f"There is no display for {gui}: figures are shown inline.", file=sys.stderr)
        if "matplotlib.pyplot" in sys.modules:
            sys.modules["matplotlib.pyplot"].switch_backend(BACKEND)
        return "inline", "inline"

    def system(self, command):
        """`!command`: on the same descriptors as everything else, with the exit code in _exit_code."""
        shell = os.environ.get("SHELL") or "/bin/sh"
        code = subprocess.call(self.var_expand(command, depth=1), shell=True, executable=shell)
        if code == -signal.SIGINT:
            raise KeyboardInterrupt
        self.user_ns["_exit_code"] = code
        packages.refresh()

    system_piped = system_raw = system

    def showtraceback(self, exc_tuple=None, *arguments, **named):
        error = exc_tuple[1] if exc_tuple else sys.exc_info()[1]
        if isinstance(error, asyncio.CancelledError) and self.loop_runner.is_cancelling:
            return  # The interrupt itself is what is told.
        if not isinstance(error, SystemExit):
            errors.hide_driver(error)
            super().showtraceback(exc_tuple, *arguments, **named)
        elif error.code not in (None, 0):
            self.on_error(error, [f"SystemExit: {error.code}"])

    def _showtraceback(self, etype, evalue, stb):
        self.on_error(evalue, stb)


def blank_lines(text):
    """How many lines with nothing in them a text begins with."""
    return text[:len(text) - len(text.lstrip())].count("\n")


class LoopRunner:
    """Runs a cell that awaits, on the one event loop of the context. Tasks that a cell leaves behind go on while later
    cells await, and while the context is idle (see context.wait_for_request)."""

    def __init__(self):
        self._loop = None
        self.is_cancelling = False

    @property
    def has_tasks(self):
        return self._loop is not None and bool(asyncio.all_tasks(self._loop))

    def loop(self):
        if self._loop is None or self._loop.is_closed():
            self._loop = asyncio.new_event_loop()
        asyncio.set_event_loop(self._loop)
        return self._loop

    def __call__(self, coroutine):
        loop = self.loop()
        task = loop.create_task(coroutine)
        try:
            return loop.run_until_complete(task)
        except BaseException:
            if not task.done():
                # An interrupt that came between two steps: the cell is over, its finally blocks run.
                self.is_cancelling = True
                task.cancel()
                try:
                    loop.run_until_complete(task)
                except BaseException:
                    pass
                finally:
                    self.is_cancelling = False
            raise


def create():
    """The shell, not yet connected to an Agent."""
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "NoColor"
    config.InteractiveShell.banner1 = ""
    config.InteractiveShell.cache_size = 1000
    config.IPCompleter.use_jedi = False
    warnings.filterwarnings("ignore", message="To exit: use", category=UserWarning)
    shell = Shell.instance(config=config)
    shell.compile = Compiler()
    shell.display_pub.is_publishing = False
    for name in ("exit", "quit"):
        shell.user_ns[name] = shell.user_ns_hidden[name] = Exit(name)
    shell.loop_runner = LoopRunner()
    shell.autoawait = True
    return shell
