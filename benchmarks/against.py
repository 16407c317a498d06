"""Compares this Keras with others, in turns, and writes the table for docs/speed.md.

    python3 dev.py python benchmarks/against.py workloads.py tiny mlp \
        --peer 'Keras 3, JAX=KERAS_BACKEND=jax PYTHON_WITH_KERAS_3' \
        --peer 'tf_keras=KERAS_MODULE=tf_keras PYTHON_WITH_TF_KERAS' \
        --peer 'PyTorch loop=PYTHON_WITH_PYTORCH torch_loop.py' --write docs/speed.md
    python3 dev.py python benchmarks/against.py workloads.py \
        --own 'JAX=KERAS_BACKEND=jax .environments/jax/bin/python' \
        --peer 'Keras 3, JAX=KERAS_BACKEND=jax PYTHON_WITH_KERAS_3'
    python3 dev.py --engine theano python benchmarks/against.py workloads.py \
        --peer 'Keras 2.3.1=KERAS_BACKEND=theano PYTHON_WITH_KERAS_2'

The first argument is a script of this folder that prints lines with the names of what it measured
and a number: `workloads.py`, `deep.py` or `applications.py`; what follows are its arguments. A peer
has a name and a command: environment variables, a Python, and a script if it is another one.
Another engine of ours, after `--own`, has a name and a command, too, and a table of its own. All
run in turns, each in processes of their own, several times; what counts is the ratio of the
medians, ours to the other's, since the times of a shared machine drift. The rows where we do worst
come first.

With Theano, Keras 2.3.1 needs a BLAS named in its `.theanorc`.
"""
import argparse
import re
import shlex
import sys

import numpy as np
from turns import output_of


class Peer:
    """A Python with a Keras, and its numbers so far.

    Args:
        name: string, for the head of the table.
        command: string: variables, the interpreter, and a script if it has its own.
    """

    def __init__(self, name, command):
        words = shlex.split(command)
        self.name = name
        self.variables = dict(word.split('=', 1) for word in words if '=' in word)
        self.python, *self.script = [word for word in words if '=' not in word]
        self.numbers = {}

    def measure(self, script, arguments):
        command = (self.script or [script]) + arguments
        for line in output_of(self.python, *command, **self.variables).splitlines():
            *name, number = line.split()
            self.numbers.setdefault(', '.join(name), []).append(float(number))

    def median(self, name):
        return np.median(self.numbers.get(name, np.nan))


def three_digits(number):
    return '%.0f' % number if number >= 1000 else '%.3g' % number


def table(ours, others):
    """Returns the lines of a Markdown table."""
    def ratios(name):
        return [ours.median(name) / other.median(name) for other in others]

    def cell(other, name):
        number = other.median(name)
        if np.isnan(number):
            return ''
        ratio = ours.median(name) / number
        return ('**%.2f** (%s)' if ratio > 1 else '%.2f (%s)') % (ratio, three_digits(number))

    lines = ['| | ours | %s |' % ' | '.join(other.name for other in others),
             '|---' * (2 + len(others)) + '|']
    for name in sorted(ours.numbers, key=lambda name: -np.nanmax(ratios(name) + [0])):
        cells = [three_digits(ours.median(name))] + [cell(other, name) for other in others]
        lines.append('| %s | %s |' % (name, ' | '.join(cells)))
    return lines


def write(path, name, lines):
    """Replaces the lines between two comments, which name the table, in a file."""
    first, last = '<!-- table of %s -->' % name, '<!-- end of %s -->' % name
    with open(path, encoding='utf-8') as file:
        text = file.read()
    found = re.search('(?s)%s\n.*?%s' % (re.escape(first), re.escape(last)), text)
    if found is None:
        raise SystemExit('%s has no lines %r and %r to write the table between.'
                         % (path, first, last))
    text = text[:found.start()] + '\n'.join([first] + lines + [last]) + text[found.end():]
    with open(path, 'w', encoding='utf-8') as file:
        file.write(text)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('script')
    parser.add_argument('arguments', nargs='*')
    for kind in ('--peer', '--own'):
        parser.add_argument(kind, action='append', default=[], metavar='NAME=COMMAND')
    parser.add_argument('--rounds', type=int, default=3)
    parser.add_argument('--write', metavar='FILE')
    options = parser.parse_args()
    own, others = ([Peer(*peer.split('=', 1)) for peer in peers]
                   for peers in (options.own, options.peer))
    own.insert(0, Peer('ours', shlex.quote(sys.executable)))
    try:
        for round_ in range(options.rounds):
            for peer in own + others:
                print('round %d: %s ...' % (round_ + 1, peer.name), file=sys.stderr, flush=True)
                peer.measure(options.script, options.arguments)
    except KeyboardInterrupt:
        options.write = None
        print('Stopped. These are the medians until now; nothing is written.', file=sys.stderr)
    for ours in own:
        name = options.script if ours is own[0] else '%s, %s' % (options.script, ours.name)
        lines = table(ours, others)
        print('\n'.join([name, ''] + lines + ['']))
        if options.write:
            write(options.write, name, lines)


if __name__ == '__main__':
    main()
