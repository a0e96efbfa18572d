"""A figure: one chart, or a superchart of several axes."""
from ide_kernel.charts import areas, bars, boxes, errorbars, heatmaps, pies, points
from ide_kernel.charts.axes import describe, title_of

VERSION = 1

# In this order: what one reader recognises, a later one does not read again as something simpler.
READERS = (pies, boxes, errorbars, bars, heatmaps, areas, points)


def from_figure(figure):
    """The chart that a matplotlib Figure shows; None where there is nothing that is data (an empty figure, a photo)."""
    charts = [chart for chart in map(from_axes, _data_axes(figure)) if chart is not None]
    if not charts:
        return None
    suptitle = getattr(figure, "_suptitle", None)
    title = suptitle.get_text() if suptitle is not None else None
    if len(charts) == 1:
        chart = charts[0]
        chart["title"] = chart["title"] or title
        return {"version": VERSION, **chart}
    return {"version": VERSION, "type": "superchart", "title": title, "elements": charts}


def from_axes(axes):
    """One pair of axes: a chart of one type, or `mixed`."""
    seen = set()  # the artists that a reader has claimed
    layers = [layer for reader in READERS for layer in reader.read(axes, seen)]
    if not layers:
        return None
    if len(layers) == 1:
        kind, elements = layers[0]
    else:
        kind, elements = "mixed", [{"type": kind, "elements": elements} for kind, elements in layers]
    chart = {"type": kind, "title": title_of(axes)}
    if kind != "pie":
        chart.update(describe(axes))
    return {**chart, "elements": elements}


def _data_axes(figure):
    """The figure's axes, without colour bars and what is hidden."""
    return [
        axes for axes in figure.get_axes()
        if axes.get_visible() and getattr(axes, "_colorbar", None) is None and axes.get_label() != "<colorbar>"
        and getattr(axes, "name", "") != "3d"]
