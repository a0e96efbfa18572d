"""Error bars."""
from matplotlib.container import ErrorbarContainer

from ide_kernel.charts.colors import as_hex
from ide_kernel.charts.points import label_of, points_of
from ide_kernel.charts.scales import Scale
from ide_kernel.charts.thinning import MAX_POINTS, with_total


def read(axes, seen):
    x_scale, y_scale = Scale(axes.xaxis), Scale(axes.yaxis)
    bars_of_bars = {
        id(container.errorbar) for container in axes.containers if getattr(container, "errorbar", None) is not None}
    elements = []
    for container in axes.containers:
        if not isinstance(container, ErrorbarContainer):
            continue
        line, caps, bars = container.lines
        seen.update(map(id, [*([line] if line is not None else []), *caps, *bars]))
        if line is None and id(container) in bars_of_bars:
            continue  # bar(yerr=...): the bars themselves are the data.
        element = _errorbar(container, line, bars, x_scale, y_scale, len(elements) + 1)
        if element is not None:
            elements.append(element)
    if elements:
        yield "errorbar", elements


def _errorbar(container, line, bars, x_scale, y_scale, number):
    if line is None:
        return None
    xs, ys = line.get_xdata(orig=False), line.get_ydata(orig=False)
    step = -(-len(xs) // MAX_POINTS) or 1
    element = {
        "label": label_of(container, "Series", number),
        "points": points_of(xs[::step], ys[::step], x_scale, y_scale),
        "color": as_hex(line.get_color()),
    }
    remaining = list(bars)
    # errorbar() adds the horizontal bars first.
    if container.has_xerr and remaining:
        element["x_errors"] = _lengths(remaining.pop(0), xs, 0)[::step]
    if container.has_yerr and remaining:
        element["y_errors"] = _lengths(remaining.pop(0), ys, 1)[::step]
    return with_total(element, "points", len(xs))


def _lengths(collection, centres, dimension):
    """[below, above] of each point; None where a point has no bar."""
    lengths = []
    for segment, centre in zip(collection.get_segments(), centres):
        if len(segment) < 2:
            lengths.append(None)
            continue
        low, high = sorted((segment[0][dimension], segment[-1][dimension]))
        lengths.append([float(centre - low), float(high - centre)])
    return lengths
