"""Heat maps: imshow, matshow, pcolormesh, and what seaborn makes of them."""
import numpy
from matplotlib.collections import QuadMesh
from matplotlib.image import AxesImage

from ide_kernel.charts.scales import Scale

MAX_CELLS = 40_000


def read(axes, seen):
    x_scale, y_scale = Scale(axes.xaxis), Scale(axes.yaxis)
    elements = []
    for image in axes.get_images():
        values = image.get_array()
        # Colours (a photo) have a third dimension and are a picture, not data.
        if isinstance(image, AxesImage) and values is not None and values.ndim == 2:
            rows, columns = values.shape
            left, right, bottom, top = image.get_extent()
            first, last = (top, bottom) if image.origin == "upper" else (bottom, top)
            elements.append(_heatmap(
                image, values, _centres(left, right, columns), _centres(first, last, rows), x_scale, y_scale))
    for mesh in axes.collections:
        if isinstance(mesh, QuadMesh) and mesh.get_array() is not None:
            seen.add(id(mesh))
            corners = mesh._coordinates
            rows, columns = corners.shape[0] - 1, corners.shape[1] - 1
            values = numpy.ma.asarray(mesh.get_array())
            if values.size == rows * columns:
                xs = (corners[0, :-1, 0] + corners[0, 1:, 0]) / 2
                ys = (corners[:-1, 0, 1] + corners[1:, 0, 1]) / 2
                elements.append(_heatmap(mesh, values.reshape(rows, columns), xs, ys, x_scale, y_scale))
    if elements:
        yield "heatmap", elements


def _heatmap(artist, values, xs, ys, x_scale, y_scale):
    total = values.size
    step = 1
    while (values.shape[0] // step + 1) * (values.shape[1] // step + 1) > MAX_CELLS:
        step += 1
    cells = numpy.ma.masked_invalid(values[::step, ::step].astype(float))
    low, high = artist.get_clim()
    label = str(artist.get_label())
    element = {
        "label": "" if label.startswith("_") else label,
        "x": _names(x_scale, xs[::step]), "y": _names(y_scale, ys[::step]),
        "values": [[None if cell is numpy.ma.masked else float(cell) for cell in row] for row in cells],
        "min": None if low is None else float(low), "max": None if high is None else float(high),
        "color_map": artist.get_cmap().name,
    }
    if cells.size < total:
        element["n_points_total"] = int(total)
    return element


def _centres(first, last, count):
    width = (last - first) / count
    return numpy.array([first + width * (index + 0.5) for index in range(count)])


def _names(scale, positions):
    """Rows and columns by their tick labels where these name things, as a confusion matrix does."""
    if scale.kind == "categorical":
        return [scale.label(position) for position in positions]
    return scale.values(positions)
