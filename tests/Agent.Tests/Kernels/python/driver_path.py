"""Puts the driver on the path of these tests."""
import pathlib
import sys

DRIVER = pathlib.Path(__file__).resolve().parents[4] / "src" / "Agent" / "Kernels" / "python"
sys.path.insert(0, str(DRIVER))
