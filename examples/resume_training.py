"""Goes on with training that was interrupted, as if nothing had happened.

The data are MNIST: handwritten digits. After each epoch the model is saved: its architecture, its
weights, and the state of its optimizer. With `--folder FOLDER` these files are kept there: end the
script whenever you like and start it again, and it goes on after the last epoch that was saved.

Otherwise the script shows that this changes nothing. It trains for all epochs; then, from the
beginning, for INTERRUPTED_AFTER epochs, forgets everything, loads the newest file and trains for
the rest. The losses are the same: with 8,500 of the digits and 6 epochs, some seconds on a CPU,
they differ by less than 0.000001. For comparison it also goes on with the weights alone and a new
optimizer, which knows nothing of the gradients before: then they differ by 0.008.

For that, what is random must be the same, too: the batches of an epoch do not depend on those
before. There is no Dropout, because a model's file does not say how many random numbers were
drawn: with it, training goes on just as well, but with other numbers.
"""
import argparse
import glob
import os
import tempfile

import example_data
import numpy as np

from keras import backend as K
from keras.callbacks import CSVLogger, ModelCheckpoint
from keras.layers import Dense
from keras.models import Sequential, load_model
from keras.utils import Sequence

INTERRUPTED_AFTER = 3
BATCH_SIZE = 64
PIXELS = 28 * 28


class Batches(Sequence):
    """Batches of samples in an order that depends on nothing but the epoch.

    Arrays would not do, even with a seed for each epoch: `fit` shuffles them on from the order of
    the epoch before, which is lost when training is interrupted.
    """

    def __init__(self, x, y, epoch):
        self.x, self.y, self.epoch = x, y, epoch
        self.shuffle()

    def shuffle(self):
        self.order = np.random.RandomState(self.epoch).permutation(len(self.x))

    def on_epoch_end(self):
        self.epoch += 1
        self.shuffle()

    def __len__(self):
        return -(-len(self.x) // BATCH_SIZE)

    def __getitem__(self, i):
        batch = self.order[i * BATCH_SIZE:(i + 1) * BATCH_SIZE]
        return self.x[batch], self.y[batch]


def load_data(samples):
    """Returns (x_train, y_train), (x_test, y_test): rows of 784 pixels in 0..1, and classes."""
    return [(x.reshape(-1, PIXELS).astype('float32') / 255, y)
            for x, y in example_data.mnist(samples)]


def build_model():
    np.random.seed(7)
    model = Sequential()
    model.add(Dense(128, activation='relu', input_shape=(PIXELS,)))
    model.add(Dense(10, activation='softmax'))
    compile_model(model)
    return model


def compile_model(model):
    model.compile(loss='sparse_categorical_crossentropy', optimizer='adam', metrics=['accuracy'])


def newest_checkpoint(folder):
    """Returns the path of the last file that was saved and its epoch, or None and 0."""
    paths = sorted(glob.glob(os.path.join(folder, 'epoch-*.h5')))
    return (paths[-1], int(paths[-1][-7:-3])) if paths else (None, 0)


def train(data, folder, epochs, new_optimizer=False):
    """Trains until `epochs` are done, of which those before the newest file need not be."""
    (x_train, y_train), test = data
    path, done = newest_checkpoint(folder)
    if path:
        print('Going on with', path)
        model = load_model(path)
        if new_optimizer:
            compile_model(model)
    else:
        model = build_model()
    # `epochs` is the number of the last one, and not how many there are still to come.
    model.fit_generator(Batches(x_train, y_train, done), initial_epoch=done, epochs=epochs,
                        validation_data=test, shuffle=False, workers=0, verbose=2, callbacks=[
                            ModelCheckpoint(os.path.join(folder, 'epoch-{epoch:04d}.h5')),
                            CSVLogger(os.path.join(folder, 'log.csv'), append=True)])
    print('Test accuracy: %.4f' % model.evaluate(*test, verbose=0)[1])


def losses(folder):
    return np.genfromtxt(os.path.join(folder, 'log.csv'), delimiter=',', names=True)['loss']


def compare(data, folder, epochs):
    """Trains without and with an interruption, and prints the losses side by side."""
    names = ['uninterrupted', 'resumed', 'new_optimizer']
    folders = [os.path.join(folder, name) for name in names]
    for name, path in zip(names, folders):
        os.mkdir(path)
        if name != 'uninterrupted':
            train(data, path, min(INTERRUPTED_AFTER, epochs))
            # As if the process had ended: nothing is left but files.
            K.clear_session()
        train(data, path, epochs, new_optimizer=name == 'new_optimizer')
        K.clear_session()
    table = np.array([losses(path) for path in folders])
    print('Epoch  ' + '  '.join('%14s' % name for name in names))
    for epoch, row in enumerate(table.T, 1):
        print('%5d  ' % epoch + '  '.join('%14.8f' % loss for loss in row))
    print('Greatest difference when resumed: %.8f' % np.abs(table[1] - table[0]).max())
    print('Greatest difference with a new optimizer: %.8f' % np.abs(table[2] - table[0]).max())


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--folder', help='where the models are saved, to go on with them')
    parser.add_argument('--epochs', type=int, default=6)
    parser.add_argument('--samples', type=int, help='how many digits at most; by default all')
    options = parser.parse_args()

    data = load_data(options.samples)
    print(len(data[0][0]), 'training digits,', len(data[1][0]), 'test digits')
    if options.folder:
        os.makedirs(options.folder, exist_ok=True)
        train(data, options.folder, options.epochs)
    else:
        with tempfile.TemporaryDirectory() as folder:
            compare(data, folder, options.epochs)


if __name__ == '__main__':
    main()
