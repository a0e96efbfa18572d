"""Tables of any size, a window at a time: rows in any order, those that pass filters, columns from anywhere.

What is a table: pandas' DataFrame, Series and Index, numpy's arrays of one and two dimensions, lists and tuples, dicts.
The order of the last question is kept for the next one, since who pages asks for the same again; a run forgets it, because
it may have changed the data. Threads that change data between runs may make an order stale.
"""
import sys

from ide_kernel import columns

MAX_ROWS = 1000
MAX_COLUMNS = 200
MAX_CELLS = 20_000


class Refused(Exception):
    """The message says why, to a person."""


class Windows:
    def __init__(self):
        self._order = None  # (what it is the order of, positions)

    def forget(self):
        self._order = None

    def read(self, value, request):
        source = source_of(value)
        if source is None:
            raise Refused(f"A {type(value).__name__} is no table.")
        first = min(max(0, request["columnOffset"]), source.width)
        chosen = range(first, min(first + min(request["columnLimit"], MAX_COLUMNS), source.width))
        positions = self._positions(value, source, request["sort"], request["filter"])
        total = source.height if positions is None else len(positions)
        offset = min(max(0, request["offset"]), total)
        end = min(total, offset + min(request["limit"], MAX_ROWS, max(1, MAX_CELLS // max(1, len(chosen)))))
        rows = range(offset, end) if positions is None else positions[offset:end]
        return {
            "type": type(value).__name__,
            "columns": [columns.label(source.name(each)) for each in chosen],
            "dtypes": [source.dtype(each) for each in chosen],
            "index": source.labels(rows),
            "rows": source.cells(rows, chosen),
            "offset": offset, "total": total, "size": source.height,
            "columnOffset": first, "columnTotal": source.width,
        }

    def _positions(self, value, source, sort, conditions):
        """Which rows in which order; None: all as they are."""
        if not sort and not conditions:
            return None
        asked = (id(value), source.height, source.width, repr(sort), repr(conditions))
        if self._order is None or self._order[0] != asked:
            self._order = None
            positions = None
            for condition in conditions:
                positions = source.filter(positions, self._column(source, condition), condition["op"], condition["value"])
            for key in reversed(sort):
                positions = source.sort(positions, self._column(source, key), key["descending"])
            self._order = (asked, positions)
        return self._order[1]

    @staticmethod
    def _column(source, chosen):
        if not 0 <= chosen["column"] < source.width:
            raise Refused(f"There is no column {chosen['column']}.")
        return chosen["column"]


def is_table(value):
    return source_of(value) is not None


def source_of(value):
    kind = type(value)
    pandas, numpy = sys.modules.get("pandas"), sys.modules.get("numpy")
    if pandas and issubclass(kind, pandas.DataFrame):
        return columns.Frame(value)
    if pandas and issubclass(kind, (pandas.Series, pandas.Index)):
        return columns.Frame(value.to_frame())
    if numpy and issubclass(kind, numpy.ndarray):
        return columns.Array(value) if value.ndim in (1, 2) and value.dtype.names is None else None
    if kind in (list, tuple):
        return columns.Items(value) if value else None
    if kind is dict:
        return columns.Items(list(value.items()), names=["key", "value"]) if value else None
    return None
