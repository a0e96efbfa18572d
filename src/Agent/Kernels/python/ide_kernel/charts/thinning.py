"""Fewer points of a long series, with its shape."""
import math

MAX_POINTS = 2000


def thin(points, keep_extremes=True):
    """At most MAX_POINTS of [x, y] points, in order. A line keeps the lowest and the highest of each stretch."""
    if len(points) <= MAX_POINTS:
        return points
    if not keep_extremes:
        return [points[index * len(points) // MAX_POINTS] for index in range(MAX_POINTS)]
    stretches = MAX_POINTS // 2 - 1
    kept = {0, len(points) - 1}
    for stretch in range(stretches):
        begin, end = (edge * len(points) // stretches for edge in (stretch, stretch + 1))
        heights = [_height(points[index]) for index in range(begin, end)]
        kept.add(begin + heights.index(min(heights)))
        kept.add(begin + heights.index(max(heights)))
    return [points[index] for index in sorted(kept)]


def with_total(element, key, total):
    """Notes how many points there were, where some are left out."""
    if len(element[key]) < total:
        element["n_points_total"] = total
    return element


def _height(point):
    return point[1] if isinstance(point[1], (int, float)) and math.isfinite(point[1]) else 0.0
