"""What is asked of a living context: completions, a description, the variables, a window of a table."""
from IPython.core.completer import provisionalcompleter
from IPython.utils.tokenutil import token_at_cursor

from ide_kernel.patience import Patience, TookTooLong
from ide_kernel.previews import Previews
from ide_kernel.windows import Refused, Windows

MAX_COMPLETIONS = 500
MAX_DESCRIPTION = 100_000

# The Agent waits for 10 s.
TABLE_SECONDS = 8


class Introspection:
    def __init__(self, shell, interrupts):
        self._shell = shell
        self._patience = Patience(interrupts)
        self._previews = Previews(shell, self._patience)
        self._windows = Windows()

    def forget(self):
        """A run begins, and may change everything."""
        self._windows.forget()

    def answer(self, request):
        kind = request["type"]
        if kind == "complete":
            return self._complete(request["code"], request["cursor"])
        if kind == "inspect":
            return self._inspect(request["code"], request["cursor"])
        if kind == "variables":
            return {"variables": self._previews.list()}
        if kind == "table":
            return self._table(request)
        return {"error": f"unknown request {kind}"}

    def _complete(self, code, cursor):
        position = from_utf16(code, cursor)
        with provisionalcompleter():
            found = []
            for completion in self._shell.Completer.completions(code, position):
                found.append(completion)
                if len(found) == MAX_COMPLETIONS:
                    break
        start = min((each.start for each in found), default=position)
        end = max((each.end for each in found), default=position)
        matches = dict.fromkeys(code[start:each.start] + each.text for each in found)
        return {"matches": list(matches), "cursorStart": to_utf16(code, start), "cursorEnd": to_utf16(code, end)}

    def _inspect(self, code, cursor):
        name = token_at_cursor(code, from_utf16(code, cursor))
        if name:
            try:
                text = self._shell.object_inspect_mime(name)["text/plain"]
                return {"found": True, "name": name, "text": text[:MAX_DESCRIPTION]}
            except KeyError:
                pass
        return {"found": False}

    def _table(self, request):
        try:
            value = self._previews.find(request["name"])
            with self._patience.watched():
                return {"table": self._patience.call(TABLE_SECONDS, self._windows.read, value, request)}
        except KeyError:
            return {"refusal": f"There is no variable {request['name']}."}
        except TookTooLong:
            return {"refusal": f"The table did not answer within {TABLE_SECONDS} s."}
        except Refused as refusal:
            return {"refusal": str(refusal)}
        except Exception as error:  # Whatever the data's own code raises; a filter's value that is no number.
            return {"refusal": f"{type(error).__name__}: {error}"[:500]}


def from_utf16(text, units):
    """The index of the character at which so many UTF-16 code units end."""
    return len(text.encode("utf-16-le", "surrogatepass")[:2 * max(0, units)].decode("utf-16-le", "ignore"))


def to_utf16(text, index):
    return len(text[:index].encode("utf-16-le", "surrogatepass")) // 2
