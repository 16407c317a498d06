"""Checks results on an NVIDIA GPU against NumPy, and times training steps against other libraries.

    PYTHON benchmarks/gpu.py            # ten minutes at most
    PYTHON benchmarks/gpu.py --small    # tries the script itself, on a CPU

PYTHON is that of an environment with JAX and PyTorch for CUDA; a library that is not there is
reported as missing. Nothing is downloaded. `KERAS_BACKEND` chooses another engine than JAX. First
come the checks of `gpu_checks.py`. Then each library trains, alone in a process of its own:

    mlp       784-2048-2048-10, batch 1024
    resnet50  ResNet-50 of `keras.applications` for images of 224 x 224 pixels, batch 64
    lstm      LSTM(512) over 200 steps of 128 features and Dense(10), batch 128

Each workload is trained with Adam in float32, and ResNet-50 also in bfloat16 if Keras has that
type. A step begins with NumPy arrays and ends with the loss as a number, so it copies the batch to
the GPU. Products in float32 may use TF32 in all libraries. The other programs are in `gpu_jax.py`
and `gpu_torch.py`. The table has the median milliseconds of a step, and the seconds of the first
one, which compiles.
"""
import importlib.util
import os
import subprocess
import sys
import time

import numpy as np
from turns import median_seconds, output_of

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ENGINE = os.environ.get('KERAS_BACKEND', 'jax')
IS_SMALL = '--small' in sys.argv
WARM_UP, STEPS = (1, 3) if IS_SMALL else (5, 30)
# workload -> its sizes
SIZES = {'mlp': {'batch': 1024, 'units': 2048}, 'resnet50': {'batch': 64, 'pixels': 224},
         'lstm': {'batch': 128, 'units': 512, 'steps': 200, 'features': 128}}
if IS_SMALL:
    SIZES = {'mlp': {'batch': 32, 'units': 64}, 'resnet50': {'batch': 2, 'pixels': 32},
             'lstm': {'batch': 4, 'units': 8, 'steps': 20, 'features': 4}}
CASES = ('mlp float32', 'resnet50 float32', 'lstm float32', 'resnet50 bfloat16')
BY_HAND = 'JAX by hand'
# library -> the module it needs, and the script that trains with it
LIBRARIES = {'ours': (ENGINE, ['gpu.py']), BY_HAND: ('jax', ['gpu_jax.py']),
             'PyTorch': ('torch', ['gpu_torch.py']),
             'torch.compile': ('torch', ['gpu_torch.py', 'compile'])}
# The blocks of ResNet-50: filters, stride, whether the block is the first of its stage.
RESNET50 = [(filters, 2 if block == 0 and filters > 64 else 1, block == 0)
            for filters, blocks in ((64, 3), (128, 4), (256, 6), (512, 3))
            for block in range(blocks)]


def data_of(workload):
    """Returns the inputs, float32, and the classes of the batch of a workload."""
    sizes, rng = SIZES[workload], np.random.RandomState(0)
    shape, classes = {'mlp': lambda: ((784,), 10),
                      'resnet50': lambda: ((sizes['pixels'], sizes['pixels'], 3), 1000),
                      'lstm': lambda: ((sizes['steps'], sizes['features']), 10)}[workload]()
    x = rng.uniform(size=(sizes['batch'],) + shape).astype('float32')
    return x, rng.randint(classes, size=sizes['batch']).astype('int32')


def print_times(case, step):
    """Prints the milliseconds of a step, and the seconds of the first one.

    Args:
        case: string, one of `CASES`.
        step: function that trains a step, and returns the loss as a float.
    """
    start = time.perf_counter()
    losses = [step()]
    first = time.perf_counter() - start
    losses += [step() for _ in range(WARM_UP)]
    milliseconds = 1e3 * median_seconds(lambda: losses.append(step()), STEPS)
    assert np.all(np.isfinite(losses)), losses
    print('%s\t%.3f\t%.1f' % (case, milliseconds, first), flush=True)


def our_model(workload):
    from keras import applications
    from keras.layers import LSTM, Dense
    from keras.models import Sequential
    sizes, shape = SIZES[workload], data_of(workload)[0].shape[1:]
    if workload == 'resnet50':
        return applications.ResNet50(weights=None, input_shape=shape)
    if workload == 'lstm':
        return Sequential([LSTM(sizes['units'], input_shape=shape),
                           Dense(10, activation='softmax')])
    return Sequential([Dense(sizes['units'], activation='relu', input_shape=shape),
                       Dense(sizes['units'], activation='relu'), Dense(10, activation='softmax')])


def train_ours(case):
    from keras import backend as K
    workload, dtype = case.split()
    K.clear_session()
    try:
        K.set_floatx(dtype)
    except ValueError:
        print('%s\tno %s' % (case, dtype), flush=True)
        return
    model = our_model(workload)
    model.compile('adam', 'sparse_categorical_crossentropy')
    x, y = data_of(workload)
    print_times(case, lambda: model.train_on_batch(x, y))


def card():
    """Returns the names of the machine's NVIDIA GPUs."""
    try:
        return subprocess.check_output(['nvidia-smi', '--query-gpu=name', '--format=csv,noheader'],
                                       universal_newlines=True).strip().replace('\n', ', ')
    except (OSError, subprocess.CalledProcessError):
        return 'no NVIDIA GPU'


def outcomes(library, cases):
    """Returns a dict from cases to lists of words: milliseconds and seconds, or what is wrong."""
    module, (script, *options) = LIBRARIES[library]
    if importlib.util.find_spec(module) is None:
        return {case: ['missing'] for case in cases}
    found = {}
    for case in cases:
        try:
            line, = run(script, case, *options).splitlines()
            found[case] = line.split('\t')[1:]
        except SystemExit as error:  # the others can still be measured
            print(error, file=sys.stderr)
            found[case] = ['failed']
        print('  %-17s  %-13s  %s' % (case, library, ', first '.join(found[case])), flush=True)
    return found


def run(script, *arguments):
    path = os.pathsep.join([ROOT] + os.environ.get('PYTHONPATH', '').split(os.pathsep))
    return output_of(sys.executable, script, *arguments, *['--small'] * IS_SMALL, PYTHONPATH=path,
                     KERAS_BACKEND=ENGINE)


def table(found):
    """Returns the rows of a table: the times of each library, and our ratio to JAX by hand."""
    rows = [['ms a step (first, s)'] + list(LIBRARIES) + ['ours : by hand']]
    for case in CASES:
        words = {library: found[library].get(case, ['']) for library in LIBRARIES}
        row = [times[0] if len(times) < 2 else '%s (%s)' % tuple(times)
               for times in words.values()]
        measured = len(words['ours']) == len(words[BY_HAND]) == 2
        ratio = float(words['ours'][0]) / float(words[BY_HAND][0]) if measured else None
        rows.append([case] + row + ['' if ratio is None else '%.2f' % ratio])
    widths = [max(map(len, column)) for column in zip(*rows)]
    return '\n'.join('  '.join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip()
                     for row in rows)


def main():
    if sys.argv[1:2] and sys.argv[1] in CASES:
        train_ours(sys.argv[1])
        return
    print(card(), flush=True)
    try:
        print(run('gpu_checks.py'), flush=True)
    except SystemExit as error:
        print('%s\nThe checks did not run.' % error, flush=True)
    found = {'ours': outcomes('ours', CASES)}
    cases = [case for case in CASES if not found['ours'][case][0].startswith('no ')]
    for library in list(LIBRARIES)[1:]:
        found[library] = outcomes(library, cases)
    print('\n%s\n%s' % (card(), table(found)))


if __name__ == '__main__':
    main()
