"""Lines and scatter plots."""
from matplotlib.collections import PathCollection

from ide_kernel.charts.colors import as_hex, color_of
from ide_kernel.charts.scales import Scale
from ide_kernel.charts.thinning import thin, with_total

NO_LINE = ("None", "none", " ", "")


def read(axes, seen):
    x_scale, y_scale = Scale(axes.xaxis), Scale(axes.yaxis)
    lines, scatters = [], []
    for line in axes.get_lines():
        if id(line) in seen or not line.get_visible() or _is_reference(axes, line):
            continue
        has_line = line.get_linestyle() not in NO_LINE
        has_markers = line.get_marker() not in NO_LINE
        if has_line or has_markers:
            target = lines if has_line else scatters
            target.append(_line(line, x_scale, y_scale, len(target) + 1, has_line))
    for collection in axes.collections:
        if isinstance(collection, PathCollection) and id(collection) not in seen and collection.get_visible():
            scatters.append(_scatter(collection, x_scale, y_scale, len(scatters) + 1))
    lines = [each for each in lines if each["points"]]
    scatters = [each for each in scatters if each["points"]]
    if lines:
        yield "line", lines
    if scatters:
        yield "scatter", scatters


def label_of(artist, kind, number):
    """matplotlib names what has no label "_child3"."""
    label = str(artist.get_label())
    return f"{kind} {number}" if not label or label.startswith("_") else label


def points_of(xs, ys, x_scale, y_scale):
    return [list(point) for point in zip(x_scale.values(xs), y_scale.values(ys))]


def _line(line, x_scale, y_scale, number, has_line):
    points = points_of(line.get_xdata(orig=False), line.get_ydata(orig=False), x_scale, y_scale)
    element = {
        "label": label_of(line, "Line" if has_line else "Scatter", number),
        "points": thin(points, keep_extremes=has_line),
        "color": as_hex(line.get_color()),
    }
    if has_line:
        element["line_style"] = line.get_linestyle()
    if line.get_marker() not in NO_LINE:
        element["marker"] = str(line.get_marker())
    return with_total(element, "points", len(points))


def _scatter(collection, x_scale, y_scale, number):
    offsets = collection.get_offsets()
    points = points_of(offsets[:, 0], offsets[:, 1], x_scale, y_scale) if len(offsets) else []
    element = {
        "label": label_of(collection, "Scatter", number),
        "points": thin(points, keep_extremes=False),
        "color": color_of(collection),
    }
    values = collection.get_array()
    if values is not None and len(values) == len(points) <= len(element["points"]):
        element["values"] = [float(value) for value in values]
    sizes = collection.get_sizes()
    if len(sizes) == len(points) > 1 and len(points) <= len(element["points"]):
        element["sizes"] = [float(size) for size in sizes]
    return with_total(element, "points", len(points))


def _is_reference(axes, line):
    """axhline and axvline: lines across the axes, not data."""
    transform = line.get_transform()
    return transform is axes.get_xaxis_transform(which="grid") or transform is axes.get_yaxis_transform(which="grid")
