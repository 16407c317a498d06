"""Custom objects, configurations of objects, bytecode of functions, small helpers."""
import base64
import copy
import marshal
import threading

import h5py
import numpy as np
import pytest

from keras.utils import generic_utils
from keras.utils.generic_utils import (
    CustomObjectScope,
    check_for_unexpected_keys,
    custom_object_scope,
    deserialize_keras_object,
    func_dump,
    func_load,
    get_custom_objects,
    getargspec,
    has_arg,
    is_all_none,
    object_list_uid,
    safe_mode_scope,
    serialize_keras_object,
    slice_arrays,
    to_list,
    transpose_shape,
    unpack_singleton,
)


class Configured:
    def __init__(self, a=1):
        self.a = a

    def get_config(self):
        return {'a': self.a}

    @classmethod
    def from_config(cls, config):
        return cls(**config)


class Nested:
    """Passes the custom objects on to what it holds."""

    def __init__(self, inner):
        self.inner = inner

    @classmethod
    def from_config(cls, config, custom_objects=None):
        return cls(deserialize_keras_object(config['inner'], {}, custom_objects))


class Plain:
    def __init__(self, a=1):
        self.a = a


def double(x):
    return 2 * x


KNOWN = {'Configured': Configured, 'Nested': Nested, 'Plain': Plain, 'double': double,
         'np': np, '_hidden': double}


def test_serialize_then_deserialize():
    assert serialize_keras_object(None) is None
    assert serialize_keras_object(double) == 'double'
    assert serialize_keras_object(Configured) == 'Configured'
    assert serialize_keras_object(Configured(3)) == {'class_name': 'Configured',
                                                     'config': {'a': 3}}
    assert deserialize_keras_object(serialize_keras_object(Configured(3)), KNOWN).a == 3
    assert deserialize_keras_object('double', KNOWN) is double
    assert deserialize_keras_object('Configured', KNOWN).a == 1
    assert deserialize_keras_object({'class_name': 'Plain', 'config': {'a': 7}}, KNOWN).a == 7
    assert deserialize_keras_object(None, KNOWN) is None
    assert deserialize_keras_object(double) is double
    with pytest.raises(ValueError, match='get_config'):
        serialize_keras_object(3)


def test_custom_objects_go_first_and_reach_nested_configurations():
    assert deserialize_keras_object('double', KNOWN, {'double': Plain}).a == 1
    made = deserialize_keras_object({'class_name': 'mine', 'config': {'a': 4}}, KNOWN,
                                    {'mine': lambda a: ('made', a)})
    assert made == ('made', 4)
    nested = {'class_name': 'Nested', 'config': {'inner': {'class_name': 'Mine',
                                                           'config': {'a': 5}}}}
    assert deserialize_keras_object(nested, KNOWN, {'Mine': Configured}).inner.a == 5
    with custom_object_scope({'Mine': Configured}):
        assert deserialize_keras_object(nested, KNOWN).inner.a == 5


def test_scope_restores_what_was_there():
    get_custom_objects()['a'] = 1
    try:
        with pytest.raises(RuntimeError), CustomObjectScope({'a': 2}, {'b': 3}):
            assert get_custom_objects() == {'a': 2, 'b': 3}
            raise RuntimeError
        assert get_custom_objects() == {'a': 1}
    finally:
        get_custom_objects().clear()


@pytest.mark.parametrize('identifier, message', [
    ('doubel', r"Unknown loss: 'doubel'. Did you mean 'double'\?.*custom_objects"),
    ('configured', r"Did you mean 'Configured'\?"),
    ('np', "Unknown loss: 'np'"),
    ('_hidden', "Unknown loss: '_hidden'"),
    ({'class_name': 'Confgured', 'config': {}}, "Did you mean 'Configured'"),
    ({'class_name': 'double', 'config': {'x': 1}}, "Unknown loss: 'double'"),
    ({'class_name': 'Plain'}, 'class_name'),
    ({}, 'class_name'),
])
def test_bad_identifiers_are_explained(identifier, message):
    with pytest.raises(ValueError, match=message):
        deserialize_keras_object(identifier, KNOWN, printable_module_name='loss')


def test_identifier_of_wrong_type():
    with pytest.raises(TypeError, match='3 as loss'):
        deserialize_keras_object(3, KNOWN, printable_module_name='loss')


def foreign(function):
    """The text of a function as if another process had written it."""
    code = marshal.dumps(function.__code__)
    return base64.encodebytes(code).decode('ascii')


def make_adder(y):
    return lambda x, z=3: x + y + z


def test_functions_go_through_text():
    dumped = func_dump(make_adder(2))
    assert dumped[1:] == ((3,), (2,))
    assert func_load(dumped)(1) == 6
    assert func_load(list(dumped))(1) == 6
    assert func_load(dumped[0], defaults=[3], closure=[2])(1) == 6
    with safe_mode_scope(False):
        assert func_load(dumped[0], defaults=[5], closure=[2])(1) == 8
    assert func_load(func_dump(lambda: top), globs={'top': 8})() == 8  # noqa: F821
    assert func_load(func_dump(lambda x: sum(x)))([1, 2]) == 3


def test_bytecode_from_elsewhere_is_refused_unless_trusted():
    code = foreign(lambda x: x + 41)
    for scope in (safe_mode_scope(None), safe_mode_scope(True)):
        with scope, pytest.raises(ValueError, match='safe_mode=False'):
            func_load(code)
    with safe_mode_scope(False):
        assert func_load(code)(1) == 42
        with safe_mode_scope(True), pytest.raises(ValueError, match='safe_mode'):
            func_load(code)
        assert func_load(code)(1) == 42
    with pytest.raises(ValueError, match='safe_mode'):
        func_load(code)


def test_bytecode_of_this_process_with_other_values_is_refused():
    code, defaults, closure = func_dump(make_adder(2))
    for other in ((code, (4,), closure), (code, defaults, (3,)), (code, None, closure)):
        with pytest.raises(ValueError, match='outside the process that wrote it'):
            func_load(other)


def test_values_that_no_file_holds():
    class Held:
        value = 3

    held = Held()
    dumped = func_dump(lambda: (held.value, np.sum([1, 2])))
    assert func_load(dumped, globs={'np': np})() == (3, 3)
    # A copy of a configuration holds a copy.
    assert func_load(copy.deepcopy(dumped), globs={'np': np})() == (3, 3)


def test_global_names_stay_those_of_the_caller():
    names = {}
    function = func_load(func_dump(lambda: len(later)), globs=names)  # noqa: F821
    names['later'] = [1, 2]
    assert function() == 2


def test_safe_mode_refuses_even_the_bytecode_of_this_process():
    with safe_mode_scope(True), pytest.raises(ValueError, match='refused'):
        func_load(func_dump(lambda x: x))


def test_a_scope_holds_for_its_thread_only():
    refused = []

    def load():
        try:
            func_load(foreign(lambda x: x - 1))
        except ValueError:
            refused.append(True)
    with safe_mode_scope(False):
        thread = threading.Thread(target=load)
        thread.start()
        thread.join()
    assert refused


@pytest.mark.parametrize('code', ['', 'AAAA', 'no bytecode', 'Z' * 40, 'é',
                                  base64.b64encode(marshal.dumps([1])).decode()])
def test_unreadable_bytecode(code):
    with safe_mode_scope(False), pytest.raises(ValueError, match='cannot be read'):
        func_load(code)


def test_has_arg_and_getargspec():
    def f(x, *args, k=1, **kwargs):
        pass
    assert has_arg(f, 'x') and has_arg(f, 'k')
    assert not has_arg(f, 'args') and not has_arg(f, 'kwargs') and not has_arg(f, 'other')
    assert has_arg(f, 'other', accept_all=True)
    assert not has_arg(double, 'other', accept_all=True)
    assert has_arg(Plain, 'a') and not has_arg(Plain(1).__init__, 'self')
    assert getargspec(f) == (['x'], 'args', 'kwargs', None)
    assert getargspec(f).keywords == 'kwargs'


def test_lists():
    assert to_list(1) == [1] and to_list([1]) == [1] and to_list(None) == [None]
    assert to_list((1, 2)) == [(1, 2)] and to_list((1, 2), allow_tuple=True) == [1, 2]
    assert unpack_singleton([1]) == 1 and unpack_singleton((1,)) == 1
    assert unpack_singleton([1, 2]) == [1, 2] and unpack_singleton([]) == []
    assert is_all_none(None) and is_all_none([None, None]) and is_all_none((None,))
    assert is_all_none([]) and not is_all_none([None, 1]) and not is_all_none(0)
    x, y = object(), object()
    assert object_list_uid([x, y]) == '%d, %d' % (id(x), id(y))
    assert object_list_uid(x) == str(id(x))


def test_slice_arrays(tmp_path):
    x = np.arange(10)
    sliced = slice_arrays([x, None], 2, 5)
    np.testing.assert_array_equal(sliced[0], [2, 3, 4])
    assert sliced[1] is None
    np.testing.assert_array_equal(slice_arrays(x, 2, 5), [2, 3, 4])
    np.testing.assert_array_equal(slice_arrays(x, [4, 1]), [4, 1])
    np.testing.assert_array_equal(slice_arrays([x], np.array([4, 1]))[0], [4, 1])
    assert slice_arrays(None, 2, 5) == [None]
    with h5py.File(str(tmp_path / 'x.h5'), 'w') as file:
        file['x'] = x
        np.testing.assert_array_equal(slice_arrays([file['x']], np.array([1, 4]))[0], [1, 4])


def test_transpose_shape():
    assert transpose_shape((16, 128, 64, 32), 'channels_first', (1, 2)) == (16, 32, 128, 64)
    assert transpose_shape([1, 2, 3, 4, 5], 'channels_first', (1, 2, 3)) == [1, 5, 2, 3, 4]
    assert transpose_shape((1, 2, 3, 4), 'channels_last', (1, 2)) == (1, 2, 3, 4)
    with pytest.raises(ValueError, match='channels_middle'):
        transpose_shape((1, 2, 3, 4), 'channels_middle', (1, 2))


def test_unexpected_keys():
    check_for_unexpected_keys('names', {'a': 1}, ['a', 'b'])
    with pytest.raises(ValueError, match=r"names dictionary: \['c'\].*\['a', 'b'\]"):
        check_for_unexpected_keys('names', {'a': 1, 'c': 2}, ['a', 'b'])


def test_progress_bar_is_found_here():
    assert generic_utils.Progbar(3).target == 3
