"""Calls back once a module has been imported, or at once if it already is: the driver prepares libraries without
importing any by itself."""
import importlib.util
import sys


def when_imported(name, prepare):
    """Calls `prepare(module)` when the module is there. What it raises is dropped: a library that is not as expected must
    not break the user's import."""
    if name in sys.modules:
        _attempt(prepare, sys.modules[name])
    else:
        finder = next((each for each in sys.meta_path if isinstance(each, _Finder)), None)
        if finder is None:
            finder = _Finder()
            sys.meta_path.insert(0, finder)
        finder.waiting.setdefault(name, []).append(prepare)


def _attempt(prepare, module):
    try:
        prepare(module)
    except Exception:
        pass


class _Finder:
    """Finds nothing by itself: lets the others find, and wraps the loader of what is waited for."""

    def __init__(self):
        self.waiting = {}

    def find_spec(self, name, path=None, target=None):
        prepares = self.waiting.pop(name, None)
        if prepares is None:
            return None
        spec = importlib.util.find_spec(name)
        if spec is None or spec.loader is None:
            self.waiting[name] = prepares
            return None
        execute = spec.loader.exec_module

        def execute_and_prepare(module):
            execute(module)
            for prepare in prepares:
                _attempt(prepare, module)

        spec.loader.exec_module = execute_and_prepare
        return spec
