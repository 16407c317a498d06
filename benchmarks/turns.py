"""Timing of functions that take turns, since the times of a shared machine drift."""
import time

import numpy as np


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
