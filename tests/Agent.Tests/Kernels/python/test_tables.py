"""Variables and tables: what is told of them, and that no object of the user's can hold the context up."""
import unittest

from driver import ColdContext, messages_of


class TablesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.context = ColdContext()
        cls.context.run("import numpy as np, pandas as pd")

    @classmethod
    def tearDownClass(cls):
        assert cls.context.close() == 0

    def define(self, code):
        self.assertEqual(messages_of(self.context.run(code), "error"), [])

    def listed(self):
        return {each["name"]: each for each in self.context.ask("variables")["variables"]}

    def ask(self, name, **changes):
        return self.context.ask("table", **{
            "name": name, "offset": 0, "limit": 100, "columnOffset": 0, "columnLimit": 50, "sort": [], "filter": [], **changes})

    def table(self, name, **changes):
        reply = self.ask(name, **changes)
        self.assertIn("table", reply, reply)
        return reply["table"]

    def column(self, name, at=0, **changes):
        return [row[at] for row in self.table(name, **changes)["rows"]]


class Previews(TablesTest):
    def test_a_preview_says_what_is_in_the_value(self):
        self.define("frame = pd.DataFrame({'a': [1, 2], 'b': ['x', 'y']})\nseries = frame['a']\n"
                    "numbers = np.arange(10.)\nraw = b'x' * 1_000_000\nnested = {'k': [1, {2}]}\n"
                    "from dataclasses import dataclass\n@dataclass\nclass Point:\n    x: int\npoint = Point(3)")
        listed = self.listed()
        self.assertEqual(listed["frame"]["preview"], "a: int64, b: object")
        self.assertEqual(listed["series"]["preview"], "int64 [1, 2]")
        self.assertEqual(listed["numbers"]["preview"], "float64 [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]")
        self.assertLessEqual(len(listed["raw"]["preview"]), 210)
        self.assertEqual(listed["nested"]["preview"], "{'k': [1, {2}]}")
        self.assertEqual(listed["point"]["preview"], "Point(x=3)")
        self.assertEqual([name for name in ("frame", "series", "numbers", "nested", "point", "raw") if listed[name].get("isTable")],
                         ["frame", "series", "numbers", "nested"])

    def test_a_repr_that_sleeps_loops_swallows_or_floods_ends_and_the_context_goes_on(self):
        self.define("""
            import time
            tried = []
            class Sleeps:
                def __repr__(self): tried.append(self); time.sleep(60); return 'slept'
            class Loops:
                def __repr__(self):
                    while True: pass
            class Swallows:
                def __repr__(self):
                    while True:
                        try: time.sleep(60)
                        except: pass
            class Floods:
                def __repr__(self):
                    print('x' * 100_000); return 'y' * 50_000_000
            class Lies:
                shape = property(lambda self: time.sleep(60))
                def __sizeof__(self): time.sleep(60)
            hostile = [Sleeps(), Loops(), Swallows(), Floods(), Lies()]
            sleeps, loops, swallows, floods, lies = hostile
        """)
        self.context.events = []
        listed = self.listed()
        self.assertEqual(listed["sleeps"]["preview"], "<Sleeps>")
        self.assertEqual(listed["loops"]["preview"], "<Loops>")
        # Where the machine is busy, it may take longer than a preview may.
        self.assertIn(listed["floods"]["preview"][:3], ("yyy", "<Fl"))
        self.assertEqual({name for name, _ in self.context.events}, {"reply"}, "what a repr prints is dropped")
        tried, = messages_of(self.context.run("len(tried)"), "result")
        self.listed()
        again, = messages_of(self.context.run("len(tried)"), "result")
        self.assertNotEqual(tried["data"]["text/plain"], "0")
        self.assertEqual(again["data"], tried["data"], "what was slow once is not tried again")


class Windows(TablesTest):
    def test_a_window_of_a_frame_has_its_rows_columns_and_counts(self):
        self.define("frame = pd.DataFrame({'n': range(1000), 't': [f'row {i}' for i in range(1000)]}, index=range(10, 1010))")
        table = self.table("frame", offset=990, limit=100)
        self.assertEqual((table["columns"], table["dtypes"], table["total"], table["size"], table["columnTotal"]),
                         (["n", "t"], ["int64", "object"], 1000, 1000, 2))
        self.assertEqual((table["index"][0], table["rows"][0], len(table["rows"])), ("1000", [990, "row 990"], 10))
        self.assertEqual(self.table("frame", columnOffset=1)["columns"], ["t"])
        self.assertEqual(self.table("frame", offset=5000)["rows"], [])

    def test_sorting_is_stable_and_puts_what_is_missing_last(self):
        for kind in ("pd.DataFrame({'v': [2, None, 1, 2], 'k': [0, 1, 2, 3]})",
                     "[{'v': 2, 'k': 0}, {'v': None, 'k': 1}, {'v': 1, 'k': 2}, {'v': 2, 'k': 3}]",
                     "np.array([[2, 0], [np.nan, 1], [1, 2], [2, 3]])"):
            with self.subTest(kind):
                self.define(f"data = {kind}")
                self.assertEqual(self.column("data", 1, sort=[{"column": 0, "descending": False}]), [2, 0, 3, 1])
                self.assertEqual(self.column("data", 1, sort=[{"column": 0, "descending": True}]), [0, 3, 2, 1])

    def test_filters_narrow_what_is_there_and_join(self):
        for kind in ("pd.DataFrame({'v': [1, 2, 3, 4], 't': ['Ape', 'bee', 'cat', 'Bat']})",
                     "[{'v': 1, 't': 'Ape'}, {'v': 2, 't': 'bee'}, {'v': 3, 't': 'cat'}, {'v': 4, 't': 'Bat'}]"):
            with self.subTest(kind):
                self.define(f"data = {kind}")
                at_least = {"column": 0, "op": "atLeast", "value": "2"}
                has_b = {"column": 1, "op": "contains", "value": "B"}
                self.assertEqual(self.column("data", filter=[at_least]), [2, 3, 4])
                table = self.table("data", filter=[at_least, has_b], sort=[{"column": 0, "descending": True}])
                self.assertEqual(([row[0] for row in table["rows"]], table["total"], table["size"]), ([4, 2], 2, 4))
                self.assertIn("refusal", self.ask("data", filter=[{"column": 0, "op": "less", "value": "many"}]))

    def test_a_run_that_changes_the_data_is_seen(self):
        self.define("data = pd.DataFrame({'v': [3, 1, 2]})")
        by_value = [{"column": 0, "descending": False}]
        self.assertEqual(self.column("data", sort=by_value), [1, 2, 3])
        self.define("data['v'] = [1, 5, 0]")
        self.assertEqual(self.column("data", sort=by_value), [0, 1, 5])

    def test_large_values_are_cut_and_large_numbers_stay_exact(self):
        self.define("data = [{'t': 'x' * 100_000, 'n': 2 ** 60}]")
        table = self.table("data")
        self.assertEqual((len(table["rows"][0][0]), table["rows"][0][1]), (501, "1152921504606846976"))

    def test_what_is_no_table_or_not_there_is_refused_with_a_sentence(self):
        self.define("number = 5\nempty = []")
        self.assertEqual(self.ask("number")["refusal"], "A int is no table.")
        self.assertEqual(self.ask("nosuch")["refusal"], "There is no variable nosuch.")
        self.assertEqual(self.ask("__import__('os')")["refusal"], "There is no variable __import__('os').")
        self.define("data = pd.DataFrame({'v': [1]})")
        self.assertEqual(self.ask("data", sort=[{"column": 7, "descending": False}])["refusal"], "There is no column 7.")


if __name__ == "__main__":
    unittest.main()
