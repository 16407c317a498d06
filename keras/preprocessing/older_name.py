"""The name `keras_preprocessing`, under which Keras 2.2 and 2.3 shipped `keras.preprocessing`.

Programs import from it, and pickled tokenizers refer to it. An installed package of this name
takes precedence.
"""
import importlib
import sys
from importlib.machinery import ModuleSpec

OLD, NEW = 'keras_preprocessing', 'keras.preprocessing'


class OlderName:
    """Finds the modules under their older name, after all other finders have failed."""

    def find_spec(self, name, path=None, target=None):
        return ModuleSpec(name, self) if name == OLD else None

    def create_module(self, spec):
        return None  # as usual

    def exec_module(self, module):
        for part in ('', '.image', '.sequence', '.text'):
            sys.modules[OLD + part] = importlib.import_module(NEW + part)


sys.meta_path.append(OlderName())
