"""Names that TensorFlow takes, of whatever a layer or a weight is called."""
import re


def op_name(name):
    """Returns a name for an op: an underscore stands for each character that is not allowed.

    Args:
        name: string or None.

    Returns:
        String; None, with which TensorFlow makes a name itself, for None and the empty string.
    """
    if not name:
        return None
    name = re.sub(r'[^A-Za-z0-9_./-]', '_', name).rstrip('/')
    # In the outermost scope, names begin with one of these.
    return name if re.match('[A-Za-z0-9.]', name) else '.' + name


def scope_name(name):
    """Returns a name for a scope: as for an op, but with a slash at its end a scope is re-entered.

    Args:
        name: string; the empty one stands for the outermost scope.
    """
    return (op_name(name) or '') + '/' * name.endswith('/')
