"""Compares results of the engine with NumPy's, in float64 and float32; for `gpu.py`.

Prints, for each check, the largest difference, relative to the largest entry. In float32 a GPU may
compute products in TF32, which keeps ten bits, so the limit there is wide.
"""
import numpy as np

from keras import backend as K
from keras.layers import LSTM, Dense
from keras.models import Sequential
from keras.optimizers import Adam

LIMITS = {'float64': 1e-9, 'float32': 5e-3}
RNG = np.random.RandomState(0)


def conv(dtype):
    """A convolution with strides and padding, and its gradients, as sums over the window."""
    x, kernel, weights = arrays(dtype, (4, 16, 16, 8), (3, 3, 8, 12), (4, 8, 8, 12))
    images, filters = K.placeholder(x.shape), K.placeholder(kernel.shape)
    y = K.conv2d(images, filters, strides=(2, 2), padding='same')
    gradients = K.gradients(K.sum(y * weights), [images, filters])
    found = K.function([images, filters], [y] + gradients)([x, kernel])

    padded = np.pad(x, ((0, 0), (0, 1), (0, 1), (0, 0)), 'constant')
    result = np.zeros(weights.shape)
    of_images, of_kernel = np.zeros(padded.shape), np.zeros(kernel.shape)
    for i in range(3):
        for j in range(3):
            seen = padded[:, i:i + 15:2, j:j + 15:2]
            result += seen @ kernel[i, j]
            of_images[:, i:i + 15:2, j:j + 15:2] += weights @ kernel[i, j].T
            of_kernel[i, j] = np.tensordot(seen, weights, [(0, 1, 2), (0, 1, 2)])
    return found, [result, of_images[:, :16, :16], of_kernel]


def rnn(dtype):
    """An LSTM, as a loop over the steps."""
    x, = arrays(dtype, (3, 12, 5))
    model = Sequential([LSTM(7, return_sequences=True, input_shape=x.shape[1:])])
    kernel, recurrent, bias = model.get_weights()

    h, c, outputs = np.zeros((3, 7)), np.zeros((3, 7)), []
    for step in range(x.shape[1]):
        i, f, g, o = np.split(x[:, step] @ kernel + h @ recurrent + bias, 4, axis=1)
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        h = sigmoid(o) * np.tanh(c)
        outputs.append(h)
    return [model.predict(x)], [np.stack(outputs, axis=1)]


def crossentropy(dtype):
    """Softmax with crossentropy, and its gradient."""
    x, = arrays(dtype, (6, 10))
    targets = np.eye(10)[RNG.randint(10, size=6)].astype(dtype)
    logits = K.placeholder(x.shape)
    losses = K.categorical_crossentropy(K.constant(targets), logits, from_logits=True)
    found = K.function([logits], [losses] + K.gradients(K.sum(losses), [logits]))([x])

    exp = np.exp(x - x.max(axis=1, keepdims=True))
    probabilities = exp / exp.sum(axis=1, keepdims=True)
    return found, [-np.log((probabilities * targets).sum(axis=1)), probabilities - targets]


def adam(dtype):
    """How the first step of Adam changes the weights of a linear model."""
    x, y = arrays(dtype, (32, 5), (32, 3))
    model = Sequential([Dense(3, input_shape=(5,))])
    model.compile(Adam(learning_rate=.01), 'mse')
    before = model.get_weights()
    model.train_on_batch(x, y)
    steps = [new - old for new, old in zip(model.get_weights(), before)]

    errors = x @ before[0] + before[1] - y
    gradients = [2 * x.T @ errors / errors.size, 2 * errors.sum(axis=0) / errors.size]
    rate = .01 * (1 - .999) ** .5 / (1 - .9)
    return steps, [-rate * .1 * g / (np.sqrt(.001 * g ** 2) + K.epsilon()) for g in gradients]


def arrays(dtype, *shapes):
    return [RNG.normal(size=shape).astype(dtype) for shape in shapes]


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def difference(found, expected):
    """Returns the largest difference of two lists of arrays, relative to the largest entries."""
    assert [a.shape for a in found] == [b.shape for b in expected]
    return max(np.abs(a - b).max() / np.abs(b).max() for a, b in zip(found, expected))


def main():
    for dtype, limit in LIMITS.items():
        K.set_floatx(dtype)
        for check in (conv, rnn, crossentropy, adam):
            found = difference(*check(dtype))
            outcome = 'ok' if found < limit else 'WRONG'
            print('%-12s  %s  %.1e  %s' % (check.__name__, dtype, found, outcome), flush=True)


if __name__ == '__main__':
    main()
