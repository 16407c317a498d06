"""Arguments of functions."""
import collections
import inspect

ArgSpec = collections.namedtuple('ArgSpec', 'args varargs keywords defaults')


def getargspec(fn):
    """Returns the arguments of a function, as Python 2's `inspect.getargspec` did.

    Args:
        fn: a function.

    Returns:
        A named tuple `(args, varargs, keywords, defaults)`.

    Example:
        >>> from keras.utils.generic_utils import getargspec
        >>> getargspec(lambda x, y=1: x).args
        ['x', 'y']
    """
    spec = inspect.getfullargspec(fn)
    return ArgSpec(spec.args, spec.varargs, spec.varkw, spec.defaults)


def has_arg(fn, name, accept_all=False):
    """Returns whether a function accepts a keyword argument with a given name.

    Args:
        fn: a function, method or class.
        name: name of the argument.
        accept_all: the result if the function accepts the argument only through `**kwargs`.

    Returns:
        A bool.

    Example:
        >>> from keras.utils.generic_utils import has_arg
        >>> has_arg(keras.layers.Dense.__init__, 'units')
        True
    """
    parameters = inspect.signature(fn).parameters
    if name in parameters:
        return parameters[name].kind in (inspect.Parameter.POSITIONAL_OR_KEYWORD,
                                         inspect.Parameter.KEYWORD_ONLY)
    return accept_all and any(parameter.kind == inspect.Parameter.VAR_KEYWORD
                              for parameter in parameters.values())
