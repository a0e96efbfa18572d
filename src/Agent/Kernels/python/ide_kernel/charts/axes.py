"""What a pair of axes says: title, labels, units, ticks, scales, limits, legend."""
import re

from ide_kernel.charts.colors import color_of
from ide_kernel.charts.scales import Scale

UNIT = re.compile(r"\s\((.+?)\)|\[(.+?)\]")
MAX_TICKS = 200


def title_of(axes):
    titles = [axes.get_title(loc=place) for place in ("center", "left", "right")]
    return next(filter(None, titles), None)


def describe(axes):
    described = {}
    for name, axis in (("x", axes.xaxis), ("y", axes.yaxis)):
        scale = Scale(axis)
        label = axis.get_label_text() or None
        ticks = _visible_ticks(axis)
        described[f"{name}_label"] = label
        described[f"{name}_unit"] = _unit(label)
        described[f"{name}_ticks"] = scale.values(ticks)
        described[f"{name}_tick_labels"] = _tick_labels(axis, ticks)
        described[f"{name}_scale"] = scale.kind
        described[f"{name}_limits"] = scale.numbers(axis.get_view_interval())
    legend = axes.get_legend()
    if legend is not None:
        described["legend"] = _legend(legend)
    return described


def _unit(label):
    """"Price (USD)" and "Price [USD]" are in USD."""
    match = UNIT.search(label or "")
    return (match.group(1) or match.group(2)) if match else None


def _visible_ticks(axis):
    low, high = sorted(axis.get_view_interval())
    margin = (high - low) * 1e-9
    return [tick for tick in axis.get_majorticklocs() if low - margin <= tick <= high + margin][:MAX_TICKS]


def _tick_labels(axis, ticks):
    try:
        return [str(label) for label in axis.get_major_formatter().format_ticks(ticks)]
    except Exception:  # A formatter may be the user's.
        return [str(tick) for tick in ticks]


def _legend(legend):
    handles = getattr(legend, "legend_handles", None) or getattr(legend, "legendHandles", [])
    labels = [text.get_text() for text in legend.get_texts()]
    return {
        "title": legend.get_title().get_text() or None,
        "entries": [
            {"label": label, "color": color_of(handle)} for label, handle in zip(labels, handles)],
    }
