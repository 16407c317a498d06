"""Functions that Python's standard library has removed."""
import html
import importlib.util
import sys


def unescape(self, s):
    """Replaces references in a text, such as `&amp;`, by characters."""
    return html.unescape(s)


def load_source(name, pathname, file=None):
    """Runs the Python file `pathname` as the module `name`, and returns it."""
    spec = importlib.util.spec_from_file_location(name, pathname)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module
