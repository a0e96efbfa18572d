"""Which representations values have beyond what they say of themselves: JSON of dicts and lists, tables. Charts have a
place here; figures.Figures fills it."""
from IPython.core.formatters import BaseFormatter
from traitlets import Any, ObjectName, Unicode

from ide_kernel import charts, tables, values


class TableFormatter(BaseFormatter):
    format_type = Unicode(tables.MIME)
    print_method = ObjectName("_repr_table_")
    _return_type = dict


class ChartFormatter(BaseFormatter):
    """Charts of figures. Not by registration: whoever selects the formats of figures removes them from every formatter."""
    format_type = Unicode(charts.MIME)
    print_method = ObjectName("_repr_chart_")
    read = Any(charts.from_figure)

    def __call__(self, value):
        if not any(each.__name__ == "Figure" and each.__module__ == "matplotlib.figure" for each in type(value).__mro__):
            return None
        try:
            return self.read(value)
        except Exception:  # A figure can hold artists of any making; its picture is still there.
            return None


def register(display_formatter):
    formatters = display_formatter.formatters
    formatters[tables.MIME] = table = TableFormatter(parent=display_formatter)
    formatters[charts.MIME] = ChartFormatter(parent=display_formatter)
    display_formatter.active_types = list(formatters)

    for kind in (dict, list, tuple):
        formatters["application/json"].for_type(kind, _json)
    table.for_type_by_name("pandas.core.frame", "DataFrame", tables.from_frame)
    table.for_type_by_name("pandas.core.series", "Series", tables.from_series)
    formatters["text/html"].for_type_by_name("pandas.core.series", "Series", _series_html)


def _json(value):
    try:
        return values.to_json(value)
    except values.Unrepresentable:
        return None


def _series_html(series):
    """pandas gives a series no HTML of its own."""
    name = "0" if series.name is None else series.name
    return series.to_frame(name=name)._repr_html_()
