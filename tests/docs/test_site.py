"""What makes the documentation site: its menu, its texts and the checks that its build runs.

`dev.py docs` builds the site itself, with every warning an error, and looks for all public names.
"""
import glob
import importlib
import inspect
import json
import os
import re
import subprocess
import sys

import pytest
import yaml

import keras

ROOT = os.path.dirname(os.path.dirname(keras.__file__))
TOOLS = os.path.join(ROOT, 'tools', 'docs_site')


@pytest.fixture
def tool(monkeypatch):
    """Returns a function that imports a module of tools/docs_site."""
    monkeypatch.syspath_prepend(TOOLS)
    names = set()

    def load(name):
        names.add(name)
        return importlib.import_module(name)

    yield load
    for name in names:
        sys.modules.pop(name, None)


def _read(*path):
    with open(os.path.join(ROOT, *path), encoding='utf-8') as file:
        return file.read()


NAMES = json.loads(_read('tools', 'docs_site', 'names.json'))


# The reference


def test_the_reference_has_all_names():
    assert len(NAMES) == 69 and sum(len(names) for names in NAMES.values()) == 879


@pytest.mark.parametrize('module', sorted(NAMES))
def test_names_are_there_and_documented(module):
    found = importlib.import_module(module)
    undocumented = [name for name in NAMES[module]
                    if not inspect.getdoc(getattr(found, name))]
    assert not undocumented


# The build, by dev.py


@pytest.fixture
def dev(monkeypatch):
    monkeypatch.syspath_prepend(ROOT)
    return importlib.import_module('dev')


@pytest.mark.parametrize('arguments, expected', [
    ([], ['build', '--strict']), (['--serve'], ['serve'])])
def test_docs_are_built_or_served(dev, monkeypatch, arguments, expected):
    commands = []
    monkeypatch.setattr(dev, 'environment', lambda name: 'python of ' + name)
    monkeypatch.setattr(dev, 'run', lambda *command, **variables: commands.append(command))
    dev.docs([], arguments)
    assert commands == [('python of docs', '-m', 'mkdocs') + tuple(expected)]


def test_docs_take_no_other_arguments(dev):
    with pytest.raises(SystemExit, match='--serve'):
        dev.docs([], ['--quiet'])


def test_outcomes_of_docs(dev, monkeypatch):
    def environment(name):
        raise dev.Unavailable('no Python.')

    def run(*command, **variables):
        raise subprocess.CalledProcessError(1, command)

    monkeypatch.setattr(dev, 'environment', environment)
    assert dev.outcome_of_docs() == 'not run: no Python.'
    monkeypatch.setattr(dev, 'environment', lambda name: 'python')
    monkeypatch.setattr(dev, 'run', run)
    assert dev.outcome_of_docs() == 'FAILED'
    monkeypatch.setattr(dev, 'run', lambda *command, **variables: None)
    assert dev.outcome_of_docs() == 'passed'


# The menu


def _nav():
    return yaml.safe_load(_read('mkdocs.yml'))['nav']


def _entries(nav):
    """Yields the titles and pages of a menu."""
    for item in nav:
        title, entry = next(iter(item.items())) if isinstance(item, dict) else (None, item)
        if isinstance(entry, list):
            yield title, None
            yield from _entries(entry)
        else:
            yield title, entry


def test_every_page_is_in_the_menu():
    listed = [page for _, page in _entries(_nav()) if page and not page.endswith('/*')]
    assert len(listed) == len(set(listed))
    docs = os.path.join(ROOT, 'docs')
    pages = {os.path.relpath(path, docs).replace(os.sep, '/')
             for path in glob.glob(os.path.join(docs, '**', '*.md'), recursive=True)}
    pages = {page for page in pages
             if not page.startswith('decisions/') and not page.endswith('.ko.md')}
    generated = {'contributing.md', 'changelog.md'}
    assert set(listed) - generated == pages


def test_the_menu_is_translated():
    languages = next(plugin['i18n']['languages'] for plugin in
                     yaml.safe_load(_read('mkdocs.yml'))['plugins'] if 'i18n' in plugin)
    translated = languages[1]['nav_translations']
    titles = {title for title, _ in _entries(_nav()) if title}
    assert titles - set(translated) <= {'CNTK'}


# The texts


DOCSTRING = """Does it.

As follows:
- once,
  or so
- twice

Source: A. Author,
    2016.

Args:
    x: a number.

Returns:
    Another:

        y = x

Shapes:
    Any.

Example:

    Text.

    >>> f(1)
    2

Example::

    class A:

        pass

With a class::

    A()
"""

MARKDOWN = """Does it.

As follows:

- once,
  or so
- twice

Source: A. Author, 2016.

Args:
    x: a number.

<span class="doc-section-title">Returns:</span>

Another:

    y = x

<span class="doc-section-title">Shapes:</span>

Any.

<span class="doc-section-title">Example:</span>

Text.

```pycon
>>> f(1)
2
```


<span class="doc-section-title">Example:</span>

```python
class A:

    pass
```

With a class:

```python
A()
```
"""


def test_docstrings_become_markdown(tool):
    assert tool('markup').docstring(DOCSTRING) == MARKDOWN


def test_names_in_docstrings_are_references(tool):
    text = '`Add`, `K.b`, `c`, `Cat`, [`Add`](a.md).\n\n```python\n`Add`\n```\n'
    found = tool('markup').references(text, {'Add': 'x.Add', 'K.b': 'keras.backend.b'}.get)
    assert found == text.replace('`Add`, `K.b`', '[`Add`][x.Add], [`K.b`][keras.backend.b]')


def test_summaries_are_first_sentences(tool):
    summary = tool('markup').summary
    assert summary('Adds, e.g. 1.5\nand `x | y`. Then more.\n\nEnd.') == \
        'Adds, e.g. 1.5 and `x \\| y`.'
    assert summary('Without an end') == 'Without an end'
    assert summary('') == ''


@pytest.mark.parametrize('path, page, link, expected', [
    ('CONTRIBUTING.md', 'contributing.md', 'docs/cntk.md#ops', 'cntk.md#ops'),
    ('CONTRIBUTING.md', 'contributing.md', 'keras/losses.py', 'sources/keras/losses.py.html'),
    ('examples/README.md', 'examples/index.md', 'digits_cnn.py', 'digits_cnn.md'),
    ('examples/README.md', 'examples/index.md', '../docs/examples.png', '../examples.png'),
    ('docs/guides/a.md', 'guides/a.md', '../../CHANGELOG.md', '../changelog.md'),
    ('docs/guides/a.md', 'guides/a.md', '../../examples/README.md', '../examples/index.md'),
    ('docs/guides/a.md', 'guides/a.md', '../cntk.md', '../cntk.md'),
    ('docs/guides/a.md', 'guides/a.md', 'https://keras.io', 'https://keras.io'),
    ('docs/guides/a.md', 'guides/a.md', '#below', '#below')])
def test_links_between_files_lead_to_pages(tool, path, page, link, expected):
    text = 'See [it](%s).\n\n```python\nx[1](%s)\n```\n'
    result = tool('markup').links(text % (link, link), path, page, exists=lambda path: True)
    assert result == text % (expected, link)


def test_links_to_nothing_stay_for_the_build_to_find(tool):
    text = '[it](nothing.md)'
    assert tool('markup').links(text, 'CONTRIBUTING.md', 'contributing.md') == text


def test_every_example_has_a_page(tool):
    examples = tool('example_pages')
    scripts = {os.path.basename(path)[:-len('.py')]
               for path in glob.glob(os.path.join(ROOT, 'examples', '*.py'))
               if not os.path.basename(path).startswith('example_')}
    listed = [name for _, names in examples.sections(_read('examples', 'README.md'))
              for name in names]
    assert sorted(listed) == sorted(scripts)
    pages = examples.pages(ROOT)
    assert set(pages) == {'examples/%s.md' % name for name in scripts}
    page = pages['examples/digits_cnn.md']
    assert page.startswith('# digits_cnn\n\nTrains a small convnet')
    assert '- **Data:** scikit-learn\'s digits\n' in page
    assert 'def build_model():' in page


# The checks


def _site(folder, **pages):
    for name, text in pages.items():
        folder.joinpath(name + '.html').write_text(text, encoding='utf-8')
    return str(folder)


def test_a_site_without_faults(tool, tmp_path):
    folder = _site(tmp_path, a='<p id="x"><a href="b.html#y">b</a><a href="#x">x</a>'
                               '<a href="https://keras.io">out</a>',
                   b='<a name="y"></a><script src="a.html"></script>')
    assert list(tool('site_check').faults(folder, [('a.html', 'x'), ('b.html', 'y')])) == []


@pytest.mark.parametrize('text, fault', [
    ('<a href="c.html">', 'a.html: c.html is not there'),
    ('<a href="a.html#z">', 'a.html: a.html#z has no such place'),
    ('<a href="/b.html">', 'a.html: /b.html leads away from the folder of the site'),
    ('<script src="https://cdn.example/x">', 'a.html: https://cdn.example/x is on another host'),
    ('<link href="//fonts.example/x">', 'a.html: //fonts.example/x is on another host')])
def test_faults_of_a_site(tool, tmp_path, text, fault):
    assert list(tool('site_check').faults(_site(tmp_path, a=text))) == [fault]


def test_names_that_a_site_lacks(tool, tmp_path):
    folder = _site(tmp_path, a='<p id="x">')
    assert list(tool('site_check').faults(folder, [('a.html', 'y'), ('b.html', 'x')])) == [
        'a.html: there is no place y', 'b.html: there is no place x']


def test_nothing_is_asked_of_other_hosts():
    settings = yaml.safe_load(_read('mkdocs.yml'))
    assert settings['theme']['font'] is False
    styles = ''.join(_read(*path.split('/')) for path in
                     ('docs/assets/site.css', 'tools/docs_site/source.css'))
    assert not re.search(r'https?:|@import', styles)
