"""Notes, while matplotlib draws, what its artists do not tell afterwards: the statistics of a box plot, that bars are a
histogram, the curves that bound an area. The notes are attributes of the artists, and go with them."""
import functools
from typing import NamedTuple

import numpy


class BoxPlot(NamedTuple):
    statistics: list
    positions: list
    is_vertical: bool
    artists: dict


def source_of(artist):
    return getattr(artist, "_ide_source", None)


def prepare(axes_module):
    """Wraps the plotting methods of matplotlib.axes.Axes."""
    for name, note in (
            ("bxp", _note_boxes), ("hist", _note_histogram), ("pie", _note_pie), ("fill_between", _note_area)):
        _wrap(axes_module.Axes, name, note)


def _wrap(owner, name, note):
    original = getattr(owner, name)

    @functools.wraps(original)
    def noted(self, *arguments, **named):
        drawn = original(self, *arguments, **named)
        try:
            note(self, drawn, arguments, named)
        except Exception:
            pass  # The plot is there; only its data will be told less well.
        return drawn

    setattr(owner, name, noted)


def _note_boxes(axes, artists, arguments, named):
    statistics = list(arguments[0] if arguments else named["bxpstats"])
    positions = named.get("positions", arguments[1] if len(arguments) > 1 else None)
    orientation = named.get("orientation", "vertical" if named.get("vert") in (None, True) else "horizontal")
    plot = BoxPlot(
        statistics, list(positions if positions is not None else range(1, len(statistics) + 1)),
        orientation == "vertical", artists)
    axes.__dict__.setdefault("_ide_boxes", []).append(plot)


def _note_histogram(_, drawn, __, ___):
    _, edges, patches = drawn
    # One data set gives one container, several give a list; histtype="step" gives lists of polygons.
    several = patches if not hasattr(patches, "patches") and not _is_polygons(patches) else [patches]
    for container in several:
        for part in (container if _is_polygons(container) else [container]):
            part._ide_source = "histogram"
            part._ide_edges = list(edges)


def _is_polygons(patches):
    return len(patches) > 0 and hasattr(patches[0], "get_xy") and not hasattr(patches, "patches")


def _note_pie(_, drawn, __, ___):
    wedges, texts, *percentages = drawn
    numbers = percentages[0] if percentages else [None] * len(wedges)
    for wedge, text, number in zip(wedges, texts, numbers):
        wedge._ide_source = (text.get_text(), number.get_text() if number is not None else None)


def _note_area(axes, collection, arguments, named):
    given = dict(zip(("x", "y1", "y2", "where"), arguments)) | {
        name: named[name] for name in ("x", "y1", "y2", "where") if name in named}
    xs = numpy.ravel(axes.convert_xunits(_column(given["x"], named)))
    upper, lower = (
        numpy.broadcast_to(numpy.ravel(axes.convert_yunits(_column(given.get(name, 0), named))), xs.shape)
        for name in ("y1", "y2"))
    where = given.get("where")
    if where is not None:
        chosen = numpy.asarray(where, dtype=bool)
        xs, upper, lower = xs[chosen], upper[chosen], lower[chosen]
    low, high = numpy.minimum(lower, upper), numpy.maximum(lower, upper)
    collection._ide_source = ("area", xs, low, high)


def _column(value, named):
    data = named.get("data")
    return data[value] if isinstance(value, str) and data is not None else value
