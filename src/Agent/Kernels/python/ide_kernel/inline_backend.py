"""matplotlib's backend of a context. Only matplotlib imports this."""
from matplotlib.backends.backend_agg import FigureCanvasAgg

from ide_kernel.figures import Figures


class FigureCanvas(FigureCanvasAgg):
    required_interactive_framework = None


def show(*_, **__):
    """plt.show()"""
    if Figures.of_context is not None:
        Figures.of_context.show_all()
