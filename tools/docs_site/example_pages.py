"""The pages of the examples: for each script its text, its row of the table, and its code."""
import ast
import os
import re

_HEADING = re.compile(r'^## (.+)$', re.MULTILINE)
_ROW = re.compile(r'^\| \[(\w+)\]\(\1\.py\) \| (.+) \|$', re.MULTILINE)
_COLUMNS = re.compile(r'^\| Script \| (.+) \|$', re.MULTILINE)

_PAGE = """# {name}

{text}

{facts}

Run it in a checkout of the repository:

```bash
python3 dev.py python examples/{name}.py
```
{picture}
## Code

```python title="examples/{name}.py"
{code}
```
"""


def sections(readme):
    """Returns the examples in the order of their table, as a list of (heading, names)."""
    parts = _HEADING.split(readme)
    found = [(heading, [row.group(1) for row in _ROW.finditer(text)])
             for heading, text in zip(parts[1::2], parts[2::2])]
    return [(heading.replace('`', ''), names) for heading, names in found if names]


def pages(root):
    """Returns a dict from the pages of all scripts to their Markdown."""
    readme = _read(root, 'examples', 'README.md')
    rows = {row.group(1): row.group(2) for row in _ROW.finditer(readme)}
    columns = _COLUMNS.search(readme).group(1)
    return {'examples/%s.md' % name: _page(root, name, columns, rows[name]) for name in rows}


def _page(root, name, columns, row):
    code = _read(root, 'examples', name + '.py').rstrip()
    columns = columns.replace('CPU s', 'Seconds of CPU time')
    facts = ['- **%s:** %s' % pair for pair in zip(_cells(columns), _cells(row))]
    picture = ''
    if os.path.exists(os.path.join(root, 'docs', 'examples', name + '.png')):
        picture = '\n![The picture that %s draws](%s.png)\n' % (name, name)
    return _PAGE.format(name=name, text=ast.get_docstring(ast.parse(code)), facts='\n'.join(facts),
                        picture=picture, code=code)


def _cells(row):
    return re.split(r' (?<!\\)\| ', row)


def _read(*path):
    with open(os.path.join(*path), encoding='utf-8') as file:
        return file.read()
