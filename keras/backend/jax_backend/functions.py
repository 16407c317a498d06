"""Functions that JAX compiles."""
import numpy as np

from .. import building
from ..feeds import check_arguments
from ..forks import about_to_run
from ..interrupts import held_interrupts, kept_interrupts
from ..recorded import functions as ops
from ..recorded.graph import Variable, ordered
from ..recorded.loops import StepPlaceholder
from ..recorded.random import sources_in
from . import devices
from .program import Program
from .trace import Unknown
from .variables import running

# Number of programs that a function keeps.
_KEPT = 8


def function(inputs, outputs, updates=None, **kwargs):
    check_arguments('JAX', inputs, updates or [], kwargs, ['name'])
    return Function(inputs, outputs, updates or [], **kwargs)


class Function(ops.RecordedFunction):
    """Programs, one for each combination of the values that must be known to compile it.

    These are learning phases, and what the shapes of tensors are computed from. For arrays of
    other shapes, JAX compiles a program again.
    """

    def __init__(self, inputs, outputs, updates, name=None):
        super().__init__(inputs, outputs, updates, name)
        found = self.tensors()
        changed = set(map(id, self.changed()))
        self._read = [x for x in found if isinstance(x, Variable) and id(x) not in changed]
        self._states = sources_in(found)
        self._phases = [i for i, feed in enumerate(self._inputs.feeds) if feed.is_learning_phase]
        self._fed = [i for i in range(len(self.inputs)) if i not in self._phases]
        self._mesh = devices.mesh_of(found)
        self._unknown = []  # tensors whose values other functions compute first
        self._first = None
        self._programs = {}
        self._shapes = set()  # those that programs have been traced for

    def __call__(self, inputs):
        about_to_run('JAX')
        arrays = [_dense(array) for array in self.arrays(inputs)]
        while True:
            known = self._first(arrays) if self._unknown else []
            try:
                return self._run(arrays, known)
            except Unknown as unknown:
                self._compute_first(unknown.tensor)

    def _compute_first(self, tensor):
        if any(isinstance(x, StepPlaceholder) for x in ordered([tensor])):
            raise ValueError('On JAX the shapes within the steps of a loop, and conditions that '
                             'they depend on, must be known before it runs, but %r is not.'
                             % (tensor,)) from None
        self._unknown.append(tensor)
        self._first = _ValuesOf(self.inputs, self._unknown)
        self._programs.clear()
        self._shapes.clear()

    def _run(self, arrays, known):
        values = list(zip(self._unknown, known))
        values += [(self.inputs[i], np.asarray(arrays[i], bool)) for i in self._phases]
        fed = [arrays[i] for i in self._fed]
        key = tuple((value.shape, value.tobytes()) for _, value in values)
        program = self._programs.get(key) or self._new_program(key, values)
        signature = key, tuple(array.shape for array in fed)
        if signature not in self._shapes:
            with building.lock, running, kept_interrupts():
                program.trace(*self._arguments(fed))
                self._shapes.add(signature)
        with running, held_interrupts():
            results = self._run_program(program, fed)
        return [np.array(result)[()] for result in results]

    def _new_program(self, key, values):
        with building.lock:
            if len(self._programs) >= _KEPT:
                self._programs.clear()
                self._shapes.clear()
            self._programs[key] = Program([self.inputs[i] for i in self._fed], values, self.results,
                                          self.updates, self._read, self._states)
            return self._programs[key]

    def _arguments(self, fed):
        if devices.are_several:
            devices.bring_together(
                [x for x, _ in self.updates] + self._read + self._states, self._mesh)
        if self._mesh is not None:
            fed = [devices.placed(array, self._mesh) for array in fed]
        return ([x.array for x, _ in self.updates], [x.array for x in self._read],
                [holder.array for holder in self._states], fed)

    def _run_program(self, program, fed):
        new, states, results, is_wrong, found = program.run(*self._arguments(fed))
        for (x, _), array in zip(self.updates, new):
            x.array = array
        self._keep_states(states)
        if is_wrong:
            program.raise_errors(is_wrong, found)
        return results

    def _keep_states(self, states):
        for holder, state in zip(self._states, states):
            holder.array = state


class _ValuesOf(Function):
    """Computes values before a function does the rest, which draws the same random numbers."""

    def __init__(self, inputs, outputs):
        super().__init__(inputs, outputs, [])

    def _keep_states(self, states):
        pass

    def __call__(self, arrays):
        return [np.asarray(value) for value in super().__call__(arrays)]


def _dense(array):
    return array.toarray() if hasattr(array, 'toarray') else array
