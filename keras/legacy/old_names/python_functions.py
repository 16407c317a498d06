"""What Python's own library has no more."""
import html
import importlib.util
import sys


def unescape(self, s):
    """Returns a text with characters instead of references such as `&amp;`."""
    return html.unescape(s)


def load_source(name, pathname, file=None):
    """Runs the Python file `pathname` as the module `name`, and returns it."""
    spec = importlib.util.spec_from_file_location(name, pathname)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module
