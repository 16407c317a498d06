"""Trains a model in a loop of its own: `K.function` with the updates of an optimizer.

`fit` is not needed where a training step is something special; here is what such a step is made
of. The model learns a curve in two variables, with some noise, that the script draws at random.
The noise alone makes a mean squared error of NOISE ** 2, that is 0.01; the test loss is about 0.02
after 40 epochs, some seconds on a CPU.
"""
import argparse

import numpy as np

from keras import backend as K
from keras.layers import BatchNormalization, Dense, Input
from keras.models import Model
from keras.optimizers import Adam
from keras.regularizers import l2

SAMPLES = 4000
NOISE = 0.1
BATCH_SIZE = 64
TRAIN, TEST = 1, 0


def load_data(samples):
    """Returns (x_train, y_train), (x_test, y_test): points in a square, and noisy heights."""
    random = np.random.RandomState(0)
    x = random.uniform(-2, 2, (samples, 2))
    y = np.sin(2 * x[:, :1]) * x[:, 1:] + NOISE * random.randn(samples, 1)
    split = samples * 4 // 5
    return (x[:split], y[:split]), (x[split:], y[split:])


def build_model():
    """Returns a model that is not compiled: its loss and optimizer are the loop's concern."""
    point = Input((2,))
    x = Dense(64, activation='relu', kernel_regularizer=l2(1e-5))(point)
    x = BatchNormalization()(x)
    x = Dense(64, activation='relu', kernel_regularizer=l2(1e-5))(x)
    return Model(point, Dense(1)(x))


def build_functions(model, optimizer):
    """Returns two functions of points, heights and TRAIN or TEST, which return a list of one loss.

    The first one changes the weights, and the second one only looks.
    """
    target = K.placeholder(shape=(None, 1))
    error = K.mean(K.square(model.output - target))
    # What regularizers add is in `model.losses`, one scalar for each of them.
    total = error + sum(model.losses)
    updates = optimizer.get_updates(loss=total, params=model.trainable_weights)
    # Layers have updates, too: BatchNormalization's moving averages.
    updates = updates + model.updates
    # Layers that differ in training and testing ask the learning phase which of them it is.
    inputs = [model.input, target, K.learning_phase()]
    return K.function(inputs, [error], updates=updates), K.function(inputs, [error])


def train_epoch(train_step, x, y):
    """Goes through the data once in a new random order; returns the mean loss."""
    order = np.random.permutation(len(x))
    losses = []
    for start in range(0, len(x), BATCH_SIZE):
        batch = order[start:start + BATCH_SIZE]
        losses.append(train_step([x[batch], y[batch], TRAIN])[0])
    return np.mean(losses)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--epochs', type=int, default=40)
    parser.add_argument('--samples', type=int, default=SAMPLES)
    options = parser.parse_args()

    (x_train, y_train), (x_test, y_test) = load_data(options.samples)
    print(len(x_train), 'points to learn from,', len(x_test), 'to test with')
    print('Loss of always guessing the mean: %.4f' % np.var(y_test))
    model = build_model()
    train_step, test_step = build_functions(model, Adam(lr=0.005))
    for epoch in range(options.epochs):
        train_loss = train_epoch(train_step, x_train, y_train)
        test_loss = test_step([x_test, y_test, TEST])[0]
        print('Epoch %d/%d - loss: %.4f - test loss: %.4f'
              % (epoch + 1, options.epochs, train_loss, test_loss))
    # The functions have changed the model's own weights, so it predicts with what was learned.
    print('Test loss: %.4f' % np.mean((model.predict(x_test) - y_test) ** 2))


if __name__ == '__main__':
    main()
