"""Checks the pages of a built site: where links lead, and what is asked of other hosts."""
import html.parser
import os
import posixpath
import urllib.parse

# Elements that a browser loads by itself, and where they say what.
_LOADED = {'script': 'src', 'img': 'src', 'iframe': 'src', 'link': 'href', 'source': 'src'}


class _Page(html.parser.HTMLParser):
    """What a page has: the names of its places, its links, and what it loads."""

    def __init__(self, text):
        super().__init__()
        self.places, self.links, self.loaded = set(), set(), set()
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.places.update(attributes[key] for key in ('id', 'name') if attributes.get(key))
        if tag == 'a' and attributes.get('href'):
            self.links.add(attributes['href'])
        if tag in _LOADED and attributes.get(_LOADED[tag]):
            self.loaded.add(attributes[_LOADED[tag]])


def read(folder):
    """Returns a dict from the pages below a folder, by their paths, to what they have."""
    pages = {}
    for place, _, names in os.walk(folder):
        for name in names:
            if name.endswith('.html'):
                path = os.path.join(place, name)
                with open(path, encoding='utf-8') as file:
                    page = _Page(file.read())
                pages[os.path.relpath(path, folder).replace(os.sep, '/')] = page
    return pages


def faults(folder, names=()):
    """Yields a line for everything that is wrong with a site.

    Args:
        folder: where the site is.
        names: pairs of a page and a place that it must have.
    """
    pages = read(folder)
    for path, page in sorted(pages.items()):
        for target in sorted(page.loaded | page.links):
            fault = _fault(folder, pages, path, target, target in page.loaded)
            if fault:
                yield '%s: %s %s' % (path, target, fault)
    for path, place in names:
        if path not in pages or place not in pages[path].places:
            yield '%s: there is no place %s' % (path, place)


def _fault(folder, pages, path, target, loaded):
    url = urllib.parse.urlsplit(target)
    if url.scheme or url.netloc:
        return 'is on another host' if loaded and url.scheme != 'data' else None
    if url.path.startswith('/'):
        return 'leads away from the folder of the site'
    there = posixpath.normpath(posixpath.join(
        posixpath.dirname(path), urllib.parse.unquote(url.path))) if url.path else path
    if there not in pages:
        return None if os.path.isfile(os.path.join(folder, there)) else 'is not there'
    place = urllib.parse.unquote(url.fragment)
    if place and place not in pages[there].places and not place.startswith('__'):
        return 'has no such place'
    return None
