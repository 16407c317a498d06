"""Printing values."""
import numpy as np
import theano


class Printed(theano.Op):
    """Returns its input, and prints it whenever it is computed."""
    __props__ = ('message',)
    view_map = {0: [0]}

    def __init__(self, message):
        self.message = message

    def make_node(self, x):
        return theano.Apply(self, [x], [x.type()])

    def perform(self, node, inputs, outputs):
        text = np.array2string(inputs[0], formatter={'float_kind': '{:g}'.format})
        print(self.message, text, flush=True)
        outputs[0][0] = inputs[0]

    def do_constant_folding(self, node):
        return False

    def infer_shape(self, node, shapes):
        return shapes

    def grad(self, inputs, gradients):
        return gradients
