"""Text of the repository as the site shows it: docstrings as Markdown, links as between pages."""
import os
import posixpath
import re
import textwrap

# Sections that the reader of docstrings knows; the others become a title and text.
_KNOWN = ('Args', 'Arguments', 'Attributes', 'Raises', 'Warns')
_SECTION = re.compile(r'^([A-Z]\w*(?: \w+)?)(:)$|^(Examples?)(::)$')
_HANGING = re.compile(r'^[A-Z]\w*: \S')
_LITERAL = re.compile(r'^(|\S.*\S)::$')
_ITEM = re.compile(r'^(\s*)([-*]|\d+\.) ')
_TITLE = '<span class="doc-section-title">%s:</span>'


def docstring(text):
    """Returns a docstring with its examples as code blocks, ready to be read as Markdown."""
    lines, result = text.split('\n'), []
    while lines:
        line = lines.pop(0)
        section, literal = _SECTION.match(line), _LITERAL.match(line)
        title = section and (section.group(1) or section.group(3))
        if title and title not in _KNOWN and _is_indented(lines):
            body = _indented(lines)
            result += [_TITLE % title, '']
            result += _code(body, 'python') if section.group(4) else _sessions(body)
        elif literal:
            text = literal.group(1)
            result += [text and text + ':', ''] + _code(_indented(lines), 'python')
        elif line.startswith('>>> '):
            lines.insert(0, line)
            result += _session(lines)
        elif _HANGING.match(line):
            # Its indented lines are no text of a section.
            while lines and lines[0].startswith(' '):
                line += ' ' + lines.pop(0).strip()
            result.append(line)
        else:
            result.append(line)
    return '\n'.join(_lists(result))


def _is_indented(lines):
    """Returns whether the next lines, but for empty ones, are indented."""
    return next((line for line in lines if line), '').startswith(' ')


def _indented(lines):
    """Takes the indented lines from the start of a list, and returns them without their indent."""
    taken = []
    while lines and (not lines[0] or lines[0].startswith(' ')):
        taken.append(lines.pop(0))
    return textwrap.dedent('\n'.join(taken)).strip('\n').split('\n')


def _code(lines, language):
    return ['```' + language] + lines + ['```', '']


def _sessions(lines):
    """Returns text in which runs of `>>>` are code blocks."""
    result = []
    while lines:
        if lines[0].startswith('>>> '):
            result += _session(lines)
        else:
            result.append(lines.pop(0))
    return result + ['']


def _session(lines):
    taken = []
    while lines and lines[0].strip():
        taken.append(lines.pop(0))
    return _code(taken, 'pycon')


def _lists(lines):
    """Returns lines with the empty one that Markdown wants before a list."""
    result = []
    for line in lines:
        item = _ITEM.match(line)
        if item and result and result[-1].strip() and not _ITEM.match(result[-1]) \
                and not result[-1].startswith(item.group(1) + '  '):
            result.append('')
        result.append(line)
    return result


_NAME = re.compile(r'(^ *```.*?^ *```$)|(?<!\[)`(K\.\w+|[A-Z]\w+)`(?!\])', re.MULTILINE | re.DOTALL)


def references(text, place):
    """Returns a docstring in which names of classes, and of ops as `K.name`, are references.

    Args:
        text: Markdown.
        place: function from a name to the path that it refers to, or None.
    """
    def replaced(match):
        path = match.group(2) and place(match.group(2))
        return '[`%s`][%s]' % (match.group(2), path) if path else match.group()

    return _NAME.sub(replaced, text)


def summary(text):
    """Returns the first sentence of a docstring, for a cell of a table."""
    first = ' '.join(text.strip().split('\n\n')[0].split()) if text else ''
    match = re.match(r'(.+?\.)(?= [A-Z`]|$)', first)
    first = match.group(1) if match else first
    return first.rstrip(':').replace('|', '\\|')


# The code blocks of a page, in which nothing is a link, or else a link.
_LINK = re.compile(r'(^ *```.*?^ *```$)|(\]\()([^()\s#]+)((?:#[^()\s]*)?\))',
                   re.MULTILINE | re.DOTALL)
_PAGES = {'CONTRIBUTING.md': 'contributing.md', 'CHANGELOG.md': 'changelog.md',
          'README.md': 'index.md', 'examples/README.md': 'examples/index.md'}


def page_of(path):
    """Returns the page of the site that shows a file of the repository."""
    if path in _PAGES:
        return _PAGES[path]
    if path.startswith('docs/'):
        return path[len('docs/'):]
    if is_example(path):
        return path[:-len('.py')] + '.md'
    return 'sources/%s.html' % path


def is_example(path):
    folder, name = posixpath.split(path)
    return folder == 'examples' and name.endswith('.py') and not name.startswith('example_')


def links(text, path, page, exists=os.path.exists):
    """Returns Markdown with the links between files as links between pages.

    Args:
        text: Markdown of a file of the repository.
        path: the file, such as `docs/cntk.md`.
        page: where it is shown, such as `cntk.md`.
        exists: function that returns whether there is a file.
    """
    def replaced(match):
        code, start, target, end = match.groups()
        if code or ':' in target:
            return match.group()
        file = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
        if (path.startswith('docs/') and file.startswith('docs/')) or not exists(file):
            return match.group()
        place = posixpath.relpath(page_of(file), posixpath.dirname(page) or '.')
        return start + place + end

    return _LINK.sub(replaced, text)
