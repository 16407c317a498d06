"""Loads small files that describe much: none may take more than 1 GiB or 30 seconds.

    python tools/small_files.py [NAME ...]

Each is loaded in a process of its own. What is printed for it: how it ended, seconds, and how far
memory grew (MiB). Files over the limits make the program fail.
"""
import json
import multiprocessing
import os
import resource
import sys
import tempfile
import time
import warnings

SECONDS, MEBIBYTES = 30, 1024


def layer(kind, **config):
    return {'class_name': kind, 'config': config}


def sequential(shape, *layers):
    first = layer('InputLayer', batch_input_shape=[None] + shape, dtype='float32', name='x')
    return layer('Sequential', name='m', layers=[first] + list(layers))


def graph(layers, inputs, outputs, name='m'):
    return layer('Model', name=name, layers=layers, input_layers=[[x, 0, 0] for x in inputs],
                 output_layers=outputs)


def node(kind, name, inbound, **config):
    return dict(layer(kind, name=name, **config), name=name, inbound_nodes=inbound)


def source(name='x', shape=(3,)):
    return node('InputLayer', name, [], batch_input_shape=[None] + list(shape), dtype='float32')


def calls(*names):
    return [[[name, index, 0, {}]] for name, index in names]


def nested(kind, fan, depth):
    """A model that calls a model several times, which calls a model several times, ..."""
    inner = layer(kind, name='leaf', **({'units': 3} if kind == 'Dense' else {}))
    for level in range(depth):
        name = 'level%d' % level
        chain = [['x', 0, 0]] + [['inner', i + ('layers' in inner['config']), 0]
                                 for i in range(fan - 1)]
        inner['config']['name'] = 'inner'
        step = dict(inner, name='inner', inbound_nodes=[[place + [{}]] for place in chain])
        last = fan - 1 + ('layers' in inner['config'])
        inner = graph([source(), step], ['x'], [['inner', last, 0]], name)
    return inner


def named(function, **arguments):
    return layer('Lambda', name='f', function='keras.backend.' + function, function_type='function',
                 output_shape=None, output_shape_type='raw', arguments=arguments)


def configurations():
    """Yields names, descriptions of models and how they were compiled."""
    for kind in 'SimpleRNN', 'GRU', 'LSTM':
        yield 'unroll ' + kind, sequential([10 ** 5, 1], layer(kind, units=1, unroll=True))
    yield 'unroll short', sequential([300, 1], *[layer(
        'LSTM', units=1, unroll=True, return_sequences=True) for _ in range(300)])
    yield 'unroll convolutions', sequential([10 ** 4, 4, 4, 1], layer(
        'ConvLSTM2D', filters=1, kernel_size=1, unroll=True))
    yield 'unroll both', sequential([10 ** 5, 1], layer(
        'Bidirectional', layer=layer('LSTM', units=1, unroll=True)))
    yield 'unroll stack', sequential([2000, 1], layer('RNN', unroll=True, cell=layer(
        'StackedRNNCells', cells=[layer('LSTMCell', units=1)] * 100)))
    yield 'stack', sequential([3, 1], layer('RNN', cell=layer(
        'StackedRNNCells', cells=[layer('LSTMCell', units=1)] * 5000)))
    yield 'recurrent layers', sequential([3, 1], *[layer(
        'LSTM', units=1, return_sequences=True)] * 3000)
    yield 'both ways', sequential([3, 1], *[layer('Bidirectional', merge_mode='sum', layer=layer(
        'GRU', units=1, return_sequences=True))] * 2000)
    yield 'convolutional recurrent layers', sequential([3, 4, 4, 1], *[layer(
        'ConvLSTM2D', filters=1, kernel_size=1, return_sequences=True)] * 2000)
    for implementation in 1, 2:
        yield 'local rows %d' % implementation, sequential([20000, 1], layer(
            'LocallyConnected1D', filters=1, kernel_size=1, implementation=implementation))
        yield 'local window %d' % implementation, sequential([20000, 1], layer(
            'LocallyConnected1D', filters=1, kernel_size=10000, strides=10000,
            implementation=implementation))
        yield 'local images %d' % implementation, sequential([300, 300, 1], layer(
            'LocallyConnected2D', filters=1, kernel_size=5, implementation=implementation))
    for kind, shape, config in (
            ('RepeatVector', [3], {'n': 10 ** 9}), ('UpSampling1D', [9, 1], {'size': 10 ** 8}),
            ('UpSampling2D', [3, 3, 1], {'size': [10 ** 5] * 2}),
            ('UpSampling2D', [3, 3, 1], {'size': [10 ** 5] * 2, 'interpolation': 'bilinear'}),
            ('UpSampling2D', [3, 3, 1], {'size': [10 ** 9, 1], 'interpolation': 'bilinear'}),
            ('UpSampling3D', [3, 3, 3, 1], {'size': [10 ** 4] * 3}),
            ('ZeroPadding1D', [3, 1], {'padding': 10 ** 9}),
            ('ZeroPadding2D', [3, 3, 1], {'padding': 10 ** 6}),
            ('Cropping1D', [10 ** 9, 1], {'cropping': 10 ** 8}),
            ('AveragePooling2D', [10 ** 5, 10 ** 5, 1], {'pool_size': 10 ** 4, 'padding': 'same'}),
            ('MaxPooling1D', [10 ** 9, 1], {'pool_size': 10 ** 8, 'padding': 'same'}),
            ('Reshape', [1], {'target_shape': [1] * 3000}), ('Permute', [1] * 100, {
                'dims': list(range(1, 101))}), ('Flatten', [10 ** 6] * 6, {}),
            ('Conv1D', [10 ** 9, 1], {'filters': 1, 'kernel_size': 3, 'dilation_rate': 10 ** 8}),
            ('Conv2DTranspose', [9, 9, 1], {'filters': 1, 'kernel_size': 3, 'strides': 10 ** 6}),
            ('Conv1D', [3, 1], {'filters': 10 ** 9, 'kernel_size': 1}),
            ('Conv1D', [3000, 1], {'filters': 4000, 'kernel_size': 4000,
                                   'kernel_initializer': 'orthogonal'}),
            ('DepthwiseConv2D', [9, 9, 20000], {'kernel_size': 1}),
            ('SeparableConv2D', [9, 9, 5000], {'kernel_size': 1, 'filters': 1}),
            ('SeparableConv1D', [9, 5], {'kernel_size': 1, 'filters': 1,
                                         'depth_multiplier': 10 ** 5}),
            ('Embedding', [3], {'input_dim': 10 ** 6, 'output_dim': 100}),
            ('Dense', [4000], {'units': 4000, 'kernel_initializer': 'orthogonal'}),
            ('Dense', [4000], {'units': 4000, 'kernel_initializer': 'identity'}),
            ('Dense', [4000], {'units': 4000, 'kernel_initializer': 'random_normal'}),
            ('Dense', [2], {'units': 8 * 10 ** 6, 'kernel_initializer': 'orthogonal'}),
            ('LSTM', [3, 10], {'units': 2000, 'recurrent_initializer': 'identity'}),
            ('LSTM', [3, 10], {'units': 2000}), ('LSTM', [10 ** 9, 1], {'units': 1}),
            ('CuDNNLSTM', [3, 10], {'units': 2000}),
            ('MaxoutDense', [3], {'output_dim': 3, 'nb_feature': 10 ** 6}),
            ('TimeDistributed', [10 ** 6, 3], {'layer': layer('Dense', units=2)}),
            ('Masking', [10 ** 9, 10 ** 9], {}), ('GaussianNoise', [10 ** 9], {'stddev': 1.})):
        yield '%s %s' % (kind, json.dumps(config)[:60]), sequential(shape, layer(kind, **config))
    for function, arguments in (
            ('repeat_elements', {'rep': 10 ** 7, 'axis': 1}), ('repeat', {'n': 10 ** 9}),
            ('tile', {'n': [1, 10 ** 9]}), ('one_hot', {'num_classes': 10 ** 9}),
            ('ctc_decode', {'input_length': [3], 'beam_width': 10 ** 9}),
            ('reshape', {'shape': [1] * 200}),
            ('permute_dimensions', {'pattern': [1, 0] * 10 ** 5}),
            ('pow', {'a': 10 ** 9}), ('split', {'count': 10 ** 6}), ('cumsum', {'axis': 1}),
            ('dot', {'y': [[1.] * 1000] * 3}), ('in_top_k', {'targets': [1], 'k': 10 ** 9}),
            ('pad', {'padding': [[0, 0], [10 ** 9, 10 ** 9]]}), ('sum', {'axis': [1] * 10 ** 5}),
            ('gather', {'indices': list(range(10 ** 5))}), ('logsumexp', {'axis': 1}),
            ('concatenate', {'axis': 0}), ('stack', {'axis': 0})):
        yield 'Lambda ' + function, sequential([3], named(function, **arguments))
    yield 'Lambda resize_images', sequential([3, 3, 1], named(
        'resize_images', height_factor=10 ** 5, width_factor=10 ** 5, data_format='channels_last'))
    yield 'Lambda local_conv2d', sequential([300, 300, 1], named(
        'local_conv2d', kernel=[[[1.]]] * 90000, kernel_size=[1, 1], strides=[1, 1],
        output_shape=[300, 300]))
    for kind, config in (('Masking', {}), ('Dense', {'units': 1}), ('Dropout', {'rate': .5}),
                         ('BatchNormalization', {}), ('Activation', {'activation': 'relu'})):
        count = 900000 // len(json.dumps(layer(kind, **config)))
        yield 'many of ' + kind, sequential([1], *[layer(kind, **config)] * count)
        inner = layer('Sequential', layers=[layer(kind, **config)] * 100)
        yield 'many within of ' + kind, sequential([1], *[inner] * (count // 110))
    for kind in 'Dense', 'Masking':
        for fan, depth in (2, 12), (10, 5), (100, 3), (4000, 1):
            yield 'nested %s %d %d' % (kind, fan, depth), nested(kind, fan, depth)
    for kind in 'Activation', 'Dense', 'LSTM', 'Concatenate', 'Add':
        shape = (3,) if kind != 'LSTM' else (2, 3)
        config = {'Activation': {'activation': 'relu'}, 'Dense': {'units': 3}, 'LSTM': {'units': 3},
                  'Concatenate': {}, 'Add': {}}[kind]
        if kind in ('Concatenate', 'Add'):
            inbound = [[['x', 0, 0, {}]] * 50000]
        else:
            inbound = calls(*[('x', 0)] * 50000)
        yield 'calls of ' + kind, graph([source('x', shape), node(kind, 'y', inbound, **config)],
                                        ['x'], [['y', 0, 0]])
    yield 'without input', layer('Sequential', layers=[layer('Masking')] * 18000)
    repeated = [source(), node('Masking', 's', calls(*[('x', 0)] * 2000))]
    yield 'unordered calls', graph([node('Add', 'a%d' % i, [
        [['s', 1999, 0, {}], ['s', 1998, 0, {}]]]) for i in range(3000)] + repeated, ['x'],
        [['s', 0, 0]])
    yield 'inputs', graph([source('x%d' % i) for i in range(5000)] + [node(
        'Add', 'y', [[['x%d' % i, 0, 0, {}] for i in range(5000)]])],
        ['x%d' % i for i in range(5000)], [['y', 0, 0]])
    yield 'unordered', graph([source()] + [node('Masking', str(i), calls(
        (str(i + 1) if i < 5000 else 'x', 0))) for i in range(5001)], ['x'], [['0', 0, 0]])
    yield 'wrappers', sequential([1] * 12, *[wrapped(10) for _ in range(1500)])
    yield 'digits', sequential([3], layer('Dense', units=int('9' * 4000)))
    yield 'depth', sequential([3], wrapped(300))
    yield 'activations', sequential([3], layer('Dense', units=3, activation=layer(
        'Sequential', layers=[layer('Dense', units=3)] * 5000)))
    small = sequential([3], layer('Dense', units=3))
    for count in 100, 30000:
        yield 'metrics %d' % count, small, {'metrics': ['mae', 'mse'] * count}
    yield 'metric objects', small, {'metrics': [layer('Mean', name='a%d' % i)
                                                for i in range(10000)]}
    yield 'large metrics', small, {'metrics': [layer('AUC', name='a', num_thresholds=10 ** 9)]}
    yield 'thresholds', small, {'metrics': [layer('Precision', name='a',
                                                  thresholds=[.5] * 10 ** 5)]}
    outputs = [['y', i, 0] for i in range(3000)]
    many = graph([source(), node('Dense', 'y', calls(*[('x', 0)] * 3000), units=3)], ['x'],
                 outputs)
    yield 'outputs', many, {'loss': ['mse'] * 3000}
    yield 'outputs and metrics', many, {'loss': ['mse'] * 3000, 'metrics': ['mae'] * 3}


def wrapped(depth):
    inner = layer('Masking')
    for _ in range(depth):
        inner = layer('TimeDistributed', layer=inner)
    return inner


def write(path, config, training=None):
    import h5py
    with h5py.File(path, 'w') as file:
        file.attrs['model_config'] = json.dumps(config, separators=(',', ':')).encode()
        group = file.create_group('model_weights')
        group.attrs['layer_names'] = []
        for place in (file, group):
            place.attrs['keras_version'], place.attrs['backend'] = b'2.3.1', b'tensorflow'
        if training:
            file.attrs['training_config'] = json.dumps(dict({
                'optimizer_config': layer('SGD'), 'loss': 'mse'}, **training)).encode()


def load(path, pipe):
    from keras.models import load_model
    warnings.simplefilter('ignore')
    resource.setrlimit(resource.RLIMIT_AS, (14 * 2 ** 30,) * 2)
    before, start = _peak(), time.time()
    try:
        load_model(path, safe_mode=True)
        end = 'loaded'
    except Exception as error:
        end = '%s: %s' % (type(error).__name__, error)
    pipe.send((end, time.time() - start, _peak() - before))


def _peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def check(name, path, patience=60):
    """Loads a file in a process of its own; returns whether it kept within the limits."""
    context = multiprocessing.get_context('spawn')
    receiver, sender = context.Pipe(False)
    process = context.Process(target=load, args=(path, sender))
    process.start()
    sender.close()
    try:
        end, seconds, growth = (receiver.recv() if receiver.poll(patience)
                                else ('no end', patience, 0))
    except EOFError:
        end, seconds, growth = 'killed', 0, MEBIBYTES + 1
    process.terminate()
    process.join()
    good = seconds <= SECONDS and growth <= MEBIBYTES
    print('%-4s %-45s %6.1f s %6.0f MiB  %s' % ('' if good else 'BAD', name, seconds, growth,
                                                end[:150].replace('\n', ' ')), flush=True)
    return good


def main(wanted):
    within = True
    with tempfile.TemporaryDirectory() as folder:
        for name, *described in configurations():
            if wanted and not any(word in name for word in wanted):
                continue
            path = os.path.join(folder, 'model.h5')
            write(path, *described)
            if os.path.getsize(path) < 2 ** 20:
                within &= check(name, path)
            else:
                print('too large', name, os.path.getsize(path))
    return 0 if within else 1


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
