"""A context from the Agent's side: values, order, errors, input, magics, state."""
import os
import tempfile
import time
import unittest

from driver import ColdContext, messages_of, text_of


class ContextTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.context = ColdContext()

    @classmethod
    def tearDownClass(cls):
        assert cls.context.close() == 0

    def run_cell(self, code, **options):
        return self.context.run(code, **options)

    def value(self, code, mime="text/plain"):
        result, = messages_of(self.run_cell(code), "result")
        return result["data"].get(mime)

    def error(self, code):
        error, = messages_of(self.run_cell(code), "error")
        return error


class Values(ContextTest):
    def test_the_last_expression_is_the_result_and_variables_stay(self):
        self.assertEqual(self.run_cell("x = 41"), [])
        self.assertEqual(self.value("x += 1\nx"), "42")

    def test_a_semicolon_silences_the_result(self):
        self.assertEqual(self.run_cell("1 + 1;"), [])

    def test_dicts_and_lists_are_json_too(self):
        self.assertEqual(self.value("{'a': [1, None, True], 2: (1.5, float('nan'))}", "application/json"),
                         {"a": [1, None, True], "2": [1.5, None]})
        self.assertIsNone(self.value("a = []; a.append(a); a", "application/json"))
        self.assertIsNone(self.value("[object()]", "application/json"))

    def test_await_works_at_the_top(self):
        self.assertEqual(self.value("import asyncio\nawait asyncio.sleep(0.001, result=7)"), "7")

    def test_asyncio_run_works_and_await_still_does_afterwards(self):
        self.run_cell("import asyncio\nasync def main():\n    return 5")
        self.assertEqual(self.value("asyncio.run(main())"), "5")
        self.assertEqual(self.value("await main()"), "5")

    def test_a_task_goes_on_while_the_context_is_idle(self):
        self.run_cell("import asyncio\nticks = []\nasync def tick():\n    while True:\n        ticks.append(1)\n"
                      "        await asyncio.sleep(0.01)\ntask = asyncio.create_task(tick())\nawait asyncio.sleep(0)")
        time.sleep(2)
        self.assertGreater(int(self.value("len(ticks)")), 5)
        self.run_cell("task.cancel();")

    def test_displays_stand_in_their_place_among_the_output(self):
        events = self.run_cell("print('a')\ndisplay(1)\nprint('b')\nprint('c')\ndisplay(2)\n3")
        self.assertEqual([kind for kind, _ in events], ["stdout", "display", "stdout", "display", "result"])
        self.assertEqual(text_of(events), "a\nb\nc\n")

    def test_a_display_can_be_updated_and_output_cleared(self):
        events = self.run_cell("h = display('one', display_id='d')\nh.update('two')\n"
                               "from IPython.display import clear_output\nclear_output(wait=True)")
        self.assertEqual([(kind, message.get("displayId"), message.get("wait")) for kind, message in events],
                         [("display", "d", None), ("update_display", "d", None), ("clear_output", None, True)])

    def test_too_many_displays_are_refused_with_a_word(self):
        events = self.run_cell("for i in range(10_005): display(i)")
        self.assertEqual(len(messages_of(events, "display")), 10_000)
        self.assertEqual(text_of(events, "stderr"), "[no longer shown: more than 10,000 displays in one run]\n")

    def test_a_display_larger_than_a_frame_is_refused_with_a_word(self):
        events = self.run_cell("from IPython.display import HTML\nHTML('x' * (70 << 20))")
        self.assertEqual(messages_of(events, "result"), [])
        self.assertIn("not shown", text_of(events, "stderr"))

    def test_a_display_of_a_thread_after_the_run_arrives(self):
        self.run_cell("import threading, time\n"
                      "t = threading.Thread(target=lambda: (time.sleep(0.2), display('late'), print('later')))\nt.start()")
        self.assertEqual(self.context.wait("display")["data"]["text/plain"], "'late'")
        self.context.wait_for_text("later")


class Output(ContextTest):
    def test_everything_on_the_descriptors_is_seen_in_order(self):
        events = self.run_cell(
            "import ctypes, os, subprocess, sys\n"
            "print('print')\nos.write(1, b'os.write\\n')\nos.system('echo system')\nprint('between')\n"
            "subprocess.run(['sh', '-c', 'echo child'])\nctypes.CDLL(None).puts(b'puts')\nprint('last', end='')")
        self.assertEqual(text_of(events), "print\nos.write\nsystem\nbetween\nchild\nputs\nlast")

    def test_changes_between_stdout_and_stderr_keep_their_order_when_there_is_time_between_them(self):
        # A reader that finds both pipes full cannot tell which was written first, so each line waits until the last was read.
        with tempfile.TemporaryDirectory() as read:
            self.context.start(
                "import os, sys, time\nfor i in range(20):\n    print(f'<{i}>', file=sys.stderr if i % 2 else sys.stdout)\n"
                f"    while not os.path.exists(f'{read}/{{i}}'): time.sleep(0.005)")
            for i in range(20):
                self.context.wait_for_text(f"<{i}>")
                open(os.path.join(read, str(i)), "w").close()
            events = self.context.finish()
        self.assertEqual([kind for kind, _ in events], ["stdout", "stderr"] * 10)

    def test_a_line_is_out_before_a_long_call_that_keeps_the_interpreter_lock(self):
        self.context.start("import re\nprint('first')\nre.match(r'(a+)+$', 'a' * 26 + 'b')\nprint('second')")
        self.context.wait_for_text("first")
        self.assertNotIn("second", text_of(self.context.events))
        self.assertEqual(text_of(self.context.finish()), "first\nsecond\n")

    def test_what_has_no_line_end_comes_without_one(self):
        self.context.start("import time\nprint('50%', end='')\ntime.sleep(600)")
        self.context.wait_for_text("50%")
        self.context.interrupt()
        self.context.finish()

    def test_bytes_and_odd_text_come_out_exactly(self):
        events = self.run_cell("import sys\nsys.stdout.buffer.write(b'\\xff\\x00')\nprint(b'\\xfe'.decode('utf-8', 'surrogateescape'))")
        self.assertEqual(text_of(events), "\\xff\x00\\xfe\n")
        self.assertEqual(text_of(self.run_cell("print('\\ud83d')")), "\\ud83d\n")

    def test_a_flood_is_fast(self):
        self.run_cell("line = 'x' * 89")
        self.context.counted = 0
        begin = time.monotonic()
        self.run_cell("for _ in range(500_000): print(line)")
        rate = 45 / (time.monotonic() - begin)
        self.assertEqual(self.context.counted, 45_000_000)
        self.context.counted = None
        self.assertGreater(rate, 3, "MB/s; alone on the machine it is above 300")

    def test_forked_children_print_and_speak_for_themselves_only(self):
        events = self.run_cell(
            "import multiprocessing\ndef work(n):\n    print('child', flush=True)\n    display(n)\n    return n * n\n"
            "with multiprocessing.Pool(2) as pool: print(pool.map(work, range(3)))")
        self.assertIn("[0, 1, 4]", text_of(events))
        self.assertEqual(text_of(events).count("child"), 3)
        self.assertEqual(messages_of(events, "display"), [])

    def test_a_forked_child_that_comes_to_its_cells_end_ends_without_a_word(self):
        events = self.run_cell(
            "import os\npid = os.fork()\nif pid == 0: print('child')\nelse: print('status', os.waitpid(pid, 0)[1])")
        self.assertEqual(sorted(text_of(events).split("\n")), ["", "child", "status 0"])

    def test_a_closed_stdout_is_an_error_of_who_prints_and_of_nobody_else(self):
        for close, name in (("import sys; sys.stdout.close()", "ValueError"), ("import os; os.close(1)", "OSError")):
            context = ColdContext()
            self.assertEqual(context.run(close), [])
            error, = messages_of(context.run("print('lost')"), "error")
            self.assertEqual(error["ename"], name)
            result, = messages_of(context.run("import subprocess; subprocess.run('true').returncode"), "result")
            self.assertEqual(result["data"]["text/plain"], "0")
            self.assertEqual(context.close(), 0)

    def test_a_driver_that_code_has_broken_says_what_is_broken(self):
        context = ColdContext()
        context.start("import json; json.dumps = None")
        with self.assertRaises(EOFError):
            context.finish()
        self.assertIn("'NoneType' object is not callable", "".join(text for kind, text in context.events if kind == "stderr"))


class Errors(ContextTest):
    def test_an_error_has_name_message_trace_and_line(self):
        error = self.error("a = 1\n\nraise ValueError('boom')")
        self.assertEqual((error["ename"], error["evalue"], error["lineNumber"]), ("ValueError", "boom", 3))
        self.assertIn("ValueError: boom", error["traceback"][-1])
        self.assertNotIn("\x1b", "".join(error["traceback"]))

    def test_the_line_is_the_cells_when_the_error_is_deeper(self):
        self.assertEqual(self.error("import json\njson.loads('{')")["lineNumber"], 2)

    def test_a_syntax_error_is_an_error(self):
        error = self.error("x = 1\ndef f(:")
        self.assertEqual((error["ename"], error["lineNumber"]), ("SyntaxError", 2))

    def test_lines_are_those_of_the_file_that_the_cell_is_from(self):
        error, = messages_of(self.run_cell("a = 1\n\n1 / 0", firstLine=40), "error")
        self.assertEqual(error["lineNumber"], 42)
        self.assertIn("line 42", "".join(error["traceback"]))
        self.assertIn("---> 42 1 / 0", "".join(error["traceback"]))
        error, = messages_of(self.run_cell("def f(:", firstLine=7), "error")
        self.assertEqual(error["lineNumber"], 7)
        self.assertEqual(self.error("\n\n1 / 0")["lineNumber"], 3, "IPython takes empty lines at the beginning away")
        self.assertIn("done", [kind for kind, _ in self.context.events])
        self.run_cell("%%time\nx = 1", firstLine=100)
        self.assertEqual(messages_of(self.run_cell("    indented = 1\n    indented += 1", firstLine=9), "error"), [])

    def test_an_unknown_magic_is_an_error(self):
        self.assertEqual(self.error("%nosuch")["ename"], "UsageError")

    def test_a_message_that_cannot_be_made_is_replaced(self):
        error = self.error("class Odd(Exception):\n    def __str__(self): raise RuntimeError\nraise Odd")
        self.assertEqual(error["ename"], "Odd")

    def test_endless_recursion_is_an_error_of_bounded_size(self):
        error = self.error("def f(): f()\nf()")
        self.assertEqual(error["ename"], "RecursionError")
        self.assertLess(len(error["traceback"]), 500)

    def test_exit_ends_the_run_and_the_context_stays(self):
        self.run_cell("kept = 1")
        self.assertEqual(self.run_cell("exit()"), [])
        self.assertEqual(self.run_cell("import sys\nsys.exit(0)"), [])
        self.assertEqual(self.error("sys.exit('bad')")["evalue"], "bad")
        self.assertEqual(self.value("kept"), "1")

    def test_the_count_rises_with_every_run(self):
        self.context.start("1")
        first = self.context.wait("done")["executionCount"]
        self.context.start("1/0")
        self.assertEqual(self.context.wait("done")["executionCount"], first + 1)


class Input(ContextTest):
    def test_input_asks(self):
        self.context.answers = ["Ada", "secret"]
        events = self.run_cell("import getpass\ninput('name? '), getpass.getpass()")
        self.assertEqual([(each["prompt"], each["password"]) for each in messages_of(events, "input_request")],
                         [("name? ", False), ("Password: ", True)])
        self.assertEqual(messages_of(events, "result")[0]["data"]["text/plain"], "('Ada', 'secret')")

    def test_what_was_printed_comes_before_the_question(self):
        self.context.answers = [""]
        events = self.run_cell("print('before', end='')\ninput()")
        self.assertEqual([kind for kind, _ in events], ["stdout", "input_request", "result"])

    def test_no_answer_to_come_is_an_end_of_file(self):
        self.context.answers = [None]
        self.assertEqual(self.error("input()")["ename"], "EOFError")

    def test_sys_stdin_reads_lines(self):
        self.context.answers = ["one", "two", None]
        self.assertEqual(self.value("import sys\nsys.stdin.readlines()"), "['one\\n', 'two\\n']")

    def test_a_child_finds_an_empty_standard_input(self):
        self.assertEqual(self.value("import subprocess\nsubprocess.run(['cat'], capture_output=True).stdout"), "b''")


class Magics(ContextTest):
    def test_shell_commands_write_to_the_descriptors(self):
        events = self.run_cell("!echo out; echo err >&2; exit 3\n_exit_code")
        self.assertEqual((text_of(events), text_of(events, "stderr")), ("out\n", "err\n"))
        self.assertEqual(messages_of(events, "result")[0]["data"]["text/plain"], "3")

    def test_the_usual_magics_work(self):
        self.assertIn("Wall time", text_of(self.run_cell("%time sum(range(10))")))
        self.assertEqual(text_of(self.run_cell("%%bash\necho $((6*7))")), "42\n")
        self.assertEqual(self.value("files = !echo a b\nfiles[0]"), "'a b'")
        self.assertEqual(self.run_cell("%matplotlib inline"), [])

    def test_what_pip_installs_can_be_imported_at_once(self):
        with tempfile.TemporaryDirectory() as home:
            package = os.path.join(home, "made")
            os.makedirs(package)
            with open(os.path.join(package, "pyproject.toml"), "w") as file:
                file.write("[build-system]\nrequires=[]\nbuild-backend='backend'\nbackend-path=['.']\n")
            with open(os.path.join(package, "backend.py"), "w") as file:
                file.write(BACKEND)
            # A home without a site directory: it is made by pip, after the start.
            context = ColdContext({"HOME": home, "PIP_USER": "1", "PIP_BREAK_SYSTEM_PACKAGES": "1",
                                   "PIP_NO_BUILD_ISOLATION": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1"})
            try:
                events = context.run(f"%pip install -q --no-index --no-build-isolation {package}\nimport made_here\nmade_here.VALUE")
                self.assertEqual([each["data"]["text/plain"] for each in messages_of(events, "result")], ["99"], events)
            finally:
                context.close()


BACKEND = '''
import zipfile
def build_wheel(directory, settings=None, metadata=None):
    name = "made_here-1.0-py3-none-any.whl"
    with zipfile.ZipFile(f"{directory}/{name}", "w") as wheel:
        wheel.writestr("made_here.py", "VALUE = 99")
        wheel.writestr("made_here-1.0.dist-info/METADATA", "Metadata-Version: 2.1\\nName: made-here\\nVersion: 1.0\\n")
        wheel.writestr("made_here-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\\nGenerator: x\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr("made_here-1.0.dist-info/RECORD", "")
    return name
'''


class Environment(ContextTest):
    def test_variables_of_one_run_are_gone_in_the_next(self):
        code = "import os\nos.environ.get('ONCE'), 'HOME' in os.environ"
        once, = messages_of(self.run_cell(code, env={"ONCE": "1", "HOME": None}), "result")
        self.assertEqual(once["data"]["text/plain"], "('1', False)")
        self.assertEqual(self.value(code), "(None, True)")

    def test_nothing_of_the_driver_is_in_the_users_way(self):
        self.assertEqual(self.value("import sys\nsys.argv, sys.path[0], __name__"), "([''], '', '__main__')")
        self.assertEqual(self.value("[name for name in globals() if 'start' in name or 'bootstrap' in name]"), "[]")

    def test_a_child_inherits_no_descriptor_of_the_driver(self):
        self.assertEqual(self.value("import subprocess\nsubprocess.run('ls /proc/self/fd | wc -l', shell=True, capture_output=True).stdout"),
                         "b'4\\n'")


class Introspection(ContextTest):
    def test_completions_know_the_living_values(self):
        self.run_cell("class Thing:\n    colour_of_it = 1\nthing = Thing()")
        code = "'😀', thing.col"
        reply = self.context.ask("complete", code=code, cursor=len(code.encode("utf-16-le")) // 2)
        self.assertIn("colour_of_it", [match.rpartition(".")[2] for match in reply["matches"]])
        self.assertEqual(reply["cursorEnd"], len(code.encode("utf-16-le")) // 2)

    def test_inspection_describes_a_name(self):
        self.run_cell("def area(r):\n    '''Of a circle.'''\n    return r * r * 3")
        reply = self.context.ask("inspect", code="area(2)", cursor=2)
        self.assertTrue(reply["found"])
        self.assertIn("Of a circle.", reply["text"])
        self.assertEqual(self.context.ask("inspect", code="nosuch", cursor=1)["found"], False)

    def test_variables_are_listed_with_type_size_and_preview(self):
        self.run_cell("import numpy as np\nmatrix = np.zeros((3, 4))\nwords = ['a'] * 1000\n"
                      "class Odd:\n    def __repr__(self): raise RuntimeError\nodd = Odd()\n_hidden = 1")
        listed = {each["name"]: each for each in self.context.ask("variables")["variables"]}
        self.assertEqual((listed["matrix"]["type"], listed["matrix"]["shape"], listed["matrix"]["size"]), ("ndarray", [3, 4], 96))
        self.assertEqual(listed["words"]["type"], "list")
        self.assertLessEqual(len(listed["words"]["preview"]), 200)
        self.assertIn("odd", listed)
        self.assertFalse({"_hidden", "In", "Out", "exit", "np"} & set(listed))


if __name__ == "__main__":
    unittest.main()
