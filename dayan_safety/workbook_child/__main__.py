"""``python -I dayan_safety/workbook_child KIND LIMITS``: the package without the portal around it."""

import sys
from importlib import import_module
from os.path import abspath, dirname

if __name__ == "__main__":
    sys.path.append(dirname(dirname(abspath(__file__))))  # last, so that no name of the portal hides a library
    import_module("workbook_child.process").main(*sys.argv[1:])
