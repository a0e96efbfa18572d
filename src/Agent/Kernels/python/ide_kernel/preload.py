"""What the fork server does once, so that its contexts need not: imports, a shell that has run a cell, a figure drawn."""
import contextlib
import importlib
import os
import random
import site
import sys
import time

PRELOADED = ("numpy", "pandas", "matplotlib", "matplotlib.pyplot", "matplotlib.figure", "matplotlib.axes")


class Loaded:
    """Which packages are imported, and from where."""

    def __init__(self):
        self._started = time.time_ns()
        self._site_changed = _changed(site.getusersitepackages())

    def is_stale(self):
        """True when a package that is imported here has been installed or replaced in the user's site directory since."""
        directory = site.getusersitepackages()
        changed = _changed(directory)
        if changed == self._site_changed:
            return False
        installed = set(os.listdir(directory)) if changed else set()
        for name, origin in _installed_modules():
            is_from_there = origin.startswith(directory + os.sep)
            has_come_or_gone = is_from_there != (name in installed or name + ".py" in installed)
            if has_come_or_gone or (is_from_there and _changed(os.path.dirname(origin)) > self._started):
                return True
        self._site_changed = changed
        return False


def _installed_modules():
    """The imported top-level modules that do not belong to Python itself, with their files."""
    for name, module in list(sys.modules.items()):
        origin = getattr(module, "__file__", None) or ""
        if "." not in name and ("site-packages" in origin or "dist-packages" in origin):
            yield name, origin


def load():
    """Returns the shell and what is loaded. A library that is not installed is left out."""
    from ide_kernel import figures, shell as shells
    os.environ.pop("MPLBACKEND", None)
    shell = shells.create()
    for name in PRELOADED:
        try:
            importlib.import_module(name)
        except Exception:
            break
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib"].rcParams["backend"] = figures.BACKEND
    _warm_up(shell)
    return shell, Loaded()


def become_child():
    """Nothing random may repeat in two contexts. (Hashes of text do: their seed is the interpreter's.)"""
    random.seed()
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()
    time.tzset()


class _Nobody:
    """A screen that shows nothing."""

    main_result = contextlib.nullcontext

    def show(self, *_):
        pass


def _warm_up(shell):
    """The first cell, error, table and figure take longest: each fills caches that every context then has."""
    shell.display_pub.screen = shell.displayhook.screen = _Nobody()
    shell.on_error = lambda *_: None
    cells = ["1 + 1", "1 / 0", "def f(:"]
    if "pandas" in sys.modules:
        cells.append("__import__('pandas').DataFrame({'a': [1], 'b': ['x']})")
    for cell in cells:
        shell.run_cell(cell, store_history=False)
    if "matplotlib.pyplot" in sys.modules:
        from IPython.core.pylabtools import print_figure
        pyplot = sys.modules["matplotlib.pyplot"]
        figure = pyplot.figure()
        figure.add_subplot().plot([1, 2])
        print_figure(figure)
        pyplot.close("all")
        # Imported with the first chart otherwise.
        import ide_kernel.charts.figure  # noqa: F401
    shell.displayhook.flush()
    for name in ("_", "__", "___"):
        shell.user_ns.pop(name, None)
    shell.last_execution_result = None
    sys.last_type = sys.last_value = sys.last_traceback = None


def _changed(path):
    """0 for what does not exist."""
    try:
        return os.stat(path).st_mtime_ns
    except OSError:
        return 0
