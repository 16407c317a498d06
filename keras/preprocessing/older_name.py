"""The name under which Keras 2.2 and 2.3 came with what is in `keras.preprocessing`.

Programs import from `keras_preprocessing`, and pickled tokenizers name it. Where a package of this
name is installed, that is taken.
"""
import importlib
import sys
from importlib.machinery import ModuleSpec

OLD, NEW = 'keras_preprocessing', 'keras.preprocessing'


class OlderName:
    """Finds the modules under their older name, after all other finders have failed to."""

    def find_spec(self, name, path=None, target=None):
        return ModuleSpec(name, self) if name == OLD else None

    def create_module(self, spec):
        return None  # as usual

    def exec_module(self, module):
        for part in ('', '.image', '.sequence', '.text'):
            sys.modules[OLD + part] = importlib.import_module(NEW + part)


sys.meta_path.append(OlderName())
