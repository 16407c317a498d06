#!/usr/bin/env python3
"""Saves models here and loads them in another Keras, and the other way round.

    python3 dev.py python tools/round_trip.py keras-2.3.1
    python3 dev.py python tools/round_trip.py tf_keras-2.21 --only lstm --folder /tmp/files
    python tools/round_trip.py keras-2.3.1 --python /path/of/the/python/that/has/it

The models of `example_models.py` are written, with what they predict, by the one and read by the
other, which must predict the same and go on with the training of those that are trained; that they
are the same from JSON is checked, too. A model that is not read alike is a line; then follow the
counts. Files of tf.keras with what Keras 2 does not have (`tf_keras_models.py`) must be refused.

The other Keras has an environment of its own, made on first use (`environments/`).
"""
import argparse
import importlib
import json
import os
import subprocess
import sys
import tempfile
import traceback

import example_models
import numpy as np
import tf_keras_models

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

# The other Keras: its module, and what (see `observed`) must be as here after reading a file from
# here, and there after reading one from there. tf.keras does not take the state of an optimizer
# from Keras 2; Keras 2.3.1 computes another step (docs/differences.md).
OTHERS = {'keras-2.3.1': ('keras', 'yro', 'yro'), 'tf_keras-2.21': ('tf_keras', 'yr', 'yrw')}


def write(keras, folder, only):
    """Saves the models with their inputs and outputs; returns what could not be made, and why."""
    failures = {}
    for name, make in cases_of(keras).items():
        if only not in name:
            continue
        keras.backend.clear_session()
        try:
            case = make(keras)
            path = os.path.join(folder, name)
            case.model.save(path + '.h5')
            found = {'refused': case.refused, 'json': case.model.to_json()}
            if not case.refused:
                found.update(observed(keras, case.model, case.inputs, case.targets))
            np.savez(path + '.npz', **found)
        except Exception as error:
            failures[name] = described(error)
    return failures


def read(keras, folder, only, letters):
    """Loads the models of a folder; returns those that are not as they should be, and why."""
    failures = {}
    for name in saved(folder, only):
        keras.backend.clear_session()
        path = os.path.join(folder, name)
        with np.load(path + '.npz') as store:
            expected = dict(store)
        try:
            if expected['refused'].size:
                check_refusal(keras, path + '.h5', expected['refused'])
            else:
                check_model(keras, path + '.h5', expected, letters)
        except Exception as error:
            failures[name] = described(error)
    return failures


def check_refusal(keras, path, words):
    message = 'it is not refused'
    try:
        keras.models.load_model(path)
    except ValueError as error:
        message = str(error)
    missing = [str(word) for word in words if word not in message]
    if missing:
        raise AssertionError('the error does not name %s: %s' % (missing, message))


def check_model(keras, path, expected, letters):
    inputs, targets = listed(expected, 'x'), listed(expected, 't')
    model = keras.models.load_model(path, compile=bool(targets))
    described_alone = keras.models.model_from_json(str(expected['json']))
    described_alone.set_weights(model.get_weights())
    compare(expected, observed(keras, described_alone, inputs, []), 'y')
    compare(expected, observed(keras, model, inputs, targets), letters)


def cases_of(keras):
    found = example_models.cases()
    if keras.__name__ == 'tf_keras':
        found.update(tf_keras_models.cases())
    return found


def observed(keras, model, inputs, targets):
    """Returns what a model computes, as a dictionary of arrays with a number behind a letter.

    `x` are the inputs, `t` the targets, `y` the outputs, `r` the results of a test. With the
    state of the optimizer follow from it the weights `w` after one more step. The state itself,
    `o`, is the same for Keras alone.
    """
    def unpacked(arrays):
        return arrays if len(arrays) > 1 else arrays[0]

    found = {'x': inputs, 't': targets}
    found['y'] = as_list(model.predict(unpacked(inputs), batch_size=len(inputs[0])))
    if targets:
        found['r'] = as_list(model.test_on_batch(unpacked(inputs), unpacked(targets)))
        if keras.__name__ == 'keras':
            found['o'] = keras.backend.batch_get_value(model.optimizer.weights)
        model.train_on_batch(unpacked(inputs), unpacked(targets))
        found['w'] = model.get_weights()
    return {letter + str(i): np.asarray(array)
            for letter, arrays in found.items() for i, array in enumerate(arrays)}


def compare(expected, found, letters):
    """Raises an AssertionError where what was found is not as expected."""
    for key in sorted(expected):
        if key[0] in letters and key[1:].isdigit():
            if key not in found:
                raise AssertionError('%s is missing' % key)
            np.testing.assert_allclose(found[key], expected[key], rtol=1e-5, atol=1e-5,
                                       err_msg=key)


def as_list(values):
    return list(values) if isinstance(values, (list, tuple)) else [values]


def saved(folder, only):
    return sorted(name[:-3] for name in os.listdir(folder)
                  if name.endswith('.h5') and only in name)


def listed(store, letter):
    count = sum(key[0] == letter and key[1:].isdigit() for key in store)
    return [store[letter + str(i)] for i in range(count)]


def described(error):
    frame = traceback.extract_tb(error.__traceback__)[-1]
    text = '%s: %s' % (type(error).__name__, ' '.join(str(error).split()))
    return '%s [%s:%d]' % (text[:300], os.path.basename(frame.filename), frame.lineno)


def run(keras, task, folder, only, letters=''):
    """Runs `write` or `read` with a Keras; returns the failures.

    Args:
        keras: name, Python and module of a Keras.
        task: `'write'` or `'read'`.
        folder: where the files are.
        only: part of the names of the cases.
        letters: what is compared, see `observed`.
    """
    _, python, module = keras
    report = folder + '.' + task + '.json'
    environment = dict(os.environ, TF_CPP_MIN_LOG_LEVEL='3',
                       PYTHONPATH=ROOT if python == sys.executable else '')
    command = [python, os.path.abspath(__file__), module, task, folder, report, only, letters]
    with open(report + '.log', 'w') as log:
        code = subprocess.run(command, env=environment, stderr=log, stdout=log).returncode
    if code:
        sys.exit('%s failed; %s says why.' % (' '.join(command), log.name))
    with open(report) as file:
        return json.load(file)


def perform(module, task, folder, report, only, letters):
    """What `run` runs."""
    keras = importlib.import_module(module)
    for part in 'backend', 'layers', 'losses', 'metrics', 'models', 'optimizers':
        importlib.import_module(module + '.' + part)
    failures = (write(keras, folder, only) if task == 'write'
                else read(keras, folder, only, letters))
    with open(report, 'w') as file:
        json.dump(failures, file)


def report(writer, reader, count, unread, own):
    """Prints how it went.

    Args:
        writer, reader: names of the two.
        count: number of files.
        unread: dictionary from names of models to why they are not read alike.
        own: names of the models of its own that the reader does not read alike.
    """
    for name, reason in sorted(unread.items()):
        also = ' (nor is its own)' if name in own else ''
        print('%s of %s is not read alike by %s%s: %s' % (name, writer, reader, also, reason))
    print('%s to %s: %d files, %d of them not read alike%s' % (
        writer, reader, count, len(unread),
        ', nor are %d of these when it writes them itself' % len(set(unread) & set(own))
        if set(unread) & set(own) else ''))


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('other', choices=sorted(OTHERS), help='the other Keras')
    parser.add_argument('--python', help='the Python of the other Keras')
    parser.add_argument('--folder', help='where to keep the files')
    parser.add_argument('--only', default='', help='only the models with this in their name')
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        sys.exit(exchange(options.other, options.python or made_python(options.other),
                          options.folder or temporary, options.only))


def made_python(other):
    sys.path.append(ROOT)
    import dev
    return dev.environment(other)


def exchange(other, python, folder, only):
    """Lets both write and each read the other's; returns the exit status."""
    module, alike_there, alike_here = OTHERS[other]
    here, there = ('Keras', sys.executable, 'keras'), (other, python, module)
    files = {name: os.path.join(folder, name) for name, _, _ in (here, there)}
    unwritten = {}
    for keras in here, there:
        os.makedirs(files[keras[0]], exist_ok=True)
        unwritten[keras[0]] = run(keras, 'write', files[keras[0]], only)
        for name, reason in sorted(unwritten[keras[0]].items()):
            print('%s is not written by %s: %s' % (name, keras[0], reason))
    unread_there = run(there, 'read', files['Keras'], only, alike_there)
    own = run(there, 'read', files[other], only, alike_there) if unread_there else {}
    report('Keras', other, len(saved(files['Keras'], only)), unread_there, own)
    unread_here = run(here, 'read', files[other], only, alike_here)
    report(other, 'Keras', len(saved(files[other], only)), unread_here, {})
    return 1 if any(unwritten.values()) or set(unread_there) - set(own) or unread_here else 0


if __name__ == '__main__':
    if len(sys.argv) == 7 and sys.argv[2] in ('write', 'read'):
        perform(*sys.argv[1:])
    else:
        main()
