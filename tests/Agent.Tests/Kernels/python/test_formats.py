"""Every representation that a result can have, from the libraries that make them."""
import base64
import unittest

from driver import ColdContext, messages_of, png_size

CHART = "application/vnd.ide.chart+json"
TABLE = "application/vnd.ide.table+json"


class FormatTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.context = ColdContext()
        cls.context.run("import pandas as pd\nimport numpy as np\nimport matplotlib.pyplot as plt\n"
                        "from IPython.display import *\nimport warnings\nwarnings.simplefilter('ignore')")

    @classmethod
    def tearDownClass(cls):
        assert cls.context.close() == 0

    def shown(self, code, *kinds, **options):
        events = self.context.run(code, **options)
        self.assertEqual(messages_of(events, "error"), [])
        return [message["data"] for message in messages_of(events, *(kinds or ("result", "display")))]

    def result(self, code):
        data, = self.shown(code, "result")
        return data


class Tables(FormatTest):
    def test_a_data_frame_is_text_html_and_table(self):
        data = self.result("pd.DataFrame({'n': [1, 2], 's': ['a', None], 'f': [0.5, float('nan')],"
                           " 'd': pd.to_datetime(['2024-01-02', None]), 'b': [True, False]}, index=['x', 'y'])")
        self.assertIn("<table", data["text/html"])
        self.assertIn("x", data["text/plain"])
        self.assertEqual(data[TABLE], {
            "columns": ["n", "s", "f", "d", "b"], "dtypes": ["int64", "object", "float64", "datetime64[ns]", "bool"],
            "index": ["x", "y"],
            "rows": [[1, "a", 0.5, "2024-01-02T00:00:00", True], [2, None, None, None, False]],
            "total": 2, "truncated": False})

    def test_a_long_table_is_cut_and_says_so(self):
        table = self.result("pd.DataFrame({'n': range(5000)})")[TABLE]
        self.assertEqual((len(table["rows"]), table["total"], table["truncated"]), (1000, 5000, True))

    def test_a_wide_table_is_cut_and_says_so(self):
        table = self.result("pd.DataFrame(np.zeros((200, 2000)))")[TABLE]
        self.assertEqual((len(table["columns"]), len(table["rows"]), table["truncated"]), (500, 100, True))

    def test_a_series_is_a_table_of_one_column(self):
        data = self.result("pd.Series([1, 2], name='s')")
        self.assertIn("<table", data["text/html"])
        self.assertEqual((data[TABLE]["columns"], data[TABLE]["rows"]), (["s"], [[1], [2]]))

    def test_levels_of_an_index_are_joined(self):
        table = self.result("pd.DataFrame({('a', 'b'): [1]}, index=pd.MultiIndex.from_tuples([('x', 1)]))")[TABLE]
        self.assertEqual((table["columns"], table["index"]), (["a / b"], ["x / 1"]))

    def test_an_empty_table_is_one(self):
        self.assertEqual(self.result("pd.DataFrame()")[TABLE]["rows"], [])


class Figures(FormatTest):
    def test_a_figure_is_shown_at_the_end_of_the_run_as_png_and_chart_and_closed(self):
        data, = self.shown("plt.figure(figsize=(4, 3))\nplt.bar(['a'], [1]);")
        self.assertGreater(min(png_size(data["image/png"])), 100)
        self.assertEqual(data[CHART]["type"], "bar")
        self.assertEqual(self.result("plt.get_fignums()")["text/plain"], "[]")

    def test_show_shows_at_once_and_not_again(self):
        events = self.context.run("print('a')\nplt.plot([1])\nplt.show()\nprint('b')")
        self.assertEqual([kind for kind, _ in events], ["stdout", "display", "stdout"])

    def test_a_figure_that_is_the_result_is_not_shown_twice(self):
        figures = self.shown("f, a = plt.subplots()\na.plot([1, 2])\nf")
        self.assertEqual(len(figures), 1)

    def test_several_figures_are_several_displays(self):
        self.assertEqual(len(self.shown("for i in range(3):\n    plt.figure()\n    plt.plot([i])")), 3)

    def test_svg_pdf_and_jpeg_come_by_configuration(self):
        self.shown("%config InlineBackend.figure_formats = ['svg', 'png', 'pdf', 'jpeg']")
        try:
            data, = self.shown("plt.plot([1, 2]);")
        finally:
            self.shown("%config InlineBackend.figure_formats = ['png']")
        self.assertIn("<svg", data["image/svg+xml"])
        self.assertTrue(base64.b64decode(data["application/pdf"]).startswith(b"%PDF"))
        self.assertTrue(base64.b64decode(data["image/jpeg"]).startswith(b"\xff\xd8"))
        self.assertIn("image/png", data)

    def test_formats_come_by_the_request_for_one_run(self):
        data, = self.shown("plt.plot([1, 2]);", figureFormats=["svg"])
        self.assertEqual(set(data), {"text/plain", "image/svg+xml", CHART})
        data, = self.shown("plt.plot([1, 2]);")
        self.assertIn("image/png", data)

    def test_the_notebooks_own_way_to_select_formats_works(self):
        self.shown("from IPython.display import set_matplotlib_formats\nset_matplotlib_formats('svg')")
        data, = self.shown("plt.plot([1, 2]);")
        self.shown("set_matplotlib_formats('png')")
        self.assertIn("image/svg+xml", data)
        self.assertIn(CHART, data)

    def test_a_backend_without_a_screen_still_shows_figures_at_the_end(self):
        data, = self.shown("import matplotlib\nmatplotlib.use('Agg')\nplt.plot([1, 2]);")
        self.shown("%matplotlib inline")
        self.assertIn("image/png", data)


class Rich(FormatTest):
    def test_the_objects_of_ipython_keep_their_types(self):
        for code, mime, expected in (
                ("HTML('<b>x</b>')", "text/html", "<b>x</b>"),
                ("Markdown('*x*')", "text/markdown", "*x*"),
                ("Latex('$x$')", "text/latex", "$x$"),
                ("SVG('<svg xmlns=\"http://www.w3.org/2000/svg\"/>')", "image/svg+xml", '<svg xmlns="http://www.w3.org/2000/svg"/>'),
                ("Javascript('1')", "application/javascript", "1"),
                ("JSON({'a': [1]})", "application/json", {"a": [1]})):
            self.assertEqual(self.result(code)[mime], expected)

    def test_pictures_and_sound_come_as_base64(self):
        gif = "base64.b64decode('R0lGODlhAQABAAAAACw=')"
        self.assertEqual(self.result(f"import base64\nImage({gif}, format='gif')")["image/gif"], "R0lGODlhAQABAAAAACw=")
        self.assertIn("data:audio/wav;base64", self.result("Audio(np.zeros(100), rate=8000)")["text/html"])

    def test_pil_images_are_png(self):
        self.assertEqual(png_size(self.result("from PIL import Image as P\nP.new('RGB', (3, 2))")["image/png"]), (3, 2))

    def test_an_object_may_say_itself_what_it_is(self):
        data = self.result("class Own:\n    def _repr_mimebundle_(self, include=None, exclude=None):\n"
                           "        return {'application/x-own': 'o', 'application/vnd.a+json': {'k': 1}, 'image/x-raw': b'\\x00\\xff'}\n"
                           "    def _repr_html_(self): return '<i>'\nOwn()")
        self.assertEqual((data["application/x-own"], data["application/vnd.a+json"], data["image/x-raw"], data["text/html"]),
                         ("o", {"k": 1}, "AP8=", "<i>"))

    def test_a_representation_that_fails_leaves_the_others(self):
        events = self.context.run("class Half:\n    def _repr_html_(self): raise ValueError('no')\n    def __repr__(self): return 'half'\nHalf()")
        self.assertEqual(messages_of(events, "result")[0]["data"]["text/plain"], "half")

    def test_what_is_no_json_does_not_break_the_display(self):
        data, = self.shown("display({'text/plain': 't', 'application/json': {'n': float('nan')}}, raw=True)")
        self.assertEqual(data, {"text/plain": "t"})

    def test_sympy_is_latex(self):
        self.assertIn(r"\sqrt{2}", self.result("import sympy\nsympy.sqrt(2)")["text/latex"])

    def test_plotly_is_interactive_and_the_main_result(self):
        data = self.result("import plotly.graph_objects as go\nfigure = go.Figure(go.Scatter(y=[1, 2]))\nfigure")
        self.assertEqual(data["application/vnd.plotly.v1+json"]["data"][0]["y"], [1, 2])
        self.assertNotIn("text/html", data)
        shown, = self.shown("figure.show()", "display")
        self.assertIn("application/vnd.plotly.v1+json", shown)

    def test_altair_is_interactive_without_a_script_from_the_network(self):
        data = self.result("import altair as alt\nalt.Chart(pd.DataFrame({'a': [1]})).mark_bar().encode(x='a')")
        mime, = (each for each in data if each.startswith("application/vnd.vegalite."))
        self.assertEqual(data[mime]["encoding"]["x"]["field"], "a")
        self.assertNotIn("text/html", data)


if __name__ == "__main__":
    unittest.main()
