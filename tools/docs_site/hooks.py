"""Adds to the site what the repository holds elsewhere: the reference, the examples, sources.

MkDocs calls the functions `on_*`, once for each language.
"""
import glob
import logging
import os
import posixpath

import example_pages
import markup
import reference
import site_check
import sources
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import File

ROOT = reference.ROOT
log = logging.getLogger('mkdocs.hooks.docs_site')


class _Site:
    """What is added, made once for all languages: it is None before."""

    reference = pages = sources = None


def _make():
    _Site.reference = reference.Reference()
    _Site.pages = {}
    files = {'CONTRIBUTING.md': 'contributing.md', 'CHANGELOG.md': 'changelog.md',
             'examples/README.md': 'examples/index.md'}
    for path, page in files.items():
        _Site.pages[page] = markup.links(_read(path), path, page, _exists)
    _Site.pages.update(_Site.reference.pages())
    _Site.pages.update(example_pages.pages(ROOT))
    _Site.sources = {sources.uri(path): sources.page(ROOT, path) for path in sources.paths(ROOT)}
    _Site.sources['assets/source.css'] = _read('tools/docs_site/source.css') + sources.styles()


def _read(path):
    with open(os.path.join(ROOT, path), encoding='utf-8') as file:
        return file.read()


def _exists(path):
    return os.path.isfile(os.path.join(ROOT, path))


@event_priority(100)
def on_config(config):
    """Fills in the lists of pages that the menu has as `name/*`."""
    if _Site.pages is None or config.plugins['i18n'].building is False:
        _make()
    lists = {'api/*': reference.menu(), 'examples/*': _menu_of_examples(),
             'decisions/*': _menu_of_decisions(config.docs_dir)}
    config.nav = _filled(config.nav, lists)
    autorefs = config.plugins['autorefs']
    for known in (autorefs._primary_url_map, autorefs._secondary_url_map, autorefs._title_map):
        known.clear()  # of the language before
    return config


def _filled(nav, lists):
    if isinstance(nav, list):
        return [_filled(item, lists) for item in nav]
    if isinstance(nav, dict):
        return {title: lists[item] if isinstance(item, str) and item in lists
                else _filled(item, lists) for title, item in nav.items()}
    return nav


def _menu_of_examples():
    menu = [{heading: [{name: 'examples/%s.md' % name} for name in names]}
            for heading, names in example_pages.sections(_read('examples/README.md'))]
    return ['examples/index.md'] + menu


def _menu_of_decisions(docs):
    pages = [os.path.basename(path) for path in glob.glob(os.path.join(docs, 'decisions', '*.md'))]
    first = [name for name in ('index.md', 'README.md') if name in pages]
    return ['decisions/' + name
            for name in first + sorted(name for name in pages if name not in first)]


@event_priority(100)
def _add_pages(files, config):
    for page in _Site.pages:
        files.append(File(page, config.docs_dir, config.site_dir, config.use_directory_urls))
    return files


@event_priority(-200)
def _add_sources(files, config):
    """Adds the pages that need no template, and are there once for all languages."""
    for page, text in _Site.sources.items():
        files.append(File.generated(config, page, content=text))
    return files


on_files = CombinedEvent(_add_pages, _add_sources)


def on_page_read_source(page, config):
    return _Site.pages.get(page.file.src_uri)


@event_priority(100)
def on_page_markdown(markdown, page, config, files):
    uri = page.file.src_uri
    return markdown if uri in _Site.pages else markup.links(markdown, 'docs/' + uri, uri, _exists)


def on_page_content(html, page, config, files):
    """Makes the other names of what a page documents known, and its links to sources whole."""
    folder, name = posixpath.split(page.file.src_uri)
    if folder != 'api':
        return html
    autorefs = config.plugins['autorefs']
    for alias, home in _Site.reference.aliases(name[:-len('.md')]):
        autorefs.register_anchor(page, alias, home)
    return html.replace('href="source:', 'href="%ssources/' % ('../' * page.url.count('/')))


@event_priority(-200)
def on_post_build(config):
    """Checks the site, once all languages are built."""
    if config.plugins['i18n'].building:
        return
    for name in ('404.html', 'sitemap.xml', 'sitemap.xml.gz'):  # these need to know the host
        path = os.path.join(config.site_dir, name)
        if os.path.exists(path):
            os.remove(path)
    names = [('api/%s.html' % module, '%s.%s' % (module, name))
             for module, found in reference.NAMES.items() for name in found]
    faults = list(site_check.faults(config.site_dir, names))
    for fault in faults:
        log.warning(fault)
    if not faults:
        log.info('%d public names of %d modules are documented.', len(names), len(reference.NAMES))
