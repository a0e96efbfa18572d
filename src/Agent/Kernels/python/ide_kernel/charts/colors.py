"""An artist's colour, as #rrggbb or, where it shines through, #rrggbbaa."""
from matplotlib.colors import to_hex

METHODS = ("get_facecolor", "get_color", "get_edgecolor")


def color_of(artist):
    """The first colour that can be seen; None where there is none."""
    for name in METHODS:
        method = getattr(artist, name, None)
        color = as_hex(method()) if method is not None else None
        if color is not None:
            return color
    return None


def as_hex(color):
    """The first of several colours. None for a fully transparent one or none at all."""
    try:
        if not isinstance(color, str) and len(color) and not isinstance(color[0], (int, float)):
            first = color[0]
            color = first if hasattr(first, "__len__") else tuple(color)
        elif not isinstance(color, str) and not len(color):
            return None
        text = to_hex(color, keep_alpha=True)
    except (TypeError, ValueError, IndexError):
        return None
    if text.endswith("00"):
        return None
    return text[:7] if text.endswith("ff") else text
