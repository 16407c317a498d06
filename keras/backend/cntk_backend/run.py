"""Running nodes of CNTK on NumPy's memory, and the memory that CNTK takes for it.

`_forward` and `_backward` of CNTK's lower layer read and write the memory of arrays directly;
CNTK's Python layer around them takes longer than a step of a small model.

On its first run a function of CNTK makes a network, which keeps the results of nodes as long as the
function exists. So the function that runs is a copy of one that never runs, and is deleted before
the networks of large runs fill the memory; the next run makes another copy.
"""
import ctypes
import itertools
import threading
import weakref

import numpy as np

from .nodes import CPU, C, as_dtype, as_variable, cntk_py, input_node, plain_errors, reshaped, view

# Numbers of entries that the nodes of a run compute: from the first number on, nodes share memory;
# networks are kept while all of them together have at most the second number.
_LARGE = 2**22
_KEPT = 2**28

_uses = itertools.count()
_large_runs = weakref.WeakSet()
_lock = threading.Lock()


class Run:
    """A forward run, with a backward run if gradients are needed.

    Args:
        leaves: dict from an input node's uid to a triple: node, register, dtype.
        outputs: list of triples: node, register, dtype.
        size: approximate number of entries that the nodes compute.
        loss: node, of any shape, or None.
        gradients: list of triples as for `outputs`, of leaves that the loss is differentiated by.
    """

    def __init__(self, leaves, outputs, size, loss=None, gradients=()):
        nodes = [as_variable(node) for node, _, _ in outputs]
        loss = None if loss is None else as_variable(loss)
        roots = {node.uid: node for node in nodes + [loss] * (loss is not None)}
        function = C.combine(list(roots.values()))
        reached = {x.uid for x in function.arguments}
        self.feeds = [leaf for uid, leaf in leaves.items() if uid in reached]
        reached |= {x.uid for x in function.parameters}
        self.gradients = [g for g in gradients if g[0].uid in reached]
        self.zeros = [g for g in gradients if g[0].uid not in reached]
        self.size = size
        if len({node.dtype for node, _, _ in self.feeds}) > 1:
            function = self._of_one_dtype(function)
        if size > _LARGE:
            function = self._sharing(function)
        self.function, self.network, self.last_use = function, None, 0
        made = dict(zip(roots, function.outputs))
        # The same node may be requested twice.
        self.outputs = [(made[node.uid], register, dtype)
                        for node, (_, register, dtype) in zip(nodes, outputs)]
        self.loss = None if loss is None else made[loss.uid]
        if loss is not None:
            self.ones = np.ones(loss.shape, loss.dtype)  # kept, as its memory is used
            self.root_gradient = _value(self.ones)

    def _of_one_dtype(self, function):
        """Returns `function` with all inputs as float64; CNTK does not support a mixture."""
        wide = {}
        for i, (node, register, _) in enumerate(self.feeds):
            wide[node] = node if node.dtype == np.float64 else input_node(
                node.shape, 'float64', node.needs_gradient)
            self.feeds[i] = wide[node], register, 'float64'
        self.gradients = [(wide.get(node, node), register, dtype)
                          for node, register, dtype in self.gradients]
        return function.clone(C.CloneMethod.share, {
            node: as_dtype(fed, np.dtype(node.dtype).name) for node, fed in wide.items()})

    def _sharing(self, function):
        """Returns `function` with nodes that reuse the memory of finished ones.

        CNTK excludes nodes made only from nodes without dynamic axes, which it considers constant;
        so inputs get its batch axis, with a batch of one.
        """
        fed = {}
        for i, (node, register, dtype) in enumerate(self.feeds):
            if node.needs_gradient:
                fed[node] = node
            else:
                batch = C.input_variable(node.shape, dtype=node.dtype)
                fed[node] = reshaped(C.unpack_batch(batch), node.shape)
                self.feeds[i] = batch, register, dtype
        return function.clone(C.CloneMethod.share, fed)

    def __call__(self, registers):
        feeds, kept = {}, []  # CNTK uses the memory of arrays, but does not keep them alive
        for node, register, dtype in self.feeds:
            batch = (1,) * len(node.dynamic_axes)
            array = np.ascontiguousarray(registers[register], dtype).reshape(batch + node.shape)
            kept.append(array)
            feeds[node] = _value(array)
        made, results = {}, {}
        for node, _, _ in self.outputs:
            if node.uid not in made:
                made[node.uid] = np.empty(node.shape, node.dtype)
                results[node] = _value(made[node.uid])
        network = self._network()
        with plain_errors('the outputs of a function'):
            if self.loss is None:
                network._forward(feeds, results, CPU, set(), set())
            else:
                results.setdefault(self.loss, None)
                state = network._forward(feeds, results, CPU, {self.loss}, set())
                self._backward(network, state, registers)
        for node, register, dtype in self.outputs:
            registers[register] = made[node.uid].astype(dtype, copy=False)

    def _network(self):
        """Returns the function that runs; makes it if there is none."""
        self.last_use = next(_uses)
        network = self.network
        if network is None:
            if self.size > _LARGE:
                _make_room(self)
            network = self.network = C.combine(self.function.outputs)
        return network

    def _backward(self, network, state, registers):
        gradients = [np.empty(node.shape, node.dtype) for node, _, _ in self.gradients]
        if gradients:
            network._backward(
                state, {self.loss: self.root_gradient},
                {node: _value(array) for (node, _, _), array in zip(self.gradients, gradients)})
        for (_, register, dtype), array in zip(self.gradients, gradients):
            registers[register] = array.astype(dtype, copy=False)
        for node, register, dtype in self.zeros:
            registers[register] = np.zeros(node.shape, dtype)


def _make_room(newcomer):
    """Deletes the least recently used networks, if that makes space for another one.
    """
    with _lock:
        _large_runs.add(newcomer)
        running = sorted((run for run in _large_runs if run.network is not None),
                         key=lambda run: run.last_use)
        total = newcomer.size + sum(run.size for run in running)
        for run in running:
            if total <= _KEPT:
                break
            run.network = None
            total -= run.size
    # Returns free memory in between to the system, with the C library of Linux.
    getattr(ctypes.pythonapi, 'malloc_trim', lambda kept: None)(0)


def _value(array):
    return cntk_py.Value(view(array))
