"""A YAML reader that makes no Python objects and that no text can make read without end."""
import yaml


class PlainLoader(yaml.SafeLoader):
    """Reads plain data only; that includes the tuples and texts that Keras 2 tagged as Python's.

    A text may refer to parts of itself, and so describe far more than it holds, or no end of it.
    """

    def get_single_node(self):
        node = super().get_single_node()
        if _number_of_parts(node, {}) > 100 * (1000 + self.index):
            raise ValueError('The text describes far more than it holds.')
        return node


def _number_of_parts(node, known):
    if id(node) not in known:
        known[id(node)] = float('inf')  # for a part of itself
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
