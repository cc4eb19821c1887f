"""``python -I dayan_safety/paper_child LIMITS``: the package without the portal around it."""

import json
import sys
from importlib import import_module
from os.path import abspath, dirname

if __name__ == "__main__":
    sys.path.append(dirname(dirname(abspath(__file__))))  # last, so that no name of the portal hides a library
    limits = import_module("workbook_child.limits").Limits(**json.loads(sys.argv[1]))
    import_module("paper_child.process").main(limits, import_module("workbook_child.confining").confine)
