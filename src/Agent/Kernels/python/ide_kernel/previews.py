"""The variables of a context: name, type, shape, size and a short preview, bounded in number, time and length."""
import itertools
import reprlib
import sys
import time
import types

from ide_kernel import windows
from ide_kernel.patience import TookTooLong

MAX_VARIABLES = 500
MAX_PREVIEW = 200
MAX_TYPE = 100
MAX_COLUMNS = 12

# For one value; and for all of them together, after which only what needs no code of the user is previewed.
VALUE_SECONDS = 0.1
ALL_SECONDS = 1.0

# Their repr is short, quick and not the user's.
PLAIN = (int, float, complex, bool, str, type(None))


class Previews:
    def __init__(self, shell, patience):
        self._shell = shell
        self._patience = patience
        self._short = Short()
        self._slow = set()  # types whose repr took too long: once is enough

    def list(self):
        until = time.monotonic() + ALL_SECONDS
        found = []
        with self._patience.watched():
            for name, value in itertools.islice(self._visible(), MAX_VARIABLES):
                found.append({"name": name, "type": type_name(value), **self._describe(value, until)})
        return found

    def find(self, name):
        """The value of a variable that `list` would show. Raises KeyError."""
        for visible, value in self._visible():
            if visible == name:
                return value
        raise KeyError(name)

    def _visible(self):
        hidden = self._shell.user_ns_hidden
        for name, value in list(self._shell.user_ns.items()):
            is_ours = name in hidden and hidden[name] is value
            is_module = issubclass(type(value), types.ModuleType)
            if not (name.startswith("_") or is_ours or name in ("In", "Out") or is_module):
                yield name, value

    def _describe(self, value, until):
        if type(value) in PLAIN:
            return {"preview": self._short.repr(value)[:MAX_PREVIEW], "size": sys.getsizeof(value)}
        kind, left = type(value), until - time.monotonic()
        if kind in self._slow or left <= 0:
            return {"preview": f"<{type_name(value)}>"}
        described = {}
        try:
            self._patience.call(min(VALUE_SECONDS, left), self._fill, described, value)
        except TookTooLong:
            self._slow.add(kind)
        except Exception:  # Whatever the user's __repr__, __sizeof__ or __getattr__ raises.
            pass
        described.setdefault("preview", f"<{type_name(value)}>")
        return described

    def _fill(self, described, value):
        """Adds member after member, so that those before one that fails are kept."""
        if windows.is_table(value):
            described["isTable"] = True
        shape = getattr(value, "shape", None)
        if isinstance(shape, tuple) and all(isinstance(length, int) for length in shape):
            described["shape"] = [int(length) for length in shape[:32]]
        elif isinstance(value, (list, tuple, dict, set, frozenset, bytes, bytearray)):
            described["shape"] = [len(value)]
        described["size"] = size_of(value)
        described["preview"] = self._preview(value)[:MAX_PREVIEW]

    def _preview(self, value):
        pandas, numpy = sys.modules.get("pandas"), sys.modules.get("numpy")
        if pandas and issubclass(type(value), pandas.DataFrame):
            columns = ", ".join(
                f"{name}: {dtype}" for name, dtype in itertools.islice(value.dtypes.items(), MAX_COLUMNS))
            return columns + (", …" if value.shape[1] > MAX_COLUMNS else "")
        if pandas and issubclass(type(value), (pandas.Series, pandas.Index)):
            return f"{value.dtype} {self._short.repr(list(value[:6]))}"
        if numpy and issubclass(type(value), numpy.ndarray):
            return f"{value.dtype} {self._short.repr(value.flat[:6].tolist())}"
        return self._short.repr(value)


class Short(reprlib.Repr):
    """reprlib, for what it would spell out whole as well."""

    def __init__(self):
        super().__init__()
        self.maxstring = self.maxother = self.maxlong = MAX_PREVIEW
        self.maxlevel = 4

    def repr_bytes(self, value, level):
        cut = bytes(value[:MAX_PREVIEW])
        return repr(cut) + ("…" if len(value) > MAX_PREVIEW else "")

    repr_bytearray = repr_bytes


def size_of(value):
    """In bytes; of a container without what it refers to."""
    if hasattr(type(value), "memory_usage"):
        usage = value.memory_usage()
        return int(usage if isinstance(usage, int) else usage.sum())
    return int(getattr(value, "nbytes", 0)) or sys.getsizeof(value)


def type_name(value):
    return type(value).__name__[:MAX_TYPE]
