"""input(), getpass() and sys.stdin ask the people in front of the page; descriptor 0 is /dev/null."""
import builtins
import getpass
import io
import sys


class Questions:
    def __init__(self, channel, flusher, screen):
        self._channel = channel
        self._flusher = flusher
        self._screen = screen

    def ask(self, prompt="", password=False):
        """The answer, one line without its end. Raises EOFError when there is none to come."""
        if not self._channel.is_usable:
            raise EOFError("a child process has no input")
        self._flusher.flush()
        self._channel.send_and_wait({
            "type": "input_request", "execution": self._screen.execution,
            "prompt": str(prompt), "password": password})
        reply = self._channel.next_reply()
        if reply.get("eof"):
            raise EOFError("the input was closed")
        return reply["value"]


class Stdin(io.TextIOBase):
    """sys.stdin for programs that read lines: each line is a question without a prompt."""
    encoding = "utf-8"
    errors = "strict"
    name = "<stdin>"
    mode = "r"

    def __init__(self, questions):
        self._questions = questions

    def fileno(self):
        return 0

    def readable(self):
        return True

    def readline(self, size=-1):
        try:
            line = self._questions.ask() + "\n"
        except EOFError:
            return ""
        return line if size is None or size < 0 else line[:size]

    def read(self, size=-1):
        if size is not None and size >= 0:
            return self.readline(size)
        return "".join(iter(self.readline, ""))


def install(questions):
    def ask(prompt="", /):
        return questions.ask(prompt)

    def ask_password(prompt="Password: ", stream=None):
        return questions.ask(prompt, password=True)

    ask.__name__ = ask.__qualname__ = "input"
    ask_password.__name__ = ask_password.__qualname__ = "getpass"
    builtins.input = ask
    getpass.getpass = ask_password
    sys.stdin = sys.__stdin__ = Stdin(questions)
