"""matplotlib's figures in a context: they are shown by plt.show() and at the end of a run, then closed.

Needs no matplotlib_inline. `%config InlineBackend.figure_formats = ['svg']` and
`IPython.display.set_matplotlib_formats` work as in a notebook.
"""
import contextlib
import os
import sys

from IPython.core.pylabtools import select_figure_formats
from traitlets import Any, Bool, Dict, Set, observe
from traitlets.config import Configurable

from ide_kernel import charts
from ide_kernel.imports import when_imported

BACKEND = "module://ide_kernel.inline_backend"
FORMATS = ("png", "svg", "jpeg", "pdf", "retina")


class InlineBackend(Configurable):
    """What %config InlineBackend can set."""
    shell = Any()
    figure_formats = Set({"png"}, help="The formats of a figure: png, retina, jpeg, svg, pdf.").tag(config=True)
    print_figure_kwargs = Dict({"bbox_inches": "tight"}, help="Passed to Figure.savefig.").tag(config=True)
    close_figures = Bool(True, help="Close figures after they were shown at the end of a run.").tag(config=True)
    rc = Dict({}, help="Sets matplotlib's rcParams when it is imported.").tag(config=True)

    @property
    def figure_format(self):
        return next(iter(self.figure_formats), "png")

    @observe("figure_formats", "print_figure_kwargs")
    def _changed(self, _):
        self.apply()

    def apply(self, formats=None):
        select_figure_formats(self.shell, set(formats or self.figure_formats), **self.print_figure_kwargs)


class Figures:
    """Shows matplotlib's open figures through the shell's formatters."""

    of_context = None

    def __init__(self, shell):
        self._shell = shell
        self._shown = set()
        self._config = InlineBackend(shell=shell)
        shell.display_formatter.formatters[charts.MIME].read = self._chart
        shell.configurables.append(self._config)
        Figures.of_context = self
        # A backend that the environment names is the user's choice for programs; in a context figures are always shown.
        when_imported("matplotlib", self._prepare)
        when_imported("matplotlib.axes", self._note_sources)
        when_imported("matplotlib.figure", lambda _: self._config.apply())

    def _prepare(self, matplotlib):
        if os.environ.get("MPLBACKEND", "").lower() in ("", "agg", "inline"):
            matplotlib.rcParams["backend"] = BACKEND
        matplotlib.rcParams.update(self._config.rc)

    @staticmethod
    def _note_sources(axes_module):
        from ide_kernel.charts import sources
        sources.prepare(axes_module)

    @contextlib.contextmanager
    def formats(self, formats):
        """Shows figures in these formats for a while; None: as configured."""
        wanted = {each for each in formats or () if each in FORMATS}
        if not wanted or "matplotlib" not in sys.modules:
            yield
            return
        self._config.apply(wanted)
        try:
            yield
        finally:
            self._config.apply()

    def _chart(self, figure):
        """Its data; and a note that it was shown: the value of the last expression is not shown again at the end."""
        self._shown.add(id(figure))
        return charts.from_figure(figure)

    def show_all(self):
        if "matplotlib._pylab_helpers" not in sys.modules:
            return
        from matplotlib._pylab_helpers import Gcf
        try:
            for manager in Gcf.get_all_fig_managers():
                figure = manager.canvas.figure
                if id(figure) not in self._shown and _is_worth_showing(figure):
                    self._show(figure)
        finally:
            self._shown.clear()
            if self._config.close_figures:
                Gcf.destroy_all()

    def _show(self, figure):
        data, metadata = self._shell.display_formatter.format(figure)
        self._shell.display_pub.publish(data, metadata)


def _is_worth_showing(figure):
    return bool(figure.axes or figure.texts or figure.images or figure.lines or figure.patches or figure.artists)
