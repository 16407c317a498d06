"""A YAML reader that makes no Python objects and cannot be made to run forever."""
import yaml


class PlainLoader(yaml.SafeLoader):
    """Reads only plain data, including the tuples and strings that Keras 2 tagged as Python's.

    A text can refer to parts of itself, and thus expand to far more than its length, or endlessly.
    """

    def get_single_node(self):
        node = super().get_single_node()
        if _number_of_parts(node, {}) > 100 * (1000 + self.index):
            raise ValueError('The text expands to far more data than it contains.')
        return node


def _number_of_parts(node, known):
    if id(node) not in known:
        known[id(node)] = float('inf')  # if it contains itself
        parts = getattr(node, 'value', ())
        if isinstance(node, yaml.MappingNode):
            parts = [part for pair in parts for part in pair]
        known[id(node)] = 1 + sum(_number_of_parts(part, known) for part in parts
                                  if isinstance(part, yaml.Node))
    return known[id(node)]


PlainLoader.add_constructor('tag:yaml.org,2002:python/tuple',
                            lambda loader, node: loader.construct_sequence(node, deep=True))
PlainLoader.add_constructor('tag:yaml.org,2002:python/unicode',
                            lambda loader, node: loader.construct_scalar(node))
