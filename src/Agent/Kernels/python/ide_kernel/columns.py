"""Where a table's cells come from: one class a kind of data, all with the same questions.

`positions` are the rows that are left, in their order, or None for all as they are; `sort` is stable and puts what is
missing last; `filter` keeps the rows whose cell passes.
"""
import itertools
import math
import operator

from ide_kernel.values import scalar

MAX_TEXT = 500

# How many of a list's items say which columns it has.
MAX_SEEN = 1000

COMPARE = {
    "equals": operator.eq, "notEquals": operator.ne, "less": operator.lt, "atMost": operator.le,
    "greater": operator.gt, "atLeast": operator.ge,
}


def label(name):
    """A column's or row's name; the levels of a MultiIndex are joined."""
    text = " / ".join(str(scalar(part)) for part in name) if isinstance(name, tuple) else str(scalar(name))
    return text[:MAX_TEXT]


def cell(value):
    value = scalar(value)
    if isinstance(value, str) and len(value) > MAX_TEXT:
        return value[:MAX_TEXT] + "…"
    # A browser's numbers are exact up to here.
    return str(value) if isinstance(value, int) and abs(value) > 2 ** 53 else value


class Frame:
    """A pandas DataFrame."""

    def __init__(self, frame):
        self._frame = frame
        self.height, self.width = frame.shape

    def name(self, column):
        return self._frame.columns[column]

    def dtype(self, column):
        return str(self._frame.dtypes.iloc[column])

    def labels(self, rows):
        return [label(each) for each in self._frame.index[_taken(rows)]]

    def cells(self, rows, chosen):
        part = self._frame.iloc[_taken(rows), chosen.start:chosen.stop]
        found = [[cell(each) for each in part.iloc[:, position]] for position in range(len(chosen))]
        return [list(row) for row in zip(*found)] if found else [[] for _ in rows]

    def sort(self, positions, column, descending):
        values = self._column(positions, column)
        try:
            ordered = values.sort_values(ascending=not descending, kind="stable", na_position="last")
        except TypeError:  # Values of several kinds have no order of their own.
            ordered = values.astype(str).sort_values(ascending=not descending, kind="stable")
        return ordered.index.to_numpy()

    def filter(self, positions, column, op, wanted):
        values = self._column(positions, column)
        return values.index.to_numpy()[_passes(values, op, wanted).to_numpy(dtype=bool)]

    def _column(self, positions, column):
        """One column, with the rows' positions as its index."""
        import pandas
        values = self._frame.iloc[:, column]
        if positions is None:
            return values.set_axis(pandas.RangeIndex(self.height))
        return values.iloc[positions].set_axis(pandas.Index(positions))


def _taken(rows):
    return slice(rows.start, rows.stop) if isinstance(rows, range) else rows


def _passes(values, op, wanted):
    import pandas
    if op == "missing":
        return values.isna()
    if op == "present":
        return values.notna()
    if op == "contains":
        return values.astype(str).str.contains(wanted, case=False, regex=False, na=False)
    compare = COMPARE[op]
    if pandas.api.types.is_bool_dtype(values.dtype):
        return compare(values.astype(str).str.lower(), wanted.lower())
    if pandas.api.types.is_numeric_dtype(values.dtype):
        return compare(values, number(wanted)).fillna(False)
    if pandas.api.types.is_datetime64_any_dtype(values.dtype):
        return compare(values, pandas.Timestamp(wanted, tz=getattr(values.dtype, "tz", None)))
    return compare(values.astype(str), wanted)


def number(text):
    """What a person typed, against a column of numbers."""
    try:
        return int(text)
    except ValueError:
        return float(text)


class Array:
    """A numpy array of one or two dimensions."""

    def __init__(self, array):
        self._array = array if array.ndim == 2 else array[:, None]
        self._is_flat = array.ndim == 1
        self.height, self.width = self._array.shape

    def name(self, column):
        return "value" if self._is_flat else column

    def dtype(self, _):
        return str(self._array.dtype)

    def labels(self, rows):
        return [str(row) for row in rows]

    def cells(self, rows, chosen):
        part = self._array[_taken(rows), chosen.start:chosen.stop]
        return [[cell(each) for each in row] for row in part.tolist()]

    def sort(self, positions, column, descending):
        import numpy
        rows = numpy.arange(self.height) if positions is None else positions
        values = self._array[rows, column]
        if descending:
            # Backwards twice: equal values keep their order.
            order = numpy.argsort(values[::-1], kind="stable")[::-1]
            order = len(values) - 1 - order
            if values.dtype.kind == "f":
                missing = numpy.isnan(values[order])
                order = numpy.concatenate([order[~missing], order[missing]])
        else:
            order = numpy.argsort(values, kind="stable")
        return rows[order]

    def filter(self, positions, column, op, wanted):
        import numpy
        rows = numpy.arange(self.height) if positions is None else positions
        return rows[self._mask(self._array[rows, column], op, wanted)]

    @staticmethod
    def _mask(values, op, wanted):
        import numpy
        is_number = values.dtype.kind in "iuf"
        if op in ("missing", "present"):
            missing = numpy.isnan(values) if values.dtype.kind == "f" else numpy.equal(values, None)
            return missing if op == "missing" else ~missing.astype(bool)
        if op == "contains":
            return numpy.char.find(numpy.char.lower(values.astype(str)), wanted.lower()) >= 0
        if is_number:
            return COMPARE[op](values, number(wanted))
        return COMPARE[op](values.astype(str), wanted)


class Items:
    """A list of dicts, of sequences or of anything."""

    def __init__(self, items, names=None):
        self._items = items
        self.height = len(items)
        seen = list(itertools.islice(items, MAX_SEEN))
        if names is None and all(type(each) is dict for each in seen):
            self._names = list(dict.fromkeys(name for each in seen for name in each))
            self._get = lambda item, column: item.get(self._names[column]) if type(item) is dict else None
        elif all(type(each) in (list, tuple) for each in seen):
            self._names = names or list(range(max(map(len, seen))))
            self._get = lambda item, column: item[column] if type(item) in (list, tuple) and column < len(item) else None
        else:
            self._names = ["value"]
            self._get = lambda item, column: item
        self.width = len(self._names)
        self._seen = seen

    def name(self, column):
        return self._names[column]

    def dtype(self, column):
        kinds = {type(self._get(item, column)).__name__ for item in self._seen} - {"NoneType"}
        return kinds.pop() if len(kinds) == 1 else "mixed" if kinds else ""

    def labels(self, rows):
        return [str(row) for row in rows]

    def cells(self, rows, chosen):
        return [[cell(self._get(self._items[row], column)) for column in chosen] for row in rows]

    def sort(self, positions, column, descending):
        rows = range(self.height) if positions is None else positions
        values = {row: self._get(self._items[row], column) for row in rows}
        missing = [row for row in rows if _is_missing(values[row])]
        there = [row for row in rows if not _is_missing(values[row])]
        try:
            there.sort(key=values.__getitem__, reverse=descending)
        except TypeError:  # Values of several kinds have no order of their own.
            there.sort(key=lambda row: str(scalar(values[row])), reverse=descending)
        return there + missing

    def filter(self, positions, column, op, wanted):
        rows = range(self.height) if positions is None else positions
        return [row for row in rows if _item_passes(self._get(self._items[row], column), op, wanted)]


def _is_missing(value):
    return value is None or (isinstance(value, float) and math.isnan(value))


def _item_passes(value, op, wanted):
    if op == "missing":
        return _is_missing(value)
    if op == "present":
        return not _is_missing(value)
    if op == "contains":
        return wanted.lower() in str(scalar(value)).lower()
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return COMPARE[op](value, number(wanted))
    return COMPARE[op](str(scalar(value)), wanted)
