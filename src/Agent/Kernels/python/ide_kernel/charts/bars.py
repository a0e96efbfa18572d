"""Bars, standing or lying, grouped or stacked; and histograms."""
from matplotlib.container import BarContainer
from matplotlib.patches import StepPatch

from ide_kernel.charts.colors import color_of
from ide_kernel.charts.scales import Scale
from ide_kernel.charts.sources import source_of


def read(axes, seen):
    x_scale, y_scale = Scale(axes.xaxis), Scale(axes.yaxis)
    elements, histograms = [], []
    for container in axes.containers:
        if not isinstance(container, BarContainer) or not container.patches:
            continue
        seen.update(map(id, container.patches))
        number = len(histograms) + 1
        if source_of(container) == "histogram":
            histograms.append(_histogram(container, number))
        else:
            elements.extend(_bars(container, x_scale, y_scale))
    for patch in axes.patches:
        if isinstance(patch, StepPatch) or source_of(patch) == "histogram":
            seen.add(id(patch))
            histograms.append(_steps(patch, len(histograms) + 1))
    if elements:
        yield "bar", elements
    if histograms:
        yield "histogram", histograms


def _bars(container, x_scale, y_scale):
    group = _label(container, "")
    for bar in container.patches:
        if _is_horizontal(container):
            label, value, base = y_scale.label(bar.get_y() + bar.get_height() / 2), bar.get_width(), bar.get_x()
        else:
            label, value, base = x_scale.label(bar.get_x() + bar.get_width() / 2), bar.get_height(), bar.get_y()
        element = {"label": label, "value": float(value), "group": group, "color": color_of(bar)}
        if base:
            element["base"] = float(base)
        if _is_horizontal(container):
            element["orientation"] = "horizontal"
        yield element


def _histogram(container, number):
    if _is_horizontal(container):
        spans = [(bar.get_y(), bar.get_y() + bar.get_height(), bar.get_width()) for bar in container.patches]
    else:
        spans = [(bar.get_x(), bar.get_x() + bar.get_width(), bar.get_height()) for bar in container.patches]
    return {
        "label": _label(container, _label(container.patches[0], f"Histogram {number}")),
        "bin_edges": [float(span[0]) for span in spans] + [float(spans[-1][1])],
        "values": [float(span[2]) for span in spans],
        "color": color_of(container.patches[0]),
    }


def _steps(patch, number):
    if isinstance(patch, StepPatch):
        values, edges, _ = patch.get_data()
    else:
        # hist(histtype="step"): a polygon that climbs and falls at the edges of the bins.
        vertices = patch.get_xy()
        rising = vertices[1:len(vertices) // 2 * 2]
        count = len(source_edges(patch)) - 1
        edges, values = source_edges(patch), rising[:2 * count:2, 1]
    return {
        "label": _label(patch, f"Histogram {number}"),
        "bin_edges": [float(edge) for edge in edges], "values": [float(value) for value in values],
        "color": color_of(patch),
    }


def source_edges(patch):
    return getattr(patch, "_ide_edges")


def _is_horizontal(container):
    return getattr(container, "orientation", None) == "horizontal"


def _label(artist, otherwise):
    label = str(artist.get_label())
    return otherwise if not label or label.startswith("_") else label
