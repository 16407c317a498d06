"""Functions and processes that take turns, since the times of a shared machine drift."""
import os
import shutil
import subprocess
import time

import numpy as np


def median_seconds(function, repeats=1):
    """Returns the median seconds of some calls."""
    seconds, = in_turns(function, rounds=repeats)
    return seconds


def in_turns(*functions, rounds, clock=time.perf_counter):
    """Returns the median seconds of functions that take turns, by a clock of the module `time`."""
    seconds = [[] for _ in functions]
    for _ in range(rounds):
        for function, times in zip(functions, seconds):
            start = clock()
            function()
            times.append(clock() - start)
    return [np.median(times) for times in seconds]


def repeat(function, times):
    def run():
        for _ in range(times):
            function()
    return run


def output_of(python, *arguments, **variables):
    """Runs the Python of some environment in this folder, and returns what it prints.

    Args:
        python: path or command of the interpreter.
        *arguments: its arguments.
        **variables: environment variables to set.
    """
    python = os.path.abspath(shutil.which(python))  # for the folder changes
    run = subprocess.run((python,) + arguments, cwd=os.path.dirname(os.path.abspath(__file__)),
                         env=dict(os.environ, **variables), stdout=subprocess.PIPE,
                         stderr=subprocess.PIPE, universal_newlines=True)
    if run.returncode:
        raise SystemExit('%s\n%s failed.' % (run.stderr, ' '.join((python,) + arguments)))
    return run.stdout
