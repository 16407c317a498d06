"""Trains models on one device and on several; `test_several_devices.py` gives it four CPUs."""
import numpy as np
import pytest
from numpy.testing import assert_allclose

from keras import backend as K
from keras.layers import LSTM, BatchNormalization, Conv1D, Dense, Dropout, Input
from keras.models import Model
from keras.optimizers import SGD
from keras.utils import multi_gpu_model, set_random_seed
from keras.utils.multi_gpu_utils import model_on

X = np.random.RandomState(0).rand(30, 6, 3)
Y = [np.eye(3)[np.arange(30) % 3], X.mean(axis=(1, 2))]


def small():
    x = Input((6, 3))
    hidden = BatchNormalization()(Conv1D(4, 3, activation='relu')(x))
    hidden = Dropout(.3, seed=3)(LSTM(5)(hidden))
    return Model(x, [Dense(3, activation='softmax', name='a')(hidden), Dense(1, name='b')(hidden)])


def trained(devices):
    """Returns a model, one that runs it on several devices, and what was found in training."""
    set_random_seed(5)
    model = small()
    parallel = model if devices is None else model_on(devices, model, devices[0])
    parallel.compile(SGD(.1, momentum=.9), ['categorical_crossentropy', 'mse'],
                     metrics=['accuracy'])
    history = parallel.fit(X, Y, batch_size=8, epochs=4, validation_split=.2, verbose=0).history
    assert parallel.output_names == ['a', 'b'] and parallel.weights == model.weights
    return model, parallel, history


def places(model):
    return {frozenset(device.id for device in weight.array.sharding.device_set)
            for weight in model.weights}


def check_training():
    """The last batch has 6 samples of 24, which 4 devices cannot share evenly, but 2 can."""
    alone, _, expected = trained(None)
    predicted = alone.predict(X)
    assert places(alone) == {frozenset([0])}
    for numbers in ([1, 3], [0, 1, 2, 3], [3, 0, 2]):
        model, parallel, found = trained(['/cpu:%d' % i for i in numbers])
        for name in expected:
            assert_allclose(found[name], expected[name], rtol=1e-4, err_msg=name)
        assert places(model) == {frozenset(numbers)}
        for of in (model, parallel):
            for found_one, wanted in zip(of.predict(X), predicted):
                assert_allclose(found_one, wanted, rtol=1e-4, atol=1e-6)


def check_that_rows_are_shared():
    x = K.placeholder((None, 2))
    y = K.over_devices(x, ['/cpu:1', '/cpu:2']) * 2
    found = []
    function = K.function([x], [y])
    run = function._run_program

    def spying(program, fed):
        found.append([array.sharding.shard_shape(array.shape)
                      for array in function._arguments(fed)[-1]])
        return run(program, fed)

    function._run_program = spying
    for rows in (6, 5):
        assert_allclose(function([np.ones((rows, 2))])[0], np.full((rows, 2), 2))
    assert found == [[(3, 2)], [(5, 2)]]


def check_two_sets_of_devices():
    model, _, _ = trained(['/cpu:0', '/cpu:1'])
    predicted = model.predict(X)
    other = model_on(['/cpu:2', '/cpu:3'], model, '/cpu:2')
    weight = K.variable(np.ones(3))
    K.eval(K.over_devices(weight, ['/cpu:3']))
    both = K.function(model.inputs, [model.outputs[0] * weight])([X])[0]
    for found in (other.predict(X)[0], model.predict(X)[0], both):
        assert_allclose(found, predicted[0], rtol=1e-5)


def check_errors():
    for use, devices in ((lambda: multi_gpu_model(small(), 2), '/gpu:0, /gpu:1'),
                         (lambda: K.over_devices(K.ones((2,)), ['/gpu:0']), '/gpu:0')):
        with pytest.raises(ValueError, match='%s, but this machine has only /cpu:0, /cpu:1, '
                                             '/cpu:2, /cpu:3' % devices):
            use()


assert K.list_devices() == ['/cpu:0', '/cpu:1', '/cpu:2', '/cpu:3']
check_training()
check_that_rows_are_shared()
check_two_sets_of_devices()
check_errors()
print('all checked')
