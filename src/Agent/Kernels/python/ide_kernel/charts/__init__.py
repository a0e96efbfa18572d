"""matplotlib figures as data: what was plotted, read from the figure's artists.

A chart is {version, type, title, elements, ...}; `type` is line, scatter, bar, pie, box_and_whisker, histogram, area,
heatmap, errorbar, mixed (several of these in one pair of axes: its elements are charts) or superchart (several axes: its
elements are charts). Charts with axes also have x_label, y_label, x_unit, y_unit, x_ticks, x_tick_labels, x_scale, x_limits
and the same for y and, where there is one, legend.

    element of       has
    line, scatter    label, points [[x, y]], color; line_style, marker, values, sizes
    bar              label, value, group, color; base, orientation
    histogram        label, bin_edges, values, color
    pie              label, angle, radius, fraction, color; autopct, hole
    box_and_whisker  label, min, first_quartile, median, third_quartile, max, outliers, color
    area             label, points, base, color
    heatmap          label, x, y, values, min, max, color_map
    errorbar         label, points, x_errors, y_errors, color

`n_points_total` says how many points there were where some are left out.
"""

MIME = "application/vnd.ide.chart+json"


def from_figure(figure):
    """The chart that a matplotlib Figure shows; None where there is nothing that is data (an empty figure, a photo)."""
    # Not at the top: this would import matplotlib before the user does.
    from ide_kernel.charts.figure import from_figure as read
    return read(figure)
