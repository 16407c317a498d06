"""Runs the code of one page of the documentation, as one program: `run_page.py PAGE [GIVEN]`."""
import doctest
import re
import sys
import warnings

BLOCK = re.compile(r'^( *)```(python|pycon)\b[^\n]*\n(.*?)^ *```$', re.MULTILINE | re.DOTALL)


def read(path):
    with open(path, encoding='utf-8') as file:
        return file.read()


def run(page, given=None):
    """Runs what a page takes for granted, and then its blocks, in a session that they share.

    Blocks marked `python` are run; in those marked `pycon` the output must be what the page shows.
    """
    import keras  # noqa: F401 (engines warn when they are imported)
    warnings.simplefilter('error')
    # Theano imports old files of its own late, when a model has a loop; as in pytest.ini.
    warnings.filterwarnings('ignore', category=DeprecationWarning, module='theano')
    warnings.filterwarnings('ignore', 'invalid escape sequence', DeprecationWarning)
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
            _run_session(code, names, page, line)


def _run_session(code, names, page, line):
    session = doctest.DocTestParser().get_doctest(code, {}, page, page, line)
    session.globs = names
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    if doctest.DocTestRunner(optionflags=flags).run(session, clear_globs=False).failed:
        sys.exit(1)


if __name__ == '__main__':
    run(*sys.argv[1:])
