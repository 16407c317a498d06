"""Loads thousands of damaged and forged models, and reports what goes wrong.

    python3 dev.py python tools/fuzz_files.py [--runs 10000] [--seed 0] [--kinds h5 json yaml]

Models in HDF5, JSON and YAML are changed at random: bytes, numbers, parts of what they describe.
`load_model`, `model_from_json` and `model_from_yaml` may load them or refuse them with a
ValueError, TypeError or OSError; and with a MemoryError a text that describes a huge model.
Anything else is a finding: another exception, a crash of the interpreter, more than 30 seconds,
more than 1 GiB of memory. What leads to one is kept in `--keep`. The same seed gives the same
files; `--only N` runs one of them.
"""
import argparse
import collections
import copy
import glob
import io
import json
import os
import pickle
import random
import resource
import select
import subprocess
import sys
import tempfile
import warnings

EXPECTED = {'h5': (ValueError, TypeError, OSError),
            'json': (ValueError, TypeError, MemoryError),
            'yaml': (ValueError, TypeError, MemoryError)}
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SECONDS = 30
BYTES = 2 ** 30
# TensorFlow keeps a little of every graph, so that a process gets through only so many.
RUNS_OF_A_PROCESS = 500

ODD_VALUES = [
    None, True, False, 0, 1, -1, 2, 3, 7, 64, 1000, 2 ** 31, 2 ** 63, 2 ** 64, -2 ** 63, 1e30, -0.5,
    float('nan'), float('inf'), '', 'x', 'relu', 'Dense', 'Lambda', 'os.system', '__class__', 'a/b',
    '../x', '\0', '\u20ac', 'channels_first', 'float16', 'object', [], [[]], {}, [None], [None, 3],
    [1, 2, 3], [0, 0], {'class_name': 'Dense', 'config': {'units': 2}},
    {'class_name': 'os.system', 'config': {'command': 'false'}},
    {'module': 'os', 'class_name': 'system', 'config': {}},
    {'class_name': '__lambda__', 'config': {'code': ''}}]


def example_models():
    """Yields small models that between them have much of what a file can hold."""
    from keras import layers as L
    from keras.models import Model, Sequential

    model = Sequential([L.Dense(5, activation='relu', input_shape=(4,), kernel_regularizer='l2'),
                        L.BatchNormalization(), L.Dropout(.5), L.Dense(2)])
    model.compile('adam', 'mse', metrics=['mae'])
    model._make_train_function()
    yield model

    x = L.Input((8, 8, 2))
    y = L.Conv2D(3, 3, padding='same', name='conv')(x)
    z = L.DepthwiseConv2D(3, padding='same')(L.MaxPooling2D(1)(y))
    z = L.GlobalAveragePooling2D()(L.concatenate([y, L.Activation('elu')(z)]))
    model = Model(x, [L.Dense(2, name='a')(z), L.Dense(3, name='b', activation='softmax')(z)])
    model.compile('sgd', {'a': 'mse', 'b': 'categorical_crossentropy'}, loss_weights=[2., 1.])
    yield model

    words = L.Input((5,), dtype='int32')
    y = L.Bidirectional(L.LSTM(3, return_sequences=True))(L.Embedding(9, 4, mask_zero=True)(words))
    model = Model(words, L.RNN([L.GRUCell(2), L.SimpleRNNCell(3)])(y))
    yield model

    inner = Sequential([L.Conv1D(2, 3, input_shape=(6, 3)), L.Flatten(), L.Reshape((2, 4))])
    x = L.Input((2, 6, 3))
    yield Model(x, L.Lambda(lambda t: t * 2)(L.TimeDistributed(inner)(x)))


def example_files(models):
    """Returns a dictionary from each kind to a list of sound inputs of that kind."""
    import h5py

    from keras import backend as K
    files = {'h5': [], 'json': [], 'yaml': []}
    for model in models:
        for version in ('earliest', 'v108'):
            stream = io.BytesIO()
            with h5py.File(stream, 'w', libver=(version, 'latest')) as file:
                model.save(file)
            files['h5'].append(stream.getvalue())
        files['json'].append(model.to_json().encode())
        files['yaml'].append(model.to_yaml().encode())
    K.clear_session()
    return files


def add_files_of(folder, files):
    """Adds the small models in a folder, and those below it, to such a dictionary."""
    import h5py
    paths = glob.glob(os.path.join(folder, '**', '*.h5'), recursive=True)
    for path in sorted(paths):
        with open(path, 'rb') as stream:
            data = stream.read()
        with h5py.File(path, 'r') as file:
            config = file.attrs.get('model_config')
        if config is not None and len(data) < 10 ** 5:
            files['h5'].append(data)
            files['json'].append(config if isinstance(config, bytes) else config.encode())


def changed(kind, files, r):
    """Returns a sound input of a kind, changed by the random numbers `r`."""
    data = r.choice(files[kind])
    if r.random() < .5:
        return changed_bytes(data, files[kind], r)
    if kind == 'h5':
        return changed_hdf5(data, r)
    config = json.loads(data.decode()) if kind == 'json' else plain_yaml(data)
    config = changed_config(config, r)
    if kind == 'json':
        return json.dumps(config).encode()
    import yaml
    text = yaml.safe_dump(config)
    if r.random() < .3:
        text = text.replace(': ', ': !!python/object/apply:os.system ', r.randrange(1, 4))
    return text.encode()


def plain_yaml(data):
    import yaml
    return yaml.safe_load(data)


def changed_bytes(data, others, r):
    data = bytearray(data)
    for _ in range(r.choice([1, 1, 2, 8, 30])):
        # Most of what describes an HDF5 file stands at its beginning.
        at = r.randrange(len(data)) if r.random() < .6 else r.randrange(min(len(data), 4000))
        way = r.randrange(8)
        if way < 3:
            data[at] = r.randrange(256)
        elif way == 3:
            data[at:at + 8] = r.choice([0, 1, 2 ** 31, 2 ** 63, 2 ** 64 - 1, 1 << r.randrange(64),
                                        r.randrange(len(data))]).to_bytes(8, 'little')
        elif way == 4:
            data[at:at + 4] = r.choice([0, 1, 255, 2 ** 31 - 1, 2 ** 32 - 1]).to_bytes(4, 'little')
        elif way == 5:
            other, size = r.choice(others), r.choice([4, 16, 64, 500])
            start = r.randrange(len(other))
            data[at:at + size] = other[start:start + size]
        elif way == 6 and r.random() < .2:
            del data[at:]
        elif way == 7 and r.random() < .2:
            data[at:at] = data[at:at + r.choice([1, 8, 100])]
        if not data:
            break
    return bytes(data)


def changed_config(config, r):
    """Returns a configuration with some of its parts replaced, removed, doubled or exchanged."""
    config = copy.deepcopy(config)
    for _ in range(r.choice([1, 1, 2, 4])):
        parts = list(parts_of(config))
        container, key = r.choice(parts)
        way = r.randrange(6)
        if way < 3:
            container[key] = copy.deepcopy(r.choice(ODD_VALUES))
        elif way == 3:
            other, other_key = r.choice(parts)
            container[key] = copy.deepcopy(other[other_key])
        elif way == 4:
            del container[key]
        elif isinstance(container, list):
            container.insert(key, copy.deepcopy(container[key]))
        else:
            container[r.choice(['name', 'units', 'x', 'class_name', 'module'])] = container[key]
    return config


def parts_of(config):
    """Yields container and key of every part of a configuration."""
    for key in list(config) if isinstance(config, dict) else range(len(config)):
        yield config, key
        if isinstance(config[key], (dict, list)):
            yield from parts_of(config[key])


def changed_hdf5(data, r):
    """Returns an HDF5 file whose configurations or arrays are changed by HDF5's own means."""
    import h5py
    import numpy as np
    stream = io.BytesIO(data)
    with h5py.File(stream, 'r+') as file:
        names = []
        file.visit(names.append)
        way = r.randrange(5)
        if way < 2:
            name = r.choice([n for n in ('model_config', 'training_config') if n in file.attrs])
            config = changed_config(json.loads(file.attrs[name]), r)
            file.attrs[name] = json.dumps(config).encode()
        elif way == 2:
            group = file[r.choice(names)]
            target = r.choice([group, file, file['model_weights']])
            name = r.choice(list(target.attrs) or ['x'])
            target.attrs[name] = r.choice([b'', b'x', 3, 2.5, [b'a', b'a'], np.zeros((2, 2)), 'x',
                                           np.float32(2), [b'..'], [b'/'], np.zeros(0), '\u20ac'])
        elif way == 3:
            name, other = r.choice(names), r.choice(names)
            del file[name]
            if r.random() < .7 and other in file:
                file[name] = r.choice([file[other], h5py.SoftLink('/' + other), h5py.SoftLink(name),
                                       h5py.ExternalLink('/etc/passwd', '/'), np.float32(1)])
        else:
            arrays = [n for n in names if isinstance(file[n], h5py.Dataset)]
            name = r.choice(arrays)
            array = file[name][()]
            del file[name]
            shape = r.choice([(), (0,), (1,), (10 ** 6, 10 ** 6), array.shape[::-1], (2 ** 40,)])
            blocks = (1,) * len(shape) or None
            r.choice([lambda: file.create_dataset(name, shape, 'f4', chunks=blocks),
                      lambda: file.create_dataset(name, data=np.zeros(50, 'f8')[:r.randrange(50)]),
                      lambda: file.create_dataset(name, shape, 'i8'),
                      lambda: file.create_dataset(name, data=array.astype('>f8')),
                      lambda: file.create_dataset(name, data=[b'text'] * 3)])()
    return stream.getvalue()


def load(kind, data, path):
    from keras.models import load_model, model_from_json, model_from_yaml
    if kind == 'h5':
        with open(path, 'wb') as file:
            file.write(data)
        return load_model(path)
    read = model_from_json if kind == 'json' else model_from_yaml
    return read(data.decode('latin-1'))


def random_for(seed, run):
    return random.Random('%d/%d' % (seed, run))


def work(arguments):
    """Loads inputs in this process, and tells on stdout how each of them went."""
    report = os.fdopen(os.dup(1), 'w')
    os.dup2(2, 1)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with open(arguments.files, 'rb') as file:
        files = pickle.load(file)
    from keras import backend as K
    warnings.simplefilter('ignore')
    path = arguments.files + '.h5'

    def tell(*words):
        print(*words, file=report, flush=True)

    tell('ready')
    for run in range(arguments.start, arguments.stop):
        r = random_for(arguments.seed, run)
        kind = r.choice(arguments.kinds)
        try:
            data = changed(kind, files, r)
        except (OSError, RuntimeError, ValueError, TypeError, LookupError):
            tell(run, kind, 'unmade')  # not every change is one that h5py can write
            continue
        tell(run, kind, 'begun')
        try:
            load(kind, data, path)
            outcome = 'loaded'
        except EXPECTED[kind] as error:
            outcome = type(error).__name__
        except Exception as error:
            outcome = 'FINDING %s: %s' % (type(error).__name__, str(error).split('\n')[0][:150])
        try:
            K.clear_session()
        except Exception as error:
            outcome = 'FINDING afterwards, %r' % error
        if resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 > BYTES:
            tell(run, kind, 'FINDING memory; ' + outcome)
            return
        tell(run, kind, outcome)


class Worker:
    """A process that loads inputs."""

    def __init__(self, arguments, files, start, stop):
        self.process = subprocess.Popen(
            [sys.executable, os.path.abspath(__file__), '--worker', '--files', files,
             '--start', str(start), '--stop', str(stop), '--seed', str(arguments.seed),
             '--kinds'] + arguments.kinds, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.waiting = b''

    def lines(self):
        """Yields what the process tells; None, and an end, if it tells nothing for too long."""
        while True:
            while b'\n' in self.waiting:
                line, self.waiting = self.waiting.split(b'\n', 1)
                yield line.decode()
            if not select.select([self.process.stdout], [], [], SECONDS)[0]:
                self.process.kill()
                yield None
                return
            data = os.read(self.process.stdout.fileno(), 65536)
            if not data:
                return
            self.waiting += data


def runs(arguments, files):
    """Yields number, kind and outcome of each run, in as many processes as it takes."""
    run = arguments.start
    while run < arguments.stop:
        worker = Worker(arguments, files, run, min(run + RUNS_OF_A_PROCESS, arguments.stop))
        begun = None
        for line in worker.lines():
            if line is None:
                if begun is not None:
                    yield begun + ('FINDING takes more than %d seconds' % SECONDS,)
                break
            if line == 'ready':
                continue
            number, kind, outcome = line.split(' ', 2)
            if outcome == 'begun':
                begun = int(number), kind
                continue
            begun = None
            run = int(number) + 1
            yield int(number), kind, outcome
        status = worker.process.wait()
        if status and begun is not None and line is not None:
            yield begun + ('FINDING the interpreter ended with %d' % status,)
        if begun is not None:
            run = begun[0] + 1


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--runs', type=int, default=10000)
    parser.add_argument('--seed', type=int, default=0)
    parser.add_argument('--kinds', nargs='+', default=['h5', 'json', 'yaml'])
    parser.add_argument('--only', type=int, help='load the input of this number, here')
    parser.add_argument('--models', default=os.path.join(ROOT, 'tests', 'golden'),
                        help='folder of further .h5 models to change')
    parser.add_argument('--keep', default='findings', help='folder for the inputs of findings')
    for internal in ('--files', '--start', '--stop'):
        parser.add_argument(internal, type=int if internal != '--files' else str,
                            help=argparse.SUPPRESS)
    parser.add_argument('--worker', action='store_true', help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.worker:
        work(arguments)
        return
    files = example_files(example_models())
    add_files_of(arguments.models, files)
    if arguments.only is not None:
        r = random_for(arguments.seed, arguments.only)
        kind = r.choice(arguments.kinds)
        load(kind, changed(kind, files, r), os.path.join(tempfile.mkdtemp(), 'x.h5'))
        return
    arguments.start, arguments.stop = 0, arguments.runs
    outcomes = collections.Counter()
    with tempfile.TemporaryDirectory() as folder:
        stored = os.path.join(folder, 'files')
        with open(stored, 'wb') as file:
            pickle.dump(files, file)
        for number, kind, outcome in runs(arguments, stored):
            outcomes[kind, outcome.split(';')[0][:40]] += 1
            if outcome.startswith('FINDING'):
                print(number, kind, outcome, flush=True)
                keep(arguments, files, number, kind)
    for (kind, outcome), count in sorted(outcomes.items()):
        print('%6d %-5s %s' % (count, kind, outcome))
    print('at most %d MiB' % (resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10))
    sys.exit(any('FINDING' in outcome for _, outcome in outcomes))


def keep(arguments, files, number, kind):
    os.makedirs(arguments.keep, exist_ok=True)
    r = random_for(arguments.seed, number)
    r.choice(arguments.kinds)
    with open(os.path.join(arguments.keep, '%d.%s' % (number, kind)), 'wb') as file:
        file.write(changed(kind, files, r))


if __name__ == '__main__':
    main()
