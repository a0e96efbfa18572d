"""Interrupts: whatever the code does, and the variables stay."""
import os
import signal
import time
import unittest

from driver import ColdContext, messages_of, text_of

# How long the Agent waits before it repeats itself.
REPEAT_SECONDS = 0.2
# Not for ever, on a machine that is busy with other tests; ./bench measures how long it takes.
MOST_SECONDS = 10


class Interrupts(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.context = ColdContext()
        cls.context.run("import asyncio, os, subprocess, threading, time\nimport numpy as np\nkept = 'kept'")

    @classmethod
    def tearDownClass(cls):
        assert cls.context.close() == 0

    def interrupt(self, code, before=""):
        """Starts the code, interrupts it as the Agent does once what stands before it is done, and returns its error."""
        self.context.start(f"{before}\nprint('begun')\n{code}")
        self.context.wait_for_text("begun")
        time.sleep(0.02)
        for _ in range(int(MOST_SECONDS / REPEAT_SECONDS)):
            self.context.interrupt()
            try:
                self.context.finish(within=REPEAT_SECONDS)
                break
            except TimeoutError:
                continue
        errors = messages_of(self.context.events, "error")
        error = errors[0] if errors else None
        self.assertEqual(messages_of(self.context.run("kept"), "result")[0]["data"]["text/plain"], "'kept'")
        return error

    def assert_interrupted(self, code, before=""):
        error = self.interrupt(code, before)
        self.assertEqual(error["ename"], "KeyboardInterrupt")
        self.assertNotRegex("".join(error["traceback"]), "ide_kernel.(interrupts|unwinding)")
        return error

    def test_a_sleep(self):
        self.assert_interrupted("time.sleep(60)")

    def test_a_flood(self):
        self.context.counted = 0
        self.context.start("while True: print('x' * 80)")
        while self.context.counted < 1_000_000:
            self.context.poll(0.1)
        self.context.interrupt()
        self.context.wait("done", within=MOST_SECONDS)
        self.context.counted = None

    def test_an_interrupted_flood_repeats_and_loses_nothing(self):
        for _ in range(10):
            self.context.start("n = 0\nwhile True:\n    print(n); n += 1")
            # Code that has not begun is not interrupted.
            self.context.wait_for_text("9\n")
            self.context.interrupt()
            numbers = [int(line) for line in text_of(self.context.finish()).splitlines()]
            # The last line may have been written although its print was cut off before its end.
            self.assertEqual(numbers, list(range(len(numbers))))

    def test_a_loop_of_numpy(self):
        self.assert_interrupted("a = np.ones((200, 200))\nwhile True: a = np.sin(a) + a.dot(a) * 1e-9")

    def test_a_tight_loop(self):
        self.assert_interrupted("while True: pass")

    def test_waiting_for_a_child_which_ends_too(self):
        self.assert_interrupted("child.wait()", before="child = subprocess.Popen(['sleep', '60'])")
        # Not its exit code: an interrupt between the system's answer and Popen's note of it loses the code (CPython).
        ended = self.context.run("child.wait(5) is not None and not os.path.exists(f'/proc/{child.pid}')")
        self.assertEqual(messages_of(ended, "result")[0]["data"]["text/plain"], "True")

    def test_a_shell_command(self):
        self.assert_interrupted("!sleep 60")

    def test_a_signal_that_came_just_before_the_call_that_waits(self):
        # Given to another thread it does what one does that comes too early: the call that waits does not end.
        for _ in range(3):
            error, = messages_of(self.context.run(
                "import signal\ndef to_itself():\n    time.sleep(0.1)\n"
                "    signal.pthread_kill(threading.get_ident(), signal.SIGINT)\n"
                "threading.Thread(target=to_itself).start()\ntime.sleep(20)"), "error")
            self.assertEqual((error["ename"], error["evalue"]), ("KeyboardInterrupt", ""))
        self.assertEqual(messages_of(self.context.run("time.sleep(0.1)\nkept"), "error"), [])

    def test_input(self):
        self.assert_interrupted("input()")

    def test_await(self):
        self.assert_interrupted("await asyncio.sleep(60)")
        self.assertEqual(messages_of(self.context.run("await asyncio.sleep(0, 3)"), "result")[0]["data"]["text/plain"], "3")

    def test_a_lock_that_nobody_gives_back(self):
        self.assert_interrupted("lock = threading.Lock()\nlock.acquire()\nlock.acquire()")

    def test_code_that_catches_everything_is_stopped_and_told_so(self):
        for body in ("time.sleep(0.01)", "sum(range(100_000))", "print(end='')"):
            error = self.assert_interrupted(f"while True:\n    try:\n        {body}\n    except:\n        pass")
            self.assertIn("went on", error["evalue"] or "went on")

    def test_code_that_catches_everything_on_two_levels_is_stopped(self):
        error = self.assert_interrupted(
            "def inner():\n    while True:\n        try: time.sleep(0.001)\n        except BaseException: pass\n"
            "while True:\n    try: inner()\n    except BaseException: pass")
        self.assertIn("went on", error["evalue"])

    def test_what_follows_an_escalation_is_not_traced(self):
        self.assert_interrupted("while True:\n    try: time.sleep(0.01)\n    except: pass")
        found = messages_of(self.context.run("import sys\nsys.gettrace(), sys.getprofile()"), "result")
        self.assertEqual(found[0]["data"]["text/plain"], "(None, None)")

    def test_code_that_cleans_up_is_left_to_it(self):
        self.context.start("try:\n    print('begun')\n    time.sleep(60)\nexcept KeyboardInterrupt:\n"
                           "    time.sleep(0.6)\n    print('saved')\n    raise")
        self.context.wait_for_text("begun")
        for _ in range(3):
            self.context.interrupt()
            time.sleep(REPEAT_SECONDS)
        events = self.context.finish()
        self.assertIn("saved", text_of(events))
        self.assertEqual(messages_of(events, "error")[0]["ename"], "KeyboardInterrupt")

    def test_an_interrupt_of_nothing_does_nothing(self):
        self.context.run("1")
        for _ in range(20):
            self.context.interrupt()
            self.assertEqual(self.context.run("kept")[0][0], "result")

    def test_an_interrupt_for_an_execution_that_is_over_does_not_reach_the_next(self):
        self.context.run("1")
        self.context.announce_interrupt()
        self.context.start("time.sleep(0.2)\n'unharmed'")
        time.sleep(0.1)
        os.killpg(self.context.process.pid, signal.SIGINT)
        self.assertEqual(messages_of(self.context.finish(), "result")[0]["data"]["text/plain"], "'unharmed'")

    def test_code_may_interrupt_itself(self):
        error, = messages_of(self.context.run("import signal\nos.kill(os.getpid(), signal.SIGINT)\ntime.sleep(5)"), "error")
        self.assertEqual(error["ename"], "KeyboardInterrupt")


if __name__ == "__main__":
    unittest.main()
