"""Runs a program as `python script.py` would, after `old_world()`."""
import os
import re
import runpy
import sys

import __main__
from keras import backend as K

from . import old_world

_USAGE = ('usage: python -m keras.legacy.run script.py [arguments]\n'
          '       python -m keras.legacy.run -m module [arguments]')


def main(arguments):
    """Runs a script or a module as the main program.

    Args:
        arguments: list of strings: the path of a script, or `'-m'` and the name of a module; then
            the arguments of the program.
    """
    if not arguments or arguments[0] in ('-h', '--help') or arguments == ['-m']:
        sys.exit(_USAGE)
    old_world()
    sys.excepthook = _without_own_frames(sys.excepthook)
    if arguments[0] == '-m':
        sys.argv = arguments[1:]
        runpy.run_module(arguments[1], run_name='__main__', alter_sys=True)
    else:
        sys.argv = arguments
        _run_script(arguments[0])


def _run_script(path):
    code = _compiled(path)
    if not getattr(sys.flags, 'safe_path', False):
        sys.path[0] = os.path.dirname(os.path.realpath(path))
    names = vars(__main__)
    names.clear()
    names.update(__name__='__main__', __file__=path, __builtins__=__builtins__, __doc__=None,
                 __package__=None, __spec__=None, __loader__=None, __cached__=None)
    exec(code, names)


def _compiled(path):
    try:
        with open(path, 'rb') as file:
            source = file.read()
    except OSError as error:
        sys.exit("keras.legacy.run cannot open the script '%s': %s" % (path, error.strerror))
    _warn_of_other_backend(source.decode('utf-8', 'replace'), path)
    try:
        return compile(source, path, 'exec', dont_inherit=True)
    except SyntaxError as error:
        if re.match(r'\s*(print|exec) [^=(]', error.text or ''):
            sys.exit('%s, line %d, is Python 2, which is not run here: %s. Bring the program to '
                     'Python 3 first: `2to3 -w %s` (part of Python 3.6 to 3.12).'
                     % (path, error.lineno, error.text.strip(), path))
        raise


def _warn_of_other_backend(source, path):
    """Prints a note if a program sets the backend too late."""
    chosen = re.search(r'''^\s*os\.environ\[['"]KERAS_BACKEND['"]\]\s*=\s*['"](\w+)['"]''', source,
                       re.MULTILINE)
    if chosen and chosen.group(1) != K.backend():
        print('keras.legacy: %s sets KERAS_BACKEND to %r, but Keras runs on %s already. For the '
              'other: KERAS_BACKEND=%s python -m keras.legacy.run %s'
              % (path, chosen.group(1), K.backend(), chosen.group(1), path), file=sys.stderr)


def _without_own_frames(hook):
    """Returns a function that shows errors as `hook` does, without the frames of this runner."""
    own_files = __file__, getattr(__main__, '__file__', None), runpy.__file__, '<frozen runpy>'

    def show(kind, error, traceback):
        while traceback is not None and traceback.tb_frame.f_code.co_filename in own_files:
            traceback = traceback.tb_next
        hook(kind, error.with_traceback(traceback), traceback)
    return show
