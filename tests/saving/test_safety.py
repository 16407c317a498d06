"""Files from strangers: no program in them runs, no other file is read, no memory is filled.

Each hole that was published for Keras is tried here with its number. What they have in common: a
file is made whose author would like `MARK` to appear.
"""
import base64
import importlib.util
import json
import marshal
import os
import pickle
import random
import tracemalloc
import warnings

import h5py
import numpy as np
import pytest

from keras import backend as K
from keras.engine import saving
from keras.layers import Activation, Dense, Lambda, TimeDistributed, deserialize
from keras.models import Sequential, load_model, model_from_json, model_from_yaml
from keras.utils import CustomObjectScope
from keras.utils.h5dict import H5Dict


@pytest.fixture
def mark(tmp_path):
    """Path of a file that must never come into being."""
    path = tmp_path / 'mark'
    yield path
    assert not path.exists()


def code_that_writes(mark):
    """Returns the bytecode of a function as `Lambda` keeps it, which writes a file when called."""
    function = eval("lambda x: (open(%r, 'w').close(), x)[1]" % str(mark))
    return [base64.b64encode(marshal.dumps(function.__code__)).decode(), None, None]


def lambda_config(mark, **changes):
    """Returns the description of a `Lambda` layer with such a function."""
    return {'class_name': 'Lambda', 'config': dict({
        'name': 'evil', 'function': code_that_writes(mark), 'function_type': 'lambda',
        'output_shape': None, 'output_shape_type': 'raw', 'arguments': {}}, **changes)}


def sequential(*layers):
    return {'class_name': 'Sequential', 'config': {'name': 'm', 'layers': [
        {'class_name': 'InputLayer', 'config': {'batch_input_shape': [None, 3, 4],
                                                'dtype': 'float32', 'name': 'x'}}] + list(layers)}}


def in_a_file(tmp_path, config, training=None):
    """Writes a description to an HDF5 file and returns its path."""
    path = str(tmp_path / 'forged.h5')
    with h5py.File(path, 'w') as file:
        file.attrs['model_config'] = json.dumps(config).encode()
        group = file.create_group('model_weights')
        group.attrs['layer_names'] = []
        for place in (file, group):
            place.attrs['keras_version'], place.attrs['backend'] = b'2.3.1', b'tensorflow'
        if training:
            file.attrs['training_config'] = json.dumps(training).encode()
    return path


def every_way_of_loading(tmp_path, config):
    """Returns functions that load a description."""
    import yaml
    path = in_a_file(tmp_path, config)
    yield lambda: load_model(path)
    with open(path, 'rb') as file:
        yield lambda: load_model(file)
    with h5py.File(path, 'r') as file:
        yield lambda: load_model(file)
        yield lambda: load_model(H5Dict(file))
    yield lambda: model_from_json(json.dumps(config))
    yield lambda: model_from_yaml(yaml.safe_dump(config))
    yield lambda: saving.model_from_config(config)
    yield lambda: deserialize(config)
    if config['class_name'] == 'Sequential':
        yield lambda: Sequential.from_config(config['config'])


# Bytecode: CVE-2024-3660, CVE-2025-9905

def around(layer):
    """Yields descriptions of models that hold a layer in some place."""
    yield sequential(layer)
    yield sequential({'class_name': 'TimeDistributed', 'config': {'name': 't', 'layer': layer}})
    yield sequential({'class_name': 'Bidirectional', 'config': {'name': 'b', 'layer': layer}})
    yield sequential({'class_name': 'RNN', 'config': {'name': 'r', 'cell': layer}})
    yield sequential({'class_name': 'RNN', 'config': {'name': 'r', 'cell': {
        'class_name': 'StackedRNNCells', 'config': {'cells': [layer]}}}})
    yield sequential(sequential(layer))
    yield sequential({'class_name': 'Activation', 'config': {'name': 'a', 'activation': layer}})
    yield sequential({'class_name': 'Dense', 'config': {'name': 'a', 'units': 2,
                                                        'kernel_initializer': layer}})
    inner = [dict(sequential()['config']['layers'][0], name='x', inbound_nodes=[]),
             dict(layer, name='evil', inbound_nodes=[[['x', 0, 0, {}]]])]
    model = {'class_name': 'Model', 'config': {
        'name': 'm', 'layers': inner, 'input_layers': [['x', 0, 0]],
        'output_layers': [['evil', 0, 0]]}}
    yield model
    yield sequential(model)


@pytest.mark.parametrize('place', range(10))
def test_bytecode_is_refused(tmp_path, mark, place):
    config = list(around(lambda_config(mark)))[place]
    no_layer_is_expected_there = place in (2, 6, 7)
    match = None if no_layer_is_expected_there else 'safe_mode=False'
    for load in every_way_of_loading(tmp_path, config):
        with pytest.raises(ValueError, match=match):
            load()


@pytest.mark.parametrize('changes', [
    {'function': 'relu', 'function_type': 'function'},
    {'function': 'relu', 'function_type': 'raw'},
    {'function_type': 'raw'}, {'function_type': 'other'}, {'function_type': None},
    {'output_shape_type': 'lambda', 'function_type': 'raw'},
    {'mask_type': 'lambda'}, {'module': 'os', 'function': 'system', 'function_type': 'function'},
    {'function': 'os.system', 'function_type': 'function'},
    {'function': {'class_name': '__lambda__', 'config': {'code': 'x'}}},
    {'function': {'class_name': 'function', 'config': 'system', 'module': 'os'}},
])
def test_other_ways_to_name_a_function(tmp_path, mark, changes):
    config = lambda_config(mark, **changes)
    for name in ('output_shape', 'mask'):
        if name + '_type' in changes:
            config['config'][name] = code_that_writes(mark)
    for load in every_way_of_loading(tmp_path, sequential(config)):
        with pytest.raises((ValueError, TypeError)):
            load()


def test_bytecode_in_layers_of_keras_1(tmp_path, mark):
    branch = sequential({'class_name': 'Flatten', 'config': {'name': 'f'}})
    for changes in ({'mode': code_that_writes(mark), 'mode_type': 'lambda'},
                    {'mode': 'sum', 'output_shape': code_that_writes(mark),
                     'output_shape_type': 'lambda', 'mode_type': 'function'}):
        merge = {'class_name': 'Merge', 'config': dict({'name': 'm', 'layers': [branch, branch]},
                                                       **changes)}
        config = {'class_name': 'Sequential', 'config': [merge]}
        for load in every_way_of_loading(tmp_path, config):
            with pytest.raises(ValueError):
                load()


@pytest.mark.parametrize('name, config', [
    ('TFOpLambda', {'name': 'x', 'function': 'io.write_file'}),
    ('TensorFlowOpLayer', {'name': 'x', 'node_def': '{"op": "WriteFile"}', 'constants': {}}),
    ('SlicingOpLambda', {'name': 'x', 'function': 'os.system'}),
    ('TFSMLayer', {'name': 'x', 'filepath': '/tmp', 'call_endpoint': 'serve'}),
])
def test_functions_of_tensorflow_are_not_looked_up(tmp_path, mark, name, config):
    described = sequential({'class_name': name, 'config': config,
                            'inbound_nodes': [['x', 0, 0, {'filename': str(mark)}]]})
    for load in every_way_of_loading(tmp_path, described):
        with pytest.raises(ValueError, match=name):
            load()


def test_bytecode_in_how_a_model_was_compiled(tmp_path, mark):
    evil = lambda_config(mark)
    for training in ({'loss': evil}, {'loss': ['mse', evil]}, {'metrics': [evil]},
                     {'weighted_metrics': {'x': evil}}, {'optimizer_config': evil}):
        config = dict({'optimizer_config': {'class_name': 'SGD', 'config': {}}, 'loss': 'mse'},
                      **training)
        with pytest.raises(ValueError):
            load_model(in_a_file(tmp_path, sequential(
                {'class_name': 'Flatten', 'config': {}}), config))


def test_bytecode_loads_for_those_who_trust_it(tmp_path):
    path = str(tmp_path / 'model.h5')
    model = Sequential([TimeDistributed(Lambda(lambda x: 2 * x), input_shape=(3, 4))])
    model.save(path)
    x = np.ones((1, 3, 4))
    for loaded in (load_model(path, compile=False, safe_mode=False),
                   model_from_json(model.to_json(), safe_mode=False),
                   model_from_yaml(model.to_yaml(), safe_mode=False),
                   pickle.loads(pickle.dumps(model)), Sequential.from_config(model.get_config())):
        np.testing.assert_array_equal(loaded.predict(x), 2 * x)


# Names: CVE-2025-1550, CVE-2025-8747, CVE-2025-9906

NAMES = ['os.system', 'system', 'builtins.exec', 'exec', '__import__', '__class__', '__init__',
         'keras.utils.get_file', 'get_file', 'func_load', 'load_model', 'safe_mode_scope',
         'CustomObjectScope', 'K', 'np', 'inspect', 'warnings', 'deserialize', 'get', 'interpret',
         'has_arg', 'Reduction', 'numpy', 'Layer.__init__', 'keras.layers.Dense', '_KNOWN', '']


def places_of_names(described):
    """Yields models that name something in each place where a class or function is named."""
    name = described['class_name']
    yield sequential(described)
    for what in (described, name):
        yield sequential({'class_name': 'Activation', 'config': {'activation': what}})
        for argument in ('activation', 'kernel_initializer', 'kernel_regularizer',
                         'kernel_constraint'):
            yield sequential({'class_name': 'Dense', 'config': {'units': 2, argument: what}})
    yield sequential({'class_name': 'TimeDistributed', 'config': {'layer': described}})
    yield sequential({'class_name': 'RNN', 'config': {'cell': described}})
    yield described


@pytest.mark.parametrize('name', NAMES)
def test_names_reach_nothing_but_what_keras_offers(tmp_path, mark, name):
    described = {'module': 'os', 'class_name': name, 'registered_name': name,
                 'config': {'command': 'touch %s' % mark, 'fname': str(mark), 'origin': 'x'}}
    for config in places_of_names(described):
        with pytest.raises((ValueError, TypeError)):
            model_from_json(json.dumps(config))
    optimizer = {'class_name': 'SGD', 'config': {}}
    for training in ({'loss': name}, {'loss': described}, {'metrics': [name]},
                     {'metrics': [described]}, {'weighted_metrics': [described]},
                     {'optimizer_config': described}):
        config = dict({'optimizer_config': optimizer, 'loss': 'mse'}, **training)
        if training != {'loss': ''}:  # which stands for no loss
            with pytest.raises((ValueError, TypeError)):
                load_model(in_a_file(tmp_path, sequential(
                    {'class_name': 'Flatten', 'config': {}}), config))


@pytest.mark.parametrize('described', [
    {'module': 'builtins', 'class_name': 'exec', 'config': 'import os'},
    {'module': 'keras.config', 'class_name': 'function',
     'config': 'enable_unsafe_deserialization'},
    {'module': 'keras.utils', 'class_name': 'function', 'config': 'get_file'},
    {'module': 'keras.layers', 'class_name': 'Dense', 'config': {'units': 2, '__class__': 'x'},
     'build_config': {'input_shape': [1]}, 'compile_config': {'optimizer': 'os.system'}},
    {'class_name': 'function', 'config': 'system', 'module': 'os', 'registered_name': 'system'},
])
def test_modules_named_in_descriptions_are_not_looked_into(described):
    for config in (sequential(described), described):
        with pytest.raises((ValueError, TypeError)):
            model_from_json(json.dumps(config))


def test_names_of_ones_own_still_work():
    class Mine(Activation):
        pass

    config = sequential({'module': 'os', 'class_name': 'Mine', 'config': {'activation': 'relu'}})
    with CustomObjectScope({'Mine': Mine}):
        assert type(model_from_json(json.dumps(config)).layers[0]) is Mine
    assert type(model_from_json(json.dumps(config), {'Mine': Mine}).layers[0]) is Mine


# YAML: CVE-2021-37678

@pytest.mark.parametrize('value', [
    "!!python/object/apply:os.system ['touch {mark}']",
    "!!python/object/apply:builtins.open ['{mark}', 'w']",
    "!!python/object/new:os.system ['touch {mark}']",
    "!!python/object/new:type {args: ['x', !!python/tuple [], {}]}",
    "!!python/object:os.PathLike {}", '!!python/name:os.system', '!!python/module:os',
    "!!python/object/apply:subprocess.check_output [['touch', '{mark}']]",
])
def test_yaml_makes_no_objects(mark, value):
    value = value.replace('{mark}', str(mark))
    for text in (value, 'class_name: Dense\nconfig: ' + value, value + ': 1',
                 'class_name: Sequential\nconfig: [' + value + ']'):
        with pytest.raises(ValueError, match='YAML'):
            model_from_yaml(text)


def test_yaml_that_describes_far_more_than_it_holds():
    lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]']
    lines += ['a%d: &a%d [%s]' % (i, i, ', '.join(['*a%d' % (i - 1)] * 10)) for i in range(1, 9)]
    for text in ('\n'.join(lines), '&a [*a]', 'x: &x {y: *x}'):
        with pytest.raises(ValueError, match='YAML|far more'):
            model_from_yaml(text)


@pytest.mark.parametrize('read', [model_from_json, model_from_yaml])
def test_depth_without_end(read):
    with pytest.raises(ValueError, match='JSON|YAML'):
        read('[' * 10 ** 5)


# Pickles

def test_arrays_of_pickled_models_run_nothing(mark):
    class Evil:
        def __reduce__(self):
            return open, (str(mark), 'w')

    state = saving.pickle_model(Sequential([Dense(2, input_shape=(3,), name='d')]))
    weights = state['model_weights']['d']
    name = next(name for name in weights if 'kernel' in name)
    weights['_%s_pickled' % name], weights[name] = True, pickle.dumps(Evil())
    with pytest.raises(ValueError, match='open'):
        load_model(state)


# HDF5

KERNEL = 'model_weights/first/first/kernel:0'


@pytest.fixture
def path(tmp_path):
    path = str(tmp_path / 'model.h5')
    small_model().save(path)
    return path


def small_model():
    return Sequential([Dense(3, input_shape=(4,), name='first')])


def without_filling_memory(function):
    """Runs a function that must fail with a documented error and little memory."""
    tracemalloc.start()
    try:
        with pytest.raises((ValueError, OSError), match='Cannot load') as refusal:
            function()
        assert tracemalloc.get_traced_memory()[1] < 2 ** 27
        return str(refusal.value)
    finally:
        tracemalloc.stop()
        # The error knows this frame, and those that hold HDF5 objects. Kept here, they would wait
        # for the garbage collector, and h5py 3.1 fails to close a file when that comes by.
        del refusal


def check_refused(path, match=None):
    """Both ways of loading refuse a file, opened by Keras or by h5py."""
    for read in (lambda source: load_model(source, compile=False), small_model().load_weights):
        message = without_filling_memory(lambda read=read: read(path))
        assert match is None or match in message
        with h5py.File(path, 'r') as file:
            without_filling_memory(lambda read=read, file=file: read(file))


@pytest.fixture
def secret(tmp_path):
    """A file that others must not read: it has a kernel of the right shape."""
    path = str(tmp_path / 'secret.h5')
    with h5py.File(path, 'w') as file:
        file['x'] = np.ones((4, 3), 'float32')
        file['first/kernel:0'], file['first/bias:0'] = np.ones((4, 3)), np.ones(3)
        file['first'].attrs['weight_names'] = [b'first/kernel:0']
    return path


def test_links_to_other_files(path, secret):
    """CVE-2026-1669 and its like: the weights would be what stands in a file of the reader."""
    with h5py.File(path, 'r+') as file:
        del file[KERNEL]
        file[KERNEL] = h5py.ExternalLink(secret, '/x')
    check_refused(path, 'link')
    with h5py.File(path, 'r+') as file:
        del file['model_weights/first']
        file['model_weights/first'] = h5py.ExternalLink(secret, '/first')
    check_refused(path, 'link')


def test_data_in_other_files(path, secret):
    with h5py.File(path, 'r+') as file:
        del file[KERNEL]
        file.create_dataset(KERNEL, (4, 3), 'float32', external=[(secret, 0, 48)])
    check_refused(path, 'another file')
    with h5py.File(path, 'r+') as file:
        del file[KERNEL]
        layout = h5py.VirtualLayout((4, 3), 'float32')
        layout[:] = h5py.VirtualSource(secret, 'x', (4, 3))
        file.create_virtual_dataset(KERNEL, layout)
    check_refused(path)


def test_links_in_circles(path):
    with h5py.File(path, 'r+') as file:
        del file[KERNEL]
        file[KERNEL] = h5py.SoftLink('/' + KERNEL)
    check_refused(path)
    with h5py.File(path, 'r+') as file:
        del file[KERNEL]
        file[KERNEL] = file['model_weights']
    check_refused(path)


@pytest.mark.parametrize('shape, options', [
    ((10 ** 6, 10 ** 6), {'chunks': (10, 10)}), ((10 ** 6, 10 ** 6), {}),
    ((2 ** 40,), {'chunks': (1,)}), ((10 ** 6, 10 ** 3), {'chunks': (10 ** 5, 10 ** 3)}),
    ((0, 2 ** 50), {'chunks': (1, 1), 'maxshape': (None, None)}),
])
def test_arrays_that_are_declared_only(path, shape, options):
    with h5py.File(path, 'r+') as file:
        del file[KERNEL]
        file.create_dataset(KERNEL, shape, 'float32', **options)
    check_refused(path)


def test_compressed_zeros(path):
    size = 2 ** 15
    with h5py.File(path, 'r+') as file:
        del file[KERNEL]
        data = file.create_dataset(KERNEL, (size, size), 'u1', chunks=(size, 2 ** 8),
                                   compression='gzip')
        import zlib
        block = zlib.compress(bytes(size * 2 ** 8))
        for column in range(0, size, 2 ** 8):
            data.id.write_direct_chunk((0, column), block)
    assert os.path.getsize(path) < 2 ** 22
    check_refused(path)


def test_other_compressions(path):
    with h5py.File(path, 'r+') as file:
        del file[KERNEL]
        file.create_dataset(KERNEL, data=np.ones((4, 3), 'float32'), compression='lzf')
    with pytest.raises(ValueError, match='filter 32000'):
        load_model(path, compile=False)
    with h5py.File(path, 'r') as file:  # whoever opens it with h5py trusts it
        load_model(file, compile=False)


def test_types_that_are_no_numbers(path):
    for values in (np.array([(1, 2.)], 'i4,f8'), np.array(['x'] * 12, 'S3')):
        with h5py.File(path, 'r+') as file:
            del file[KERNEL]
            file[KERNEL] = values
        with pytest.raises((ValueError, TypeError), match='Cannot load|kernel'):
            load_model(path, compile=False)


def test_weights_far_larger_than_the_file(path):
    for units in (10 ** 8, 10 ** 12):
        with h5py.File(path, 'r+') as file:
            text = file.attrs['model_config']
            config = json.loads(text if isinstance(text, str) else text.decode())
            config['config']['layers'][0]['config']['units'] = units
            file.attrs['model_config'] = json.dumps(config).encode()
        message = without_filling_memory(lambda: load_model(path))
        assert "'kernel' of layer first" in message


@pytest.mark.parametrize('name, config', [
    ('AUC', {'num_thresholds': 10 ** 9}), ('MeanIoU', {'num_classes': 10 ** 6}),
    ('SensitivityAtSpecificity', {'specificity': .5, 'num_thresholds': 10 ** 9}),
])
def test_metrics_far_larger_than_the_file(tmp_path, name, config):
    path = in_a_file(tmp_path, sequential({'class_name': 'Flatten', 'config': {}}), {
        'optimizer_config': {'class_name': 'SGD', 'config': {}}, 'loss': 'mse',
        'metrics': [{'class_name': name, 'config': config}]})
    assert 'far larger' in without_filling_memory(lambda: load_model(path))


def test_what_is_ones_own_may_be_large(path):
    """A loss or layer of one's own may hold a model that is not in the file, such as VGG19."""
    def features():
        return Sequential([Dense(5000, kernel_initializer='zeros', input_shape=(5000,))])

    class Large(Dense):
        def __init__(self, units, **arguments):
            features()
            super().__init__(units, **arguments)

    def loss(y_true, y_pred):
        features()
        return K.mean(K.square(y_true - y_pred), axis=-1)

    model = small_model()
    model.compile('sgd', loss)
    model.save(path)
    assert type(load_model(path, {'loss': loss, 'Dense': Large}).layers[0]) is Large


def test_states_far_larger_than_the_file(tmp_path):
    path = in_a_file(tmp_path, {'class_name': 'Sequential', 'config': {'layers': [
        {'class_name': 'SimpleRNN', 'config': {'name': 'r', 'units': 2, 'stateful': True,
                                               'batch_input_shape': [10 ** 9, 3, 4]}}]}})
    assert "'states' of layer r" in without_filling_memory(lambda: load_model(path))


def test_names_that_are_listed_over_and_over(path):
    with h5py.File(path, 'r+') as file:
        group = file['model_weights/first']
        del group.attrs['weight_names']
        group['big'] = np.zeros((2 ** 18,), 'float32')
        group.attrs['weight_names'] = np.array([b'big'] * 6000)
    message = without_filling_memory(lambda: small_model().load_weights(path))
    assert 'fills the memory' in message


# Many changes at random; tools/fuzz_files.py makes many more

def fuzzing():
    path = os.path.join(os.path.dirname(__file__), '..', '..', 'tools', 'fuzz_files.py')
    specification = importlib.util.spec_from_file_location('fuzz_files', path)
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


@pytest.mark.parametrize('kind', ['h5', 'json', 'yaml'])
def test_random_changes(tmp_path, kind):
    fuzz = fuzzing()
    files = fuzz.example_files(list(fuzz.example_models())[1:])
    path = str(tmp_path / 'x.h5')
    for run in range(40):
        data = fuzz.changed(kind, files, random.Random(run))
        try:
            with warnings.catch_warnings():
                warnings.simplefilter('ignore')
                fuzz.load(kind, data, path)
        except fuzz.EXPECTED[kind]:
            pass
        K.clear_session()
