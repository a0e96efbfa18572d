# Passed to python3 as -c: python3 -c BOOTSTRAP FD context|forkserver ... FD holds the driver's modules as one JSON object,
# name to source, so that nothing of the driver lies where user code could change it, and no path of it is on sys.path.
def _bootstrap():
    import sys
    if sys.path and sys.path[0] == "":
        del sys.path[0]  # What the driver imports must never be found beside the user's files.
    import json
    import os
    from importlib.machinery import ModuleSpec

    class Driver:
        def __init__(self, sources):
            self._sources = sources

        def find_spec(self, name, path=None, target=None):
            if name not in self._sources:
                return None
            is_package = any(each.startswith(name + ".") for each in self._sources)
            return ModuleSpec(name, self, origin=self._origin(name), is_package=is_package)

        def create_module(self, spec):
            return None

        def exec_module(self, module):
            name = module.__name__
            exec(compile(self._sources[name], self._origin(name), "exec", dont_inherit=True), module.__dict__)

        def get_source(self, name):
            return self._sources.get(name)

        def _origin(self, name):
            return f"<{name}>"

    arguments = sys.argv[1:]
    os.lseek(int(arguments[0]), 0, os.SEEK_SET)  # shared with who wrote it
    with os.fdopen(int(arguments[0]), "rb") as file:
        sys.meta_path.insert(0, Driver(json.load(file)))
    sys.argv[:] = [""]
    if hasattr(sys, "orig_argv"):
        sys.orig_argv[:] = sys.orig_argv[:1]
    from ide_kernel.start import start
    return start, arguments[1:]


_start, _arguments = _bootstrap()
del _bootstrap
_start(_arguments)
