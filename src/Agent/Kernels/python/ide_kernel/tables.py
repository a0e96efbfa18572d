"""Data frames and series as tables: {columns, dtypes, index, rows, total, truncated}, at most MAX_ROWS and MAX_CELLS."""
from ide_kernel.values import scalar

MIME = "application/vnd.ide.table+json"
MAX_ROWS = 1000
MAX_COLUMNS = 500
MAX_CELLS = 50_000


def from_frame(frame):
    """The first rows of a pandas DataFrame. `total` counts all its rows."""
    columns = list(frame.columns[:MAX_COLUMNS])
    height = min(len(frame), MAX_ROWS, MAX_CELLS // max(1, len(columns)))
    head = frame.iloc[:height, :len(columns)]
    # Column by column: a frame's values as one array would make floats of integers.
    cells = [[scalar(value) for value in head.iloc[:, position]] for position in range(len(columns))]
    return {
        "columns": [_label(column) for column in columns],
        "dtypes": [str(dtype) for dtype in head.dtypes],
        "index": [_label(label) for label in head.index],
        "rows": [list(row) for row in zip(*cells)] if cells else [[] for _ in range(height)],
        "total": len(frame),
        "truncated": height < len(frame) or len(columns) < len(frame.columns),
    }


def from_series(series):
    return from_frame(series.to_frame(name="0" if series.name is None else series.name))


def _label(label):
    """A column's or row's name; the levels of a MultiIndex are joined."""
    if isinstance(label, tuple):
        return " / ".join(str(scalar(part)) for part in label)
    return scalar(label)
