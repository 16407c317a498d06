"""What a function runs: a graph compiled by JAX."""
import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from ..checks import check_update_shape
from ..recorded.functions import GRADIENTS
from ..recorded.graph import between, ordered
from . import draws
from .trace import Trace


class Program:
    """Computes targets for given values of the tensors that must be known beforehand.

    Args:
        inputs: list of the tensors that are fed.
        known: list of pairs: tensor, its value.
        results: list of tensors.
        updates: list of pairs of tensors: variable, new value.
        read: list of variables that are not updated.
        states: list of the states of random tensors, `random.State`.
    """

    def __init__(self, inputs, known, results, updates, read, states):
        self._inputs = inputs
        self._known = known
        self._results = results
        self._updates = updates
        self._read = read
        self._states = states
        self._fails = []  # functions that raise the error of a check, from its arrays
        self._new = [new for _, new in updates]
        # First, because they also compute what they pass through.
        self._gradients = [x for x in ordered(self._new + results) if x.op is GRADIENTS]
        made_from_them = set(map(id, between(self._new, self._gradients)))
        self._early = results + [x for x in self._new if id(x) not in made_from_them]
        # The old values of what changes need not be kept.
        self.run = jax.jit(self._compute, donate_argnums=(0,))
        self.trace = self.run.trace  # what `run` does with arguments of new shapes, too

    def _compute(self, changing, read, states, arrays):
        env = {id(x): value for x, value in self._known}
        env.update((id(x), value) for (x, _), value in zip(self._updates, changing))
        env.update((id(x), value) for x, value in zip(self._read, read))
        env.update((id(x), value) for x, value in zip(self._inputs, arrays))
        states = {id(holder): value for holder, value in zip(self._states, states)}
        trace = Trace(states, checks=[])
        trace.solve(self._gradients, env)
        trace.solve(self._early, env)
        is_wrong = [jnp.any(wrong) for wrong, _, _ in trace.checks]
        self._fails = [fail for _, _, fail in trace.checks]
        if is_wrong and changing:
            # Nothing changes if there is an error.
            new = _if_true(~jnp.stack(is_wrong).any(), changing,
                           lambda old: self._new_values(trace.inside(), dict(env), old))
        else:
            new = self._new_values(trace, env, changing)
        after = [draws.advanced(states[id(holder)], trace.drawn[id(holder)])
                 if id(holder) in trace.drawn else states[id(holder)] for holder in self._states]
        new = _distinct(new, changing + read + arrays)
        return (new, after, [jnp.asarray(env[id(x)]) for x in self._results],
                is_wrong, [found for _, found, _ in trace.checks])

    def _new_values(self, trace, env, old):
        env.update((id(x), value) for (x, _), value in zip(self._updates, old))
        found = []
        for (x, _), value in zip(self._updates, trace.solve(self._new, env)):
            check_update_shape(x.name, x.shape, np.shape(value))
            found.append(jnp.asarray(value, x.dtype))
        return found

    def raise_errors(self, is_wrong, found):
        """Raises the error of the first check that failed in a run."""
        for wrong, arrays, fail in zip(is_wrong, found, self._fails):
            if wrong:
                fail(*map(np.asarray, arrays))


def _if_true(condition, values, function):
    """Returns `function` of a list of arrays, or the arrays themselves.

    It is a loop that runs once or never, because XLA computes the values of loops in place. Of
    branches it would copy each result, and to choose between old and new values, it computes the
    moments of Adam twice: with an embedding of 20,000 words, a step takes a tenth longer.
    """
    def body(state):
        return jnp.zeros_like(condition), function(state[1])

    return lax.while_loop(lambda state: state[0], body, (condition, values))[1]


def _distinct(values, taken):
    """Returns `values` with copies of those that others have, too.

    The array of a variable that changes belongs to it alone, because JAX frees it.

    Args:
        values: list of the new values of variables.
        taken: list of the values that the function gets.
    """
    taken, found = set(map(id, taken)), []
    for value in values:
        found.append(jnp.array(value, copy=True) if id(value) in taken else jnp.asarray(value))
        taken.add(id(value))
    return found
