"""Figures that matplotlib really drew, read back as data."""
import datetime
import json
import unittest

import driver_path  # noqa: F401
import matplotlib

matplotlib.use("Agg")
import matplotlib.axes  # noqa: E402
import matplotlib.pyplot as plt  # noqa: E402
import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402

from ide_kernel.charts import from_figure, sources  # noqa: E402

sources.prepare(matplotlib.axes)


class ChartTest(unittest.TestCase):
    def tearDown(self):
        plt.close("all")

    def chart(self):
        chart = from_figure(plt.gcf())
        json.dumps(chart, allow_nan=False)
        return chart


class Lines(ChartTest):
    def test_a_line_has_its_points_labels_units_ticks_and_legend(self):
        plt.plot([0, 1, 2], [10.0, 20.0, 15.0], "r--o", label="price")
        plt.title("Prices")
        plt.xlabel("Time (s)")
        plt.ylabel("Price [USD]")
        plt.legend(title="what")
        chart = self.chart()
        self.assertEqual(chart["version"], 1)
        self.assertEqual((chart["type"], chart["title"]), ("line", "Prices"))
        self.assertEqual((chart["x_label"], chart["x_unit"]), ("Time (s)", "s"))
        self.assertEqual((chart["y_label"], chart["y_unit"]), ("Price [USD]", "USD"))
        self.assertEqual((chart["x_scale"], chart["y_scale"]), ("linear", "linear"))
        self.assertEqual(chart["elements"], [{
            "label": "price", "points": [[0.0, 10.0], [1.0, 20.0], [2.0, 15.0]], "color": "#ff0000",
            "line_style": "--", "marker": "o"}])
        self.assertEqual(chart["legend"], {"title": "what", "entries": [{"label": "price", "color": "#ff0000"}]})
        self.assertEqual(len(chart["x_ticks"]), len(chart["x_tick_labels"]))
        low, high = chart["x_limits"]
        self.assertTrue(all(low <= tick <= high for tick in chart["x_ticks"]))

    def test_lines_without_a_label_are_numbered_and_reference_lines_are_no_data(self):
        plt.plot([1, 2])
        plt.plot([2, 1])
        plt.axhline(1.5)
        plt.grid(True)
        self.assertEqual([each["label"] for each in self.chart()["elements"]], ["Line 1", "Line 2"])

    def test_what_is_not_a_number_is_null(self):
        plt.plot([0, 1, 2], [1.0, float("nan"), float("inf")])
        self.assertEqual(self.chart()["elements"][0]["points"], [[0.0, 1.0], [1.0, None], [2.0, None]])

    def test_a_long_line_is_thinned_out_with_its_peaks_and_says_so(self):
        heights = np.zeros(100_000)
        heights[54_321] = 9.0
        plt.plot(heights)
        element = self.chart()["elements"][0]
        self.assertEqual(element["n_points_total"], 100_000)
        self.assertLessEqual(len(element["points"]), 2000)
        self.assertIn([54_321.0, 9.0], element["points"])

    def test_scales_are_named(self):
        plt.plot([1, 10, 100], [1, 10, 100])
        for scale in ("log", "symlog", "logit", "asinh"):
            plt.yscale(scale)
            self.assertEqual(self.chart()["y_scale"], scale)

    def test_dates_are_iso(self):
        plt.plot([datetime.datetime(2024, 1, 1), datetime.datetime(2024, 1, 2, 12)], [1, 2])
        chart = self.chart()
        self.assertEqual(chart["x_scale"], "datetime")
        self.assertEqual(chart["elements"][0]["points"], [["2024-01-01T00:00:00", 1.0], ["2024-01-02T12:00:00", 2.0]])
        self.assertTrue(all(tick.startswith("2024-01-") for tick in chart["x_ticks"]))

    def test_the_dates_of_a_pandas_time_series_are_iso(self):
        pd.Series([1, 2, 3], index=pd.date_range("2024-03-01", periods=3, freq="D")).plot()
        chart = self.chart()
        self.assertEqual(chart["x_scale"], "datetime")
        self.assertEqual(chart["elements"][0]["points"][0], ["2024-03-01T00:00:00", 1.0])

    def test_categories_keep_their_names(self):
        plt.plot([1, 2, 3], ["A", "B", "A"])
        chart = self.chart()
        self.assertEqual((chart["x_scale"], chart["y_scale"]), ("linear", "categorical"))
        self.assertEqual([y for _, y in chart["elements"][0]["points"]], ["A", "B", "A"])
        self.assertEqual(chart["y_ticks"], ["A", "B"])


class Scatters(ChartTest):
    def test_a_scatter_has_points_values_and_sizes(self):
        plt.scatter([1, 2], [3, 4], c=[0.1, 0.9], s=[10, 20], label="dots")
        element, = self.chart()["elements"]
        self.assertEqual((element["label"], element["points"]), ("dots", [[1.0, 3.0], [2.0, 4.0]]))
        self.assertEqual((element["values"], element["sizes"]), ([0.1, 0.9], [10.0, 20.0]))

    def test_markers_without_a_line_are_a_scatter(self):
        plt.plot([1, 2], [3, 4], "o", color="blue")
        chart = self.chart()
        self.assertEqual(chart["type"], "scatter")
        self.assertEqual(chart["elements"][0]["color"], "#0000ff")


class Bars(ChartTest):
    def test_bars_have_label_value_group_and_colour(self):
        plt.bar(["Ann", "Ben"], [100, 200], label="sold", color="blue")
        chart = self.chart()
        self.assertEqual(chart["type"], "bar")
        self.assertEqual(chart["elements"], [
            {"label": "Ann", "value": 100.0, "group": "sold", "color": "#0000ff"},
            {"label": "Ben", "value": 200.0, "group": "sold", "color": "#0000ff"}])

    def test_lying_bars_are_read_along_their_length(self):
        plt.barh(["Ann", "Ben"], [3, 4])
        self.assertEqual(
            [(bar["label"], bar["value"], bar["orientation"]) for bar in self.chart()["elements"]],
            [("Ann", 3.0, "horizontal"), ("Ben", 4.0, "horizontal")])

    def test_grouped_bars_of_pandas_keep_category_and_group(self):
        pd.DataFrame({"a": [1, 2], "b": [3, 4]}, index=["x", "y"]).plot.bar()
        self.assertEqual(
            [(bar["label"], bar["group"], bar["value"]) for bar in self.chart()["elements"]],
            [("x", "a", 1.0), ("y", "a", 2.0), ("x", "b", 3.0), ("y", "b", 4.0)])

    def test_stacked_bars_say_where_they_stand(self):
        plt.bar(["x"], [2], label="below")
        plt.bar(["x"], [3], bottom=[2], label="above")
        below, above = self.chart()["elements"]
        self.assertNotIn("base", below)
        self.assertEqual((above["value"], above["base"]), (3.0, 2.0))

    def test_bars_with_a_line_are_mixed(self):
        plt.bar([1, 2], [3, 4])
        plt.plot([1, 2], [3, 4])
        chart = self.chart()
        self.assertEqual(chart["type"], "mixed")
        self.assertEqual([each["type"] for each in chart["elements"]], ["bar", "line"])

    def test_bars_with_error_bars_are_bars(self):
        plt.bar(["a", "b"], [3, 4], yerr=[0.1, 0.2])
        self.assertEqual(self.chart()["type"], "bar")


class Histograms(ChartTest):
    def test_a_histogram_has_its_bins(self):
        plt.hist([1, 1, 2, 3], bins=[0, 1.5, 2.5, 3.5], label="ages")
        chart = self.chart()
        self.assertEqual(chart["type"], "histogram")
        element, = chart["elements"]
        self.assertEqual((element["label"], element["bin_edges"], element["values"]),
                         ("ages", [0.0, 1.5, 2.5, 3.5], [2.0, 1.0, 1.0]))

    def test_every_way_of_drawing_gives_the_same_numbers(self):
        for kind in ("bar", "barstacked", "step", "stepfilled"):
            plt.figure()
            plt.hist([1, 1, 2, 3], bins=[0, 1.5, 2.5, 3.5], histtype=kind)
            element, = self.chart()["elements"]
            self.assertEqual((kind, element["values"]), (kind, [2.0, 1.0, 1.0]))
            self.assertEqual(element["bin_edges"], [0.0, 1.5, 2.5, 3.5])

    def test_two_data_sets_are_two_elements(self):
        plt.hist([[1, 2], [2, 2]], bins=2, label=["p", "q"])
        self.assertEqual([(each["label"], sum(each["values"])) for each in self.chart()["elements"]], [("p", 2.0), ("q", 2.0)])

    def test_stairs_are_a_histogram(self):
        plt.stairs([5, 6], [0, 1, 2])
        self.assertEqual(self.chart()["elements"][0]["values"], [5.0, 6.0])


class Pies(ChartTest):
    def test_a_pie_has_angles_and_percentages(self):
        plt.pie([90, 10], labels=["No", "No, in blue"], autopct="%1.1f%%", startangle=90)
        plt.title("Will I wake up early?")
        chart = self.chart()
        self.assertEqual((chart["type"], chart["title"]), ("pie", "Will I wake up early?"))
        self.assertEqual(
            [(each["label"], each["angle"], each["radius"], each["autopct"]) for each in chart["elements"]],
            [("No", 324.0, 1.0, "90.0%"), ("No, in blue", 36.0, 1.0, "10.0%")])
        self.assertEqual([each["fraction"] for each in chart["elements"]], [0.9, 0.1])
        self.assertTrue(all(each["color"].startswith("#") for each in chart["elements"]))

    def test_a_ring_has_a_hole(self):
        plt.pie([1, 1], wedgeprops={"width": 0.25})
        self.assertEqual([each["hole"] for each in self.chart()["elements"]], [0.75, 0.75])


class Boxes(ChartTest):
    def test_a_box_plot_has_its_statistics(self):
        for filled in (False, True):
            plt.figure()
            plt.boxplot([[1, 2, 3, 4, 100], [5, 6, 7]], labels=["A", "B"], patch_artist=filled)
            chart = self.chart()
            self.assertEqual(chart["type"], "box_and_whisker")
            first, second = chart["elements"]
            self.assertEqual(
                {key: first[key] for key in first if key != "color"},
                {"label": "A", "min": 1.0, "first_quartile": 2.0, "median": 3.0, "third_quartile": 4.0, "max": 4.0,
                 "outliers": [100.0]})
            self.assertEqual((second["label"], second["median"]), ("B", 6.0))

    def test_pandas_box_plots_are_read_too(self):
        pd.DataFrame({"p": [1, 2, 3], "q": [4, 5, 6]}).boxplot()
        self.assertEqual([(box["label"], box["median"]) for box in self.chart()["elements"]], [("p", 2.0), ("q", 5.0)])


class Areas(ChartTest):
    def test_an_area_has_both_its_edges(self):
        plt.fill_between([0, 1], [1, 2], [0.5, 0.5], label="band")
        element, = self.chart()["elements"]
        self.assertEqual((element["label"], element["points"], element["base"]),
                         ("band", [[0.0, 1.0], [1.0, 2.0]], [0.5, 0.5]))

    def test_stacked_areas_stand_on_each_other(self):
        plt.stackplot([0, 1], [1, 2], [3, 4], labels=["a", "b"])
        chart = self.chart()
        self.assertEqual(chart["type"], "area")
        first, second = chart["elements"]
        self.assertEqual(second["base"], [y for _, y in first["points"]])
        self.assertEqual([y for _, y in second["points"]], [4.0, 6.0])


class Heatmaps(ChartTest):
    def test_an_image_of_numbers_is_a_heat_map_and_its_colour_bar_is_not_a_chart(self):
        plt.imshow([[1, 2, 3], [4, 5, float("nan")]], cmap="viridis")
        plt.xticks([0, 1, 2], ["a", "b", "c"])
        plt.colorbar()
        chart = self.chart()
        self.assertEqual(chart["type"], "heatmap")
        element, = chart["elements"]
        self.assertEqual(element["values"], [[1.0, 2.0, 3.0], [4.0, 5.0, None]])
        self.assertEqual((element["x"], element["y"]), (["a", "b", "c"], [0.0, 1.0]))
        self.assertEqual((element["min"], element["max"], element["color_map"]), (1.0, 5.0, "viridis"))

    def test_a_mesh_is_a_heat_map(self):
        plt.pcolormesh([0, 1, 2], [0, 2], [[7, 8]])
        element, = self.chart()["elements"]
        self.assertEqual((element["x"], element["y"], element["values"]), ([0.5, 1.5], [1.0], [[7.0, 8.0]]))

    def test_a_photo_is_no_chart(self):
        plt.imshow(np.zeros((4, 4, 3)))
        self.assertIsNone(self.chart())


class Errorbars(ChartTest):
    def test_error_bars_have_what_is_below_and_above(self):
        plt.errorbar([1, 2], [10, 20], yerr=[[1, 2], [3, 4]], xerr=0.5, label="measured", color="green")
        chart = self.chart()
        self.assertEqual(chart["type"], "errorbar")
        element, = chart["elements"]
        self.assertEqual(element["points"], [[1.0, 10.0], [2.0, 20.0]])
        self.assertEqual((element["y_errors"], element["x_errors"]), ([[1.0, 3.0], [2.0, 4.0]], [[0.5, 0.5], [0.5, 0.5]]))
        self.assertEqual((element["label"], element["color"]), ("measured", "#008000"))


class Figures(ChartTest):
    def test_several_axes_are_a_superchart(self):
        figure, (left, right) = plt.subplots(1, 2)
        left.plot([1, 2])
        left.set_title("left")
        right.bar(["a"], [1])
        figure.suptitle("both")
        chart = self.chart()
        self.assertEqual((chart["type"], chart["title"]), ("superchart", "both"))
        self.assertEqual([(each["type"], each["title"]) for each in chart["elements"]], [("line", "left"), ("bar", None)])

    def test_an_empty_figure_is_no_chart(self):
        plt.subplots()
        self.assertIsNone(self.chart())


if __name__ == "__main__":
    unittest.main()
