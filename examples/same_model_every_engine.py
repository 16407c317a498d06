"""Trains one model on each engine from the same weights, and compares the losses.

A process of Keras has one engine, so the script starts itself again for each of them. The first
engine writes the start weights into a file, which all of them load. With the same seed the digits
come in the same order. What remains are the last digits of numbers, because each engine adds in an
order of its own: the losses differ by less than 0.00001. Then each model that an engine has
trained and saved is loaded by the next engine, which finds the same test loss for it.

The Pythons of the engines are those that `python3 dev.py test` has made in `.environments`. Where
one of them is missing, it is the Python that runs this script; `--tensorflow PYTHON`, `--theano
PYTHON`, `--cntk PYTHON` and `--jax PYTHON` name others. An engine that none of them has is left
out. The data are MNIST, or the small digits of scikit-learn.
"""
import argparse
import glob
import json
import os
import subprocess
import sys
import tempfile

import numpy as np

ENGINES = ['tensorflow', 'theano', 'cntk', 'jax']
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
COMMANDS = 'Scripts' if os.name == 'nt' else 'bin'
PYTHON = os.path.join(ROOT, '.environments', '%s', COMMANDS, 'python')


def build_model():
    from keras.layers import Conv2D, Dense, Flatten, MaxPooling2D
    from keras.models import Sequential
    model = Sequential()
    model.add(Conv2D(8, 3, activation='relu', input_shape=(28, 28, 1),
                     data_format='channels_last'))
    model.add(MaxPooling2D(2, data_format='channels_last'))
    model.add(Flatten())
    model.add(Dense(32, activation='tanh'))
    model.add(Dense(10, activation='softmax'))
    model.compile(loss='sparse_categorical_crossentropy', optimizer='adam', metrics=['accuracy'])
    return model


def prepare(samples):
    """Writes the digits and a model with start weights into the current folder."""
    import example_data
    train, test = example_data.mnist(samples)
    np.savez('digits.npz', **{name: array for name, array in zip(
        ['x_train', 'y_train', 'x_test', 'y_test'], list(train) + list(test))})
    build_model().save('start.h5')


def load_digits():
    with np.load('digits.npz') as digits:
        return [(digits['x_' + part].reshape(-1, 28, 28, 1) / np.float32(255), digits['y_' + part])
                for part in ('train', 'test')]


def train(engine, epochs):
    """Trains the model with start weights and saves it; returns the losses."""
    import keras
    (x_train, y_train), (x_test, y_test) = load_digits()
    keras.utils.set_random_seed(0)
    model = keras.models.load_model('start.h5')
    history = model.fit(x_train, y_train, batch_size=32, epochs=epochs, verbose=0)
    model.save(engine + '.h5')
    return [float(loss) for loss in history.history['loss']] + model.evaluate(
        x_test, y_test, verbose=0)


def test(engine):
    """Returns loss and accuracy of a model that an engine has saved."""
    import keras
    _, (x_test, y_test) = load_digits()
    return keras.models.load_model(engine + '.h5').evaluate(x_test, y_test, verbose=0)


def start(python, engine, folder, *task):
    """Runs a task on an engine in a process of its own, and returns what the task returns."""
    environment = dict(os.environ, KERAS_BACKEND=engine)
    environment['PYTHONPATH'] = os.pathsep.join([ROOT, os.environ.get('PYTHONPATH', '')])
    # Where the machine has no OpenMPI, which CNTK needs, dev.py has put it beside CNTK's Python.
    openmpi = glob.glob(os.path.join(os.path.dirname(python), '..', 'openmpi', 'usr', 'lib', '*'))
    if openmpi:
        environment['LD_LIBRARY_PATH'] = os.pathsep.join(
            openmpi + [os.environ.get('LD_LIBRARY_PATH', '')])
    result = subprocess.run(
        [python, os.path.abspath(__file__), '--task', json.dumps(task)], cwd=folder,
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True)
    if result.returncode:
        raise RuntimeError(result.stderr.strip().split('\n')[-1])
    return json.loads(result.stdout.strip().split('\n')[-1])


def start_everywhere(pythons, folder, samples, epochs):
    """Returns engine -> losses of those engines that run; says of the others why they do not."""
    results = {}
    for engine, python in pythons.items():
        print('Training on %s ...' % engine, flush=True)
        try:
            if not os.path.exists(os.path.join(folder, 'start.h5')):
                start(python, engine, folder, 'prepare', samples)
            results[engine] = start(python, engine, folder, 'train', engine, epochs)
        except (OSError, RuntimeError) as error:
            print('%s does not run here: %s' % (engine, error))
    return results


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--epochs', type=int, default=5)
    parser.add_argument('--samples', type=int, default=1000, help='how many digits at most')
    for engine in ENGINES:
        here = PYTHON % engine
        parser.add_argument('--' + engine, default=here if os.path.exists(here) else sys.executable,
                            metavar='PYTHON', help='a Python that has %s' % engine)
    parser.add_argument('--task', help='for the processes that the script starts')
    options = parser.parse_args()
    if options.task:
        name, *arguments = json.loads(options.task)
        print(json.dumps({'prepare': prepare, 'train': train, 'test': test}[name](*arguments)))
        return

    pythons = {engine: getattr(options, engine) for engine in ENGINES}
    with tempfile.TemporaryDirectory() as folder:
        results = start_everywhere(pythons, folder, options.samples, options.epochs)
        engines = list(results)
        print('\n' + ' ' * 14 + ''.join('%-14s' % engine for engine in engines))
        names = ['epoch %d' % epoch for epoch in range(1, options.epochs + 1)]
        for i, name in enumerate(names + ['test loss', 'test accuracy']):
            print('%-14s' % name + ''.join('%-14.7f' % results[engine][i] for engine in engines))
        losses = np.array([results[engine][:-1] for engine in engines])
        print('Engines compared: %d' % len(engines))
        print('Largest difference: %.7f' % np.ptp(losses, axis=0).max())
        for i, engine in enumerate(engines):
            loader = engines[(i + 1) % len(engines)]
            loss, _ = start(pythons[loader], loader, folder, 'test', engine)
            print('Saved on %s with test loss %.7f, loaded on %s: %.7f'
                  % (engine, results[engine][-2], loader, loss))


if __name__ == '__main__':
    main()
