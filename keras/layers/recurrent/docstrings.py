"""Docstrings of layers that take the arguments of their cells."""
import inspect
import re


def with_arguments(docstring, names, source):
    """Copies descriptions of arguments from another docstring to the head of the section `Args`."""
    if not docstring or not source:  # dropped by `python -OO`
        return docstring
    entries = re.finditer(r'^    (\w+):.*\n(?: {8}.*\n)*', inspect.cleandoc(source), re.M)
    text = ''.join(entry.group() for entry in entries if entry.group(1) in names)
    return inspect.cleandoc(docstring).replace('Args:\n', 'Args:\n' + text, 1)
