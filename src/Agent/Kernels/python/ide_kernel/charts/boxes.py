"""Box plots: the statistics that matplotlib was given, which its lines alone would tell only roughly."""
from ide_kernel.charts.colors import color_of
from ide_kernel.charts.scales import Scale


def read(axes, seen):
    plots = getattr(axes, "_ide_boxes", ())
    elements = []
    for plot in plots:
        drawn = [artist for artists in plot.artists.values() for artist in artists]
        if not any(artist.axes is axes for artist in drawn):
            continue  # Removed since, by cla() or remove().
        seen.update(map(id, drawn))
        scale = Scale(axes.xaxis if plot.is_vertical else axes.yaxis)
        for index, statistics in enumerate(plot.statistics):
            elements.append(_box(plot, index, statistics, scale))
    if elements:
        yield "box_and_whisker", elements


def _box(plot, index, statistics, scale):
    box = plot.artists["boxes"][index] if index < len(plot.artists["boxes"]) else None
    label = statistics.get("label")
    position = float(plot.positions[index])
    return {
        "label": str(label) if label not in (None, "") else scale.label(position),
        "min": float(statistics["whislo"]),
        "first_quartile": float(statistics["q1"]),
        "median": float(statistics["med"]),
        "third_quartile": float(statistics["q3"]),
        "max": float(statistics["whishi"]),
        "outliers": [float(value) for value in statistics.get("fliers", ())][:1000],
        "color": color_of(box) if box is not None else None,
    }
