"""Recurrent layers in NumPy, step by step, and random weights for them."""
import numpy as np
from layer_checks import random


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def hard_sigmoid(x):
    return np.clip(0.2 * x + 0.5, 0, 1)


def simple(weights, activation=np.tanh):
    """Returns the step of a `SimpleRNN` with the given weights."""
    kernel, recurrent, bias = weights

    def step(x, states):
        h = activation(x.dot(kernel) + states[0].dot(recurrent) + bias)
        return h, [h]
    return step


def gru(weights, gate=sigmoid, activation=np.tanh):
    """Returns the step of a `GRU`, with `reset_after` if the bias has two rows."""
    kernel, recurrent, bias = weights
    w_z, w_r, w_h = np.split(kernel, 3, axis=1)
    u_z, u_r, u_h = np.split(recurrent, 3, axis=1)
    reset_after = bias.ndim == 2
    b_z, b_r, b_h = np.split(bias[0] if reset_after else bias, 3)
    c_z, c_r, c_h = np.split(bias[1] if reset_after else 0 * bias, 3)

    def step(x, states):
        h = states[0]
        z = gate(x.dot(w_z) + b_z + h.dot(u_z) + c_z)
        r = gate(x.dot(w_r) + b_r + h.dot(u_r) + c_r)
        recurrent = r * (h.dot(u_h) + c_h) if reset_after else (r * h).dot(u_h)
        h = z * h + (1 - z) * activation(x.dot(w_h) + b_h + recurrent)
        return h, [h]
    return step


def lstm(weights, gate=sigmoid, activation=np.tanh):
    """Returns the step of an `LSTM`."""
    kernel, recurrent, bias = weights

    def step(x, states):
        h, c = states
        i, f, g, o = np.split(x.dot(kernel) + h.dot(recurrent) + bias, 4, axis=1)
        c = gate(f) * c + gate(i) * activation(g)
        h = gate(o) * activation(c)
        return h, [h, c]
    return step


def run(step, x, states, mask=None, go_backwards=False):
    """Goes through the steps of `x`, (batch, time, ...).

    Args:
        step: function of inputs and states that returns the output and new states.
        states: list of arrays to start with.
        mask: array (batch, time); where it is 0, states and output stay (zeros at first).
        go_backwards: whether to start with the last step.

    Returns:
        The outputs, (batch, time, ...), and the list of the last states.
    """
    outputs = []
    times = list(range(x.shape[1]))
    for time in times[::-1] if go_backwards else times:
        output, new_states = step(x[:, time], states)
        if mask is not None:
            last = outputs[-1] if outputs else 0 * output
            output = _chosen(mask[:, time], output, last)
            new_states = [_chosen(mask[:, time], new, old)
                          for new, old in zip(new_states, states)]
        outputs.append(output)
        states = new_states
    return np.stack(outputs, axis=1), states


def _chosen(rows, new, old):
    return np.where(rows.reshape((-1,) + (1,) * (new.ndim - 1)) != 0, new, old)


def weights_of(gates, features, units, reset_after=False):
    """Returns a random kernel, recurrent kernel and bias."""
    width = gates * units
    return [random(features, width), random(units, width, seed=1),
            random(*(2, width) if reset_after else (width,), seed=2)]
