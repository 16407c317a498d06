"""Every engine offers every op, as the contract says, and none of Keras 2's names is missing."""
import glob
import inspect
import os
import re
import sys
import types

import pytest

from keras import backend as K
from keras.backend import contract

PUBLIC_NAMES_OF_KERAS_2_3 = """
    abs all any arange argmax argmin backend batch_dot batch_flatten batch_get_value
    batch_normalization batch_set_value bias_add binary_crossentropy cast cast_to_floatx
    categorical_crossentropy clear_session clip concatenate constant control_dependencies conv1d
    conv2d conv2d_transpose conv3d conv3d_transpose cos count_params ctc_batch_cost ctc_decode
    ctc_label_dense_to_sparse cumprod cumsum depthwise_conv2d dot dropout dtype elu epsilon
    equal eval exp expand_dims eye flatten floatx foldl foldr function gather get_session
    get_uid get_value gradients greater greater_equal hard_sigmoid identity image_data_format
    in_test_phase in_top_k in_train_phase int_shape is_keras_tensor is_placeholder is_sparse
    is_tensor is_variable l2_normalize learning_phase less less_equal local_conv1d local_conv2d
    log logsumexp manual_variable_initialization map_fn max maximum mean min minimum
    moving_average_update ndim normalize_batch_in_training normalize_data_format not_equal
    one_hot ones ones_like permute_dimensions placeholder pool2d pool3d pow print_tensor prod
    random_binomial random_normal random_normal_variable random_uniform random_uniform_variable
    relu repeat repeat_elements reset_uids reshape resize_images resize_volumes reverse rnn
    round separable_conv1d separable_conv2d set_epsilon set_floatx set_image_data_format
    set_learning_phase set_session set_value shape sigmoid sign sin size slice softmax softplus
    softsign sparse_categorical_crossentropy spatial_2d_padding spatial_3d_padding sqrt square
    squeeze stack std stop_gradient sum switch tanh temporal_padding tile to_dense transpose
    truncated_normal update update_add update_sub var variable zeros zeros_like
"""
NAMES = PUBLIC_NAMES_OF_KERAS_2_3.split()
OPS = contract.ops()


def names_in_tests():
    """Returns the names that tests in this folder give to ops: `K.sum`, in tables `'sum'`."""
    here = os.path.dirname(os.path.abspath(__file__))
    names = set()
    for path in glob.glob(os.path.join(here, '**', 'test_*.py'), recursive=True):
        if os.path.basename(path) != os.path.basename(__file__):
            with open(path, encoding='utf-8') as file:
                text = file.read()
            names.update(re.findall(r'\bK\.(\w+)', text))
            if 'getattr(' in text:
                names.update(re.findall(r"'(\w+)'", text))
    return names


NAMES_IN_TESTS = names_in_tests()


def test_all_names_are_listed():
    assert len(NAMES) == len(set(NAMES)) == 155


@pytest.mark.parametrize('name', NAMES)
def test_name_exists_and_is_documented(name):
    function = getattr(K, name, None)
    assert callable(function), 'keras.backend lacks ' + name
    assert inspect.getdoc(function), 'K.%s has no docstring' % name


@pytest.mark.parametrize('name', sorted(OPS))
def test_signature_is_that_of_the_contract(name):
    wanted = inspect.signature(OPS[name]).parameters.values()
    given = inspect.signature(getattr(K, name)).parameters.values()
    assert [(p.name, p.default, p.kind) for p in given] == [
        (p.name, p.default, p.kind) for p in wanted]


@pytest.mark.parametrize('name', sorted(OPS))
def test_contract_is_documentation_alone(name):
    lines, _ = inspect.getsourcelines(OPS[name])
    source = ''.join(lines)
    assert source.rstrip().endswith('"""')
    assert source.count('"""') == 2
    summary = inspect.getdoc(OPS[name]).splitlines()
    assert summary[0].endswith(('.', ':'))
    assert len(summary) == 1 or summary[1] == '', 'the summary of K.%s is one line' % name


@pytest.mark.parametrize('name', sorted(OPS))
def test_help_describes_every_argument(name):
    op = getattr(K, name)
    described = re.findall(r'^    ([\w*, ]+): ', op.__doc__, re.MULTILINE)
    described = {argument.strip('*') for names in described for argument in names.split(', ')}
    assert not set(inspect.signature(op).parameters) - described


def test_help_shows_what_a_room_says_of_all_its_ops():
    assert 'nothing happens until a function' in K.update.__doc__
    assert K.split.__doc__.endswith('[[3.0, 4.0]]]')
    assert inspect.getdoc(K.cumsum) == """\
Returns the running sums along `axis`, in the shape of `x`.

Args:
    x: tensor, number or array.
    axis: int; negative ints count from the end.

Example:
    >>> K.eval(K.cumsum(K.constant([1., 2., 3.])))
    array([1., 3., 6.], dtype=float32)"""


@pytest.mark.parametrize('name', sorted(OPS))
def test_op_is_tested(name):
    assert name in NAMES_IN_TESTS, 'no test in tests/backend names K.%s' % name


def test_engine_offers_ops_only():
    engine = sys.modules['keras.backend.%s_backend' % K.backend()]
    functions = {name: value for name, value in vars(engine).items()
                 if inspect.isroutine(value) and not name.startswith('_')}
    of_python = {'py_all', 'py_sum'} if K.backend() == 'tensorflow' else set()
    assert set(functions) - of_python == {
        name for name, value in vars(K).items()
        if inspect.isroutine(value) and not name.startswith('_')}
    assert all(functions[name] is getattr(K, name) for name in OPS)


def test_helper_with_the_name_of_an_op_is_not_the_op(monkeypatch):
    package, room = types.ModuleType('engine'), types.ModuleType('engine.math')
    monkeypatch.setitem(sys.modules, 'engine.math', room)
    room.sum = sum
    room.max = max = eval('lambda x: x', {'__name__': 'engine.math'})
    assert K._op_of(package, 'math', 'sum') is None
    assert K._op_of(package, 'math', 'min') is None
    assert K._op_of(package, 'math', 'max') is max
    assert K._op_of(package, 'nn', 'relu') is None
