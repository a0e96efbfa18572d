"""%pip, and imports of what was just installed, without a restart."""
import importlib
import os
import site
import subprocess
import sys


def refresh():
    """What was installed since the start can be imported: the user's site directory may not have existed then."""
    if site.ENABLE_USER_SITE is not False:
        directory = site.getusersitepackages()
        if directory not in sys.path and os.path.isdir(directory):
            # Where site itself would have put it: before the system's packages, after the standard library.
            place = next(
                (index for index, path in enumerate(sys.path) if path.endswith(("dist-packages", "site-packages"))),
                len(sys.path))
            before = list(sys.path)
            site.addsitedir(directory)
            added = [path for path in sys.path if path not in before]
            sys.path[:] = [*before[:place], *added, *before[place:]]
    importlib.invalidate_caches()


def pip_magic(line):
    """Runs pip for the interpreter of this context. `%pip install NAME`"""
    import shlex
    code = subprocess.call([sys.executable, "-m", "pip", *shlex.split(line)])
    refresh()
    if code:
        raise SystemExit(f"pip ended with exit code {code}")
