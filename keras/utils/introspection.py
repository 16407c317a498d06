"""What arguments a function takes."""
import collections
import inspect

ArgSpec = collections.namedtuple('ArgSpec', 'args varargs keywords defaults')


def getargspec(fn):
    """Lists the arguments of a function, as Python 2's `inspect.getargspec` did.

    Args:
        fn: a function.

    Returns:
        A named tuple `(args, varargs, keywords, defaults)`.
    """
    spec = inspect.getfullargspec(fn)
    return ArgSpec(spec.args, spec.varargs, spec.varkw, spec.defaults)


def has_arg(fn, name, accept_all=False):
    """Tells whether a function can be called with a keyword argument of the given name.

    Args:
        fn: a function, method or class.
        name: name of the argument.
        accept_all: what to answer when the function takes the argument only through `**kwargs`.

    Returns:
        A bool.
    """
    parameters = inspect.signature(fn).parameters
    if name in parameters:
        return parameters[name].kind in (inspect.Parameter.POSITIONAL_OR_KEYWORD,
                                         inspect.Parameter.KEYWORD_ONLY)
    return accept_all and any(parameter.kind == inspect.Parameter.VAR_KEYWORD
                              for parameter in parameters.values())
