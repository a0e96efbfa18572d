"""What the numbers on an axis stand for: numbers, dates or categories."""
import math

from matplotlib import category, dates
from matplotlib.ticker import FixedFormatter, FixedLocator

# Bars of a group stand beside their category's tick, less than this away.
NEAR = 0.5

KNOWN = ("linear", "log", "symlog", "logit", "function", "functionlog", "asinh")


class Scale:
    """`kind` is linear, datetime, categorical, log, symlog, logit, function, functionlog, asinh or unknown."""

    def __init__(self, axis):
        self._axis = axis
        self._frequency = getattr(axis.axes, "freq", None) if axis.axis_name == "x" else None
        self._labels = _category_labels(axis)
        if self._labels is None:
            self._labels = _fixed_labels(axis)
            self._is_category = False
        else:
            self._is_category = True
        self.kind = self._detect()

    def values(self, numbers):
        """Positions on the axis as what they stand for: numbers, ISO dates, category names."""
        return [self.value(number) for number in numbers]

    def value(self, number):
        number = _as_number(number)
        if not isinstance(number, float) or not math.isfinite(number):
            return number if isinstance(number, str) else None
        if self._frequency is not None:
            return self._period(number)
        if self.kind == "datetime":
            return _iso(number)
        if self._is_category:
            return self._labels.get(number, number)
        return number

    def numbers(self, numbers):
        return [number if math.isfinite(number) else None for number in map(float, numbers)]

    def label(self, number):
        """The text under a bar or a box: the tick's label where there is one, the number itself where not."""
        number = _as_number(number)
        if isinstance(number, str):
            return number
        if self._labels:
            nearest = min(self._labels, key=lambda position: abs(position - number))
            if abs(nearest - number) < NEAR:
                return self._labels[nearest]
        value = self.value(number)
        return value if isinstance(value, str) else f"{value:.12g}" if value is not None else ""

    def _detect(self):
        if self._frequency is not None or _has_date_converter(self._axis):
            return "datetime"
        if self._is_category:
            return "categorical"
        scale = self._axis.get_scale()
        if scale == "linear" and self._labels and not any(map(_is_number, self._labels.values())):
            return "categorical"
        return scale if scale in KNOWN else "unknown"

    def _period(self, number):
        """pandas plots regular time series at the ordinals of their periods."""
        import pandas
        try:
            return pandas.Period(ordinal=int(number), freq=self._frequency).to_timestamp().isoformat()
        except (ValueError, TypeError, OverflowError):
            return number


def _as_number(value):
    if isinstance(value, str):
        return value
    try:
        return float(value)
    except (TypeError, ValueError):
        try:
            return float(dates.date2num(value))
        except Exception:  # Any object can be a unit.
            return str(value)


def _iso(number):
    try:
        moment = dates.num2date(number)
    except (ValueError, OverflowError):
        return None
    return moment.replace(tzinfo=None).isoformat()


def _converter(axis):
    get = getattr(axis, "get_converter", None)
    return get() if get is not None else axis.converter


def _has_date_converter(axis):
    name = type(_converter(axis)).__name__
    return "Date" in name or isinstance(axis.get_major_formatter(), (dates.AutoDateFormatter, dates.DateFormatter))


def _category_labels(axis):
    """{position: name} of an axis that was given text; None otherwise."""
    if isinstance(axis.units, category.UnitData):
        return {float(position): name for name, position in axis.units._mapping.items()}
    return None


def _fixed_labels(axis):
    """{position: label} of ticks that were labelled by hand, as pandas and set_xticks do."""
    formatter, locator = axis.get_major_formatter(), axis.get_major_locator()
    if isinstance(formatter, FixedFormatter) and isinstance(locator, FixedLocator):
        return {float(at): str(text) for at, text in zip(locator.locs, formatter.seq) if str(text)}
    if isinstance(locator, FixedLocator):
        try:
            return {float(at): text for at, text in zip(locator.locs, formatter.format_ticks(locator.locs)) if text}
        except Exception:  # A formatter may be the user's.
            return {}
    return {}


def _is_number(text):
    try:
        float(text.replace("\N{MINUS SIGN}", "-").replace(",", ""))
        return True
    except ValueError:
        return False
