"""Runs the code of one page of the documentation, as one program: `run_page.py PAGE [GIVEN]`."""
import builtins
import configparser
import doctest
import os
import re
import sys
import warnings

PYTEST_INI = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'pytest.ini')
BLOCK = re.compile(r'^( *)```(python|pycon)\b[^\n]*\n(.*?)^ *```$', re.MULTILINE | re.DOTALL)


def read(path):
    with open(path, encoding='utf-8') as file:
        return file.read()


def run(page, given=None):
    """Runs what a page takes for granted, and then its blocks, in a session that they share.

    Blocks marked `python` are run; in those marked `pycon` the output must be what the page shows.
    """
    import keras  # noqa: F401 (engines warn when they are imported)
    filter_warnings()
    names = {'__name__': '__main__'}
    if given:
        exec(compile(read(given), given, 'exec'), names)
    text = read(page)
    for block in BLOCK.finditer(text):
        line = text.count('\n', 0, block.start(3))  # errors name the page's line
        code = re.sub('^' + block.group(1), '', block.group(3), flags=re.MULTILINE)
        if block.group(2) == 'python':
            exec(compile('\n' * line + code, page, 'exec'), names)
        else:
            failures = run_sessions(code, names, page, line)
            if failures:
                sys.exit(failures)


def filter_warnings():
    """Makes warnings errors, except those that `pytest.ini` lets pass."""
    parser = configparser.ConfigParser()
    parser.read(PYTEST_INI)
    for line in parser['pytest']['filterwarnings'].split('\n'):
        if line:
            action, message, category, module = (line.split(':') + 3 * [''])[:4]
            warnings.filterwarnings(
                action, message, getattr(builtins, category or 'Warning'), module)


def run_sessions(text, names, path, line):
    """Runs the sessions (`>>>`) in a text as doctests, and returns what failed, as text."""
    session = doctest.DocTestParser().get_doctest(text, {}, path, path, line)
    session.globs = names
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    failures = []
    doctest.DocTestRunner(optionflags=flags).run(session, out=failures.append, clear_globs=False)
    return ''.join(failures)


if __name__ == '__main__':
    run(*sys.argv[1:])
