"""The pages of the reference: which there are, and what is documented where."""
import collections
import json
import re

import griffe
import markup
from docstrings import NAMES, ROOT, ReferenceExtension, contract

# Pages as the menu shows them: (title, module), or (title, list of such).
MENU = [
    ('Models', 'keras.models'),
    ('Layers', [
        ('All layers', 'keras.layers'),
        ('Core layers', 'keras.layers.core'),
        ('Convolutional layers', 'keras.layers.convolutional'),
        ('Pooling layers', 'keras.layers.pooling'),
        ('Locally connected layers', 'keras.layers.local'),
        ('Recurrent layers', 'keras.layers.recurrent'),
        ('Embedding layer', 'keras.layers.embeddings'),
        ('Merging layers', 'keras.layers.merge'),
        ('Advanced activations', 'keras.layers.advanced_activations'),
        ('Normalization', 'keras.layers.normalization'),
        ('Noise layers', 'keras.layers.noise'),
        ('Wrappers', 'keras.layers.wrappers'),
        ('Convolutional recurrent layers', 'keras.layers.convolutional_recurrent'),
        ('CuDNN layers', 'keras.layers.cudnn_recurrent'),
    ]),
    ('Preprocessing', [
        ('Sequences', 'keras.preprocessing.sequence'),
        ('Text', 'keras.preprocessing.text'),
        ('Images', 'keras.preprocessing.image'),
    ]),
    ('Losses', 'keras.losses'),
    ('Metrics', 'keras.metrics'),
    ('Optimizers', 'keras.optimizers'),
    ('Activations', 'keras.activations'),
    ('Callbacks', 'keras.callbacks'),
    ('Several processes', [
        ('Workers', 'keras.distribute'),
        ('Callbacks of workers', 'keras.distribute.callbacks'),
    ]),
    ('Datasets', [
        ('MNIST', 'keras.datasets.mnist'),
        ('Fashion-MNIST', 'keras.datasets.fashion_mnist'),
        ('CIFAR-10', 'keras.datasets.cifar10'),
        ('CIFAR-100', 'keras.datasets.cifar100'),
        ('IMDB', 'keras.datasets.imdb'),
        ('Reuters', 'keras.datasets.reuters'),
        ('Boston housing', 'keras.datasets.boston_housing'),
    ]),
    ('Applications', 'keras.applications'),
    ('Backend', 'keras.backend'),
    ('Initializers', 'keras.initializers'),
    ('Regularizers', 'keras.regularizers'),
    ('Constraints', 'keras.constraints'),
    ('Visualization', 'keras.utils.vis_utils'),
    ('scikit-learn wrappers', 'keras.wrappers.scikit_learn'),
    ('Utilities', 'keras.utils'),
]
OTHERS = 'All other modules'

# Public, but not in Keras 2.3.1.
NEW_NAMES = {'keras.callbacks': ['BackupAndRestore'], 'keras.utils': ['set_random_seed']}

# Documented elsewhere than where it comes first.
HOMES = {'deserialize_keras_object': 'keras.utils'}

# These show what they inherit, too, the most wanted first.
INHERITING = ('keras.models.Model', 'keras.models.Sequential')
MEMBERS = [
    'add', 'pop', 'compile', 'fit', 'evaluate', 'predict', 'fit_generator', 'evaluate_generator',
    'predict_generator', 'train_on_batch', 'test_on_batch', 'predict_on_batch', 'summary',
    'get_layer', 'save', 'save_weights', 'load_weights', 'get_weights', 'set_weights', 'to_json',
    'to_yaml', 'get_config', 'from_config']


def titles():
    """Returns the modules and the titles of their pages, in the order of the menu."""
    found = {}
    for title, entry in MENU:
        found.update({module: name for name, module in
                      (entry if isinstance(entry, list) else [(title, entry)])})
    found.update({module: module for module in NAMES if module not in found})
    return found


def page(module):
    return 'api/%s.md' % module


def menu():
    """Returns the pages for the `nav` of the site."""
    entries = ['api/index.md']
    for title, entry in MENU:
        if isinstance(entry, list):
            entries.append({title: [{name: page(module)} for name, module in entry]})
        else:
            entries.append({title: page(entry)})
    listed = {module for _, entry in MENU
              for module in ([m for _, m in entry] if isinstance(entry, list) else [entry])}
    others = [{module: page(module)} for module in NAMES if module not in listed]
    return entries + [{OTHERS: others}]


class Reference:
    """What the modules of Keras offer, and where it is documented.

    Attributes:
        homes: dict from each public name, such as `keras.losses.mse`, to the name under which
            it is documented, `keras.losses.mean_squared_error`.
    """

    def __init__(self):
        loader = griffe.GriffeLoader(search_paths=[ROOT], allow_inspection=False,
                                     extensions=griffe.load_extensions(ReferenceExtension))
        loader.load('keras')
        loader.resolve_aliases(implicit=True, external=False)
        self.modules = loader.modules_collection
        self.names = {module: sorted(names + NEW_NAMES.get(module, []) + self._other_ops(module),
                                     key=lambda name: (name.lower(), name))
                      for module, names in NAMES.items()}
        self.homes = self._homes()

    def pages(self):
        """Returns a dict from the pages to their Markdown."""
        found = {page(module): self._page(module, title) for module, title in titles().items()}
        return dict(found, **{'api/index.md': self._index()})

    def _other_ops(self, module):
        if module != 'keras.backend':
            return []
        return [name for name in contract().ops() if name not in NAMES[module]]

    def _object(self, module, name):
        """Returns what a module calls by a name: the class or function itself."""
        found = self.modules[module].members[name]
        for _ in range(9):
            if found.is_alias:
                found = found.final_target
            if not found.is_attribute:
                return found
            found = found.module.members[str(found.value)]  # as in `mse = mean_squared_error`
        raise ValueError('%s.%s leads in a circle.' % (module, name))

    def _homes(self):
        """Chooses the name under which each object is documented.

        The first page of the menu has it, but collections come after what they collect from.
        """
        order = list(titles())
        for collection in ('keras.layers', 'keras.models'):
            order.remove(collection)
            order.insert(order.index('keras.preprocessing.sequence'), collection)
        uses = collections.defaultdict(list)
        for module in order:
            for name in self.names[module]:
                uses[self._object(module, name).path].append((module, name))
        homes = {}
        for path, users in uses.items():
            first = HOMES.get(path.rpartition('.')[2], users[0][0])
            own = [(module, name) for module, name in users
                   if module == first and path.endswith('.' + name)] + users
            homes.update({'%s.%s' % user: '%s.%s' % own[0] for user in users})
        return homes

    def aliases(self, module):
        """Returns pairs of the other names of what a module documents, and its name here."""
        return [(name, home) for name, home in self.homes.items()
                if name != home and home.rpartition('.')[0] == module]

    def _is_home(self, module, name):
        path = '%s.%s' % (module, name)
        return self.homes[path] == path

    def _page(self, module, title):
        weight = 1 if title == module or module == 'keras.layers' else 3  # in searches
        lines = ['---', 'search:', '  boost: %d' % weight, '---', '# ' + title, '']
        if title != module:
            lines += ['`%s`' % module, '{: .doc-module-name }', '']
        lines += ['::: ' + module, '    options:', '      members: false',
                  '      show_root_heading: false', '      show_root_toc_entry: false', '']
        if module == 'keras.backend':
            return '\n'.join(lines + self._rooms())
        lines += self._table(module, self.names[module])
        for name in self.names[module]:
            lines += self._entry(module, name, 2)
        return '\n'.join(lines)

    def _rooms(self):
        """Returns the text on the backend: a section for its settings, and one for each room."""
        module, lines = 'keras.backend', []
        rooms = self.modules['keras'].extra['reference']['ops']
        ops = {name for names in rooms.values() for name in names}
        parts = [('Settings', [name for name in self.names[module] if name not in ops])]
        for room in contract().ROOMS:
            text = self.modules['keras.backend.contract.' + room].docstring
            heading = re.split('[.:]', text.value)[0]
            parts.append((heading, [name for name in self.names[module] if name in rooms[room]]))
        for heading, names in parts:
            lines += ['## ' + heading, ''] + self._table(module, names)
            for name in names:
                lines += self._entry(module, name, 3)
        return lines

    def _entry(self, module, name, level):
        if not self._is_home(module, name):
            return []
        path = '%s.%s' % (module, name)
        options = ['      heading_level: %d' % level]
        if path in INHERITING:
            options += ['      inherited_members: true',
                        '      members: %s' % json.dumps(self._members(module, name))]
        return ['::: ' + path, '    options:'] + options + ['']

    def _members(self, module, name):
        """Returns the documented members of a class: wanted ones, other methods, properties."""
        def place(member):
            wanted = MEMBERS.index(member) if member in MEMBERS else len(MEMBERS)
            return wanted, members[member].is_attribute, member

        members = self._object(module, name).all_members
        return sorted((name for name, member in members.items()
                       if not name.startswith('_') and member.has_docstring), key=place)

    def _table(self, module, names):
        """Returns a table of names; those documented elsewhere have their anchors in it."""
        if not names:
            return []
        lines = ['| Name | What it is |', '|---|---|']
        for name in names:
            path = '%s.%s' % (module, name)
            home = self.homes[path]
            obj = self._object(module, name)
            text = markup.summary(obj.docstring.value if obj.docstring else '')
            anchor = ''
            if home != path:
                anchor = '<span id="%s"></span>' % path
                text = 'Same as [`%s`][%s]. %s' % (home[len('keras.'):], home, text)
            lines.append('| %s[`%s`][%s] | %s |' % (anchor, name, home, text))
        return lines + ['']

    def _index(self):
        lines = ['# API reference', '', 'All public modules, classes and functions of Keras.', '',
                 '| Module | What is in it |', '|---|---|']
        for module in titles():
            docs = self.modules[module].docstring
            lines.append('| [`%s`](%s.md) | %s |' % (
                module, module, markup.summary(docs.value if docs else '')))
        return '\n'.join(lines)
