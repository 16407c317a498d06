"""Pages of source code with numbered lines: `sources/keras/losses.py.html#L10`."""
import os

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{path} - Keras 2</title>
<link rel="icon" href="{root}assets/logo.svg">
<link rel="stylesheet" href="{root}assets/source.css">
</head>
<body>
<header><a href="{root}index.html">Keras 2</a> <span>{path}</span></header>
{code}
</body>
</html>
"""


def uri(path):
    return 'sources/%s.html' % path


def paths(root):
    """Returns the files of which there are pages: those of the library."""
    found = []
    for place, _, names in os.walk(os.path.join(root, 'keras')):
        found += [os.path.relpath(os.path.join(place, name), root).replace(os.sep, '/')
                  for name in names if name.endswith('.py')]
    return sorted(found)


def page(root, path):
    with open(os.path.join(root, path), encoding='utf-8') as file:
        text = file.read()
    formatter = HtmlFormatter(linenos='inline', lineanchors='L', anchorlinenos=True)
    code = highlight(text, PythonLexer(stripnl=False), formatter)
    return _PAGE.format(path=path, code=code.replace('"L-', '"L').replace('"#L-', '"#L'),
                        root='../' * uri(path).count('/'))


def styles():
    """Returns the colors of the code, for light and dark pages."""
    light = HtmlFormatter(style='default').get_style_defs('.highlight')
    dark = HtmlFormatter(style='github-dark').get_style_defs('.highlight')
    return '%s\n@media (prefers-color-scheme: dark) {\n%s\n}\n' % (light, dark)

