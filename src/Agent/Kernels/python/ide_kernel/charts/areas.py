"""Areas: fill_between and stackplot."""
from ide_kernel.charts.colors import color_of
from ide_kernel.charts.points import label_of
from ide_kernel.charts.scales import Scale
from ide_kernel.charts.sources import source_of
from ide_kernel.charts.thinning import MAX_POINTS, with_total


def read(axes, seen):
    x_scale, y_scale = Scale(axes.xaxis), Scale(axes.yaxis)
    elements = []
    for collection in axes.collections:
        source = source_of(collection)
        if isinstance(source, tuple) and source and source[0] == "area":
            seen.add(id(collection))
            elements.append(_area(collection, source, x_scale, y_scale, len(elements) + 1))
    if elements:
        yield "area", elements


def _area(collection, source, x_scale, y_scale, number):
    _, xs, lower, upper = source
    step = -(-len(xs) // MAX_POINTS) or 1
    element = {
        "label": label_of(collection, "Area", number),
        "points": [list(point) for point in zip(x_scale.values(xs[::step]), y_scale.values(upper[::step]))],
        "base": y_scale.values(lower[::step]),
        "color": color_of(collection),
    }
    return with_total(element, "points", len(xs))
