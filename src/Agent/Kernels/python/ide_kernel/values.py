"""Python values as JSON: bounded in size and depth, whatever the value is."""
import datetime
import decimal
import enum
import math
import numbers

MAX_DEPTH = 24
MAX_ITEMS = 100_000
MAX_TEXT = 1_000_000


class Unrepresentable(Exception):
    """The value has no JSON form within the bounds; the message says why."""


def to_json(value):
    """The JSON form of a dict, list or scalar. Keys become text; NaN and infinities become null; numpy's scalars and
    arrays become numbers and lists. Raises Unrepresentable for anything else, for cycles, and for what is too large."""
    return _Conversion().convert(value, 0)


def scalar(value):
    """One cell of a table or one coordinate of a chart: a number, text, bool or None, never an error."""
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, enum.Enum):
        return str(value)
    if isinstance(value, numbers.Integral):
        return int(value)
    if isinstance(value, numbers.Real):
        number = float(value)
        return number if math.isfinite(number) else None
    if type(value).__name__ in ("NaTType", "NAType"):
        return None
    if type(value).__name__ == "datetime64":
        return None if str(value) == "NaT" else str(value)
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, decimal.Decimal):
        return str(value)
    try:
        return str(value)[:MAX_TEXT]
    except Exception:  # Whatever the user's __str__ raises.
        return f"<{type(value).__name__}>"


class _Conversion:
    def __init__(self):
        self._items = 0
        self._open = set()

    def convert(self, value, depth):
        self._items += 1
        if self._items > MAX_ITEMS:
            raise Unrepresentable(f"more than {MAX_ITEMS:,} items")
        if depth > MAX_DEPTH:
            raise Unrepresentable(f"nested deeper than {MAX_DEPTH}")
        if isinstance(value, str):
            if len(value) > MAX_TEXT:
                raise Unrepresentable(f"text longer than {MAX_TEXT:,}")
            return value
        if value is None or isinstance(value, (bool, numbers.Real, datetime.date, datetime.time, decimal.Decimal)):
            return scalar(value)
        if isinstance(value, dict):
            return self._within(value, lambda: {
                str(scalar(key)): self.convert(item, depth + 1) for key, item in value.items()})
        if isinstance(value, (list, tuple)):
            return self._within(value, lambda: [self.convert(item, depth + 1) for item in value])
        if type(value).__module__ == "numpy" and hasattr(value, "tolist"):
            if getattr(value, "size", 0) > MAX_ITEMS:
                raise Unrepresentable(f"more than {MAX_ITEMS:,} items")
            listed = value.tolist()
            if isinstance(listed, list):
                return self.convert(listed, depth)
            return scalar(listed)
        raise Unrepresentable(f"holds a {type(value).__name__}")

    def _within(self, container, convert):
        if id(container) in self._open:
            raise Unrepresentable("refers to itself")
        self._open.add(id(container))
        try:
            return convert()
        finally:
            self._open.discard(id(container))
