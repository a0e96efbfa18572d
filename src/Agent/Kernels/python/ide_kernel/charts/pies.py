"""Pies."""
from matplotlib.patches import Wedge

from ide_kernel.charts.colors import color_of
from ide_kernel.charts.sources import source_of


def read(axes, seen):
    wedges = [patch for patch in axes.patches if isinstance(patch, Wedge)]
    if not wedges:
        return
    seen.update(map(id, wedges))
    labels = _labels(axes, wedges)
    yield "pie", [_slice(wedge, label) for wedge, label in zip(wedges, labels)]


def _slice(wedge, label):
    angle = abs(wedge.theta2 - wedge.theta1)  # single precision: pie() computes in it
    element = {
        "label": label, "angle": round(angle, 3), "radius": float(wedge.r), "fraction": round(angle / 360, 6),
        "color": color_of(wedge),
    }
    texts = source_of(wedge) or ()
    if len(texts) > 1 and texts[1]:
        element["autopct"] = texts[1]
    if wedge.width is not None:
        element["hole"] = float(wedge.r - wedge.width)
    return element


def _labels(axes, wedges):
    """pie() gives its wedges their labels; where it did not, the legend or a number does."""
    legend = axes.get_legend()
    named = [text.get_text() for text in legend.get_texts()] if legend is not None else []
    labels = []
    for index, wedge in enumerate(wedges):
        label = str(wedge.get_label())
        if not label or label.startswith("_"):
            texts = source_of(wedge) or ("",)
            label = texts[0] or (named[index] if index < len(named) else f"Slice {index + 1}")
        labels.append(label)
    return labels
