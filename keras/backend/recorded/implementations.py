"""What the ways of engines to compute operations have in common."""


class Implementation:
    """How an engine computes an operation; its folder has a subclass.

    Args:
        evaluate: function from the engine's trace, the tensor and a dict of values to the
            tensor's value, where that is not what the subclass makes of the values of the inputs.
        needs: function from the tensor and a dict of values to the tensors whose values are
            needed (next), where that is not all inputs.
    """

    def __init__(self, evaluate=None, needs=None):
        if evaluate is not None:
            self.evaluate = evaluate
        if needs is not None:
            self.needs = needs

    def needs(self, tensor, env):
        return tensor.inputs

    def evaluate(self, trace, tensor, env):
        raise NotImplementedError
