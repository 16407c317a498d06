"""Conversion of names of layers and weights to names that TensorFlow accepts."""
import re


def op_name(name):
    """Returns a name for an op, with an underscore for each character that is not allowed.

    Args:
        name: string or None.

    Returns:
        String; None, with which TensorFlow makes a name itself, for None and the empty string.
    """
    if not name:
        return None
    name = re.sub(r'[^A-Za-z0-9_./-]', '_', name).rstrip('/')
    # In the outermost scope, names start with one of these.
    return name if re.match('[A-Za-z0-9.]', name) else '.' + name


def scope_name(name):
    """Returns a name for a scope, as for an op; a name with a final slash re-enters a scope.

    Args:
        name: string; the empty string means the outermost scope.
    """
    return (op_name(name) or '') + '/' * name.endswith('/')
