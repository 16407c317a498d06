import numpy as np
import pytest
from numpy.testing import assert_allclose

from keras import backend as K
from keras.layers import Dense, Input, Layer
from keras.models import Model, Sequential
from keras.optimizers import SGD

X, Y = np.ones((8, 3)), np.ones((8, 2))


def model():
    found = Sequential([Dense(2, input_shape=(3,), kernel_initializer='zeros')])
    found.compile('sgd', 'mse')
    return found


def batches():
    while True:
        yield X[:4], Y[:4]


def warns(call):
    return pytest.warns(UserWarning, match='Keras 2 call: `%s`' % call)


def test_inputs_and_outputs_of_a_model():
    x = Input((3,))
    y = Dense(2)(x)
    with warns(r'Model\(inputs=..., outputs=..., name=.m.\)'):
        found = Model(input=x, output=y, name='m')
    assert found.inputs[0] is x
    assert found.outputs[0] is y
    assert found.name == 'm'
    with warns(r'Model\(..., outputs=...\)'):
        assert Model(x, output=y).output_shape == (None, 2)
    with pytest.raises(TypeError, match='inputs is given twice: also as input'):
        Model(input=x, inputs=x, outputs=y)


class Own(Model):
    def __init__(self):
        x = Input((3,))
        super().__init__(input=x, output=Dense(2)(x))


def test_subclass_of_model():
    with warns(r'Model\(inputs=..., outputs=...\)'):
        assert Own().output_shape == (None, 2)


def test_epochs():
    with warns(r'fit\(..., ..., epochs=2, verbose=0\)') as caught:
        assert model().fit(X, Y, nb_epoch=2, verbose=0).epoch == [0, 1]
    assert caught[0].filename == __file__
    with pytest.raises(TypeError, match='epochs is given twice: also as nb_epoch'):
        model().fit(X, Y, nb_epoch=2, epochs=3)
    with pytest.raises(TypeError, match='nb_epoc. Did you mean'):
        model().fit(X, Y, nb_epoc=2)


def test_generators():
    with warns(r'fit_generator\(..., steps_per_epoch=3, epochs=2, validation_data=..., '
               r'validation_steps=1, max_queue_size=1, workers=1, use_multiprocessing=False, '
               r'verbose=0\)') as caught:
        history = model().fit_generator(
            batches(), samples_per_epoch=3, nb_epoch=2, validation_data=batches(),
            nb_val_samples=1, max_q_size=1, nb_worker=1, pickle_safe=False, verbose=0)
    assert len(caught) == 1
    assert 'It now counts batches' in str(caught[0].message)
    assert history.epoch == [0, 1]
    assert history.params['steps'] == 3
    with warns(r'evaluate_generator\(..., steps=2, max_queue_size=1, workers=1, '
               r'use_multiprocessing=False\)'):
        loss = model().evaluate_generator(batches(), val_samples=2, max_q_size=1, nb_worker=1,
                                          pickle_safe=False)
    assert_allclose(loss, 1)
    with warns(r'predict_generator\(..., steps=2, max_queue_size=1, workers=1, '
               r'use_multiprocessing=False\)'):
        found = model().predict_generator(batches(), val_samples=2, max_q_size=1, nb_worker=1,
                                          pickle_safe=False)
    assert found.shape == (8, 2)


def test_number_of_batches_needs_no_note_about_samples():
    with pytest.warns(UserWarning) as caught:
        model().evaluate_generator(batches(), 2, max_q_size=1)
    assert 'counts batches' not in str(caught[0].message)


def test_shape_of_a_weight_first():
    layer = Layer(name='l')
    with warns(r'add_weight\(shape=\(3,\), initializer=.one., name=.w.\)'):
        weight = layer.add_weight((3,), initializer='one', name='w')
    assert K.int_shape(weight) == (3,)
    assert_allclose(K.get_value(weight), np.ones(3))
    with warns(r'add_weight\(shape=\(3, 2\), initializer=.zero., name=.v., trainable=False\)'):
        layer.add_weight((3, 2), 'zero', 'v', trainable=False)
    assert [w.name for w in layer.trainable_weights] == ['w:0']
    assert [K.int_shape(w) for w in layer.non_trainable_weights] == [(3, 2)]


def test_constraints_of_an_optimizer():
    weight = K.variable(np.array([1., 2.]))
    loss = K.sum(K.square(weight))
    with warns(r'get_updates\(params=\[...\], loss=...\)'):
        updates = SGD(lr=0.1).get_updates([weight], [], loss)
    K.function([], [loss], updates=updates)([])
    assert_allclose(K.get_value(weight), [0.8, 1.6], rtol=1e-6)
