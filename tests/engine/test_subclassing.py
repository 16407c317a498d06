"""Models that are subclasses with a `call` of their own."""
import numpy as np
import pytest
from small_models import BIAS, KERNEL, ONE_HOT, WEIGHTS, X, Y, predicted, step

from keras import backend as K
from keras.engine.base_layer import Layer
from keras.layers import (
    LSTM,
    BatchNormalization,
    Dense,
    Dropout,
    Embedding,
    Input,
    Lambda,
    TimeDistributed,
)
from keras.metrics import Mean, Metric
from keras.models import Model, Sequential, clone_model, load_model
from keras.optimizers import SGD
from keras.utils import Sequence


class Linear(Model):
    """Computes `x @ KERNEL + BIAS` before it is trained."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.out = Dense(1, name='out', weights=[KERNEL, BIAS])

    def call(self, inputs):
        return self.out(inputs)


class Tower(Model):
    """Two dense layers, with batch normalization in between."""

    def __init__(self, units=1, **kwargs):
        super().__init__(**kwargs)
        self.first = Dense(3, name='first')
        self.last = Dense(units, name='last')
        self.norm = BatchNormalization(name='norm')

    def call(self, inputs):
        return self.last(self.norm(self.first(inputs)))


class Exchange(Model):
    """Takes inputs of 2 and 3 columns, and returns 3 and 2 columns."""

    def __init__(self):
        super().__init__()
        self.left = Dense(2)
        self.right = Dense(3)

    def call(self, inputs):
        a, b = inputs
        return [self.right(a), self.left(b)]


class Batches(Sequence):
    def __len__(self):
        return 2

    def __getitem__(self, i):
        return X[3 * i:3 * i + 3], Y[3 * i:3 * i + 3]


def model_of(function, layer=None):
    """Returns a model that holds a layer and computes `function(model, inputs)`."""
    class Of(Model):
        def __init__(self):
            super().__init__()
            self.layer = layer

        def call(self, inputs):
            return function(self, inputs)

    return Of()


def compiled(model, loss='mse', lr=.1, **kwargs):
    model.compile(SGD(lr), loss, **kwargs)
    return model


def endless(x, y):
    while True:
        yield x, y


# Training

def test_steps_are_those_of_gradient_descent():
    model = compiled(Linear())
    assert model.train_on_batch(X, Y) == pytest.approx(np.mean((predicted() - Y) ** 2))
    kernel, bias, _ = step(KERNEL, BIAS, X, Y)
    np.testing.assert_allclose(model.get_weights()[0], kernel, rtol=1e-5)
    np.testing.assert_allclose(model.predict(X), X.dot(kernel) + bias, rtol=1e-5)


@pytest.mark.parametrize('fit', [
    lambda model: model.fit(X, Y, shuffle=False, batch_size=3, verbose=0),
    lambda model: model.fit([X], [Y], shuffle=False, batch_size=3, verbose=0),
    lambda model: model.fit(X.tolist(), Y.tolist(), shuffle=False, batch_size=3, verbose=0),
    lambda model: model.fit({'input_1': X}, {'output_1': Y}, shuffle=False, batch_size=3,
                            verbose=0),
    lambda model: model.fit((batch for batch in Batches()), steps_per_epoch=2, verbose=0),
    lambda model: model.fit_generator(Batches(), shuffle=False, verbose=0),
    lambda model: [model.train_on_batch(*batch) for batch in Batches()],
], ids=['array', 'list', 'numbers', 'names', 'generator', 'sequence', 'batches'])
def test_all_forms_of_data(fit):
    model = compiled(Linear())
    fit(model)
    kernel, bias, _ = step(KERNEL, BIAS, X[:3], Y[:3])
    kernel, bias, _ = step(kernel, bias, X[3:], Y[3:])
    np.testing.assert_allclose(model.get_weights()[0], kernel, rtol=1e-5)
    np.testing.assert_allclose(model.get_weights()[1], bias, rtol=1e-5)


def test_use_before_training():
    for use in (lambda model: model.predict(X), lambda model: model.predict_on_batch(X),
                lambda model: model.predict_generator(iter([X]), steps=1)):
        np.testing.assert_allclose(use(Linear()), predicted(), rtol=1e-5)
    loss = np.mean((predicted() - Y) ** 2)
    assert compiled(Linear()).evaluate(X, Y, verbose=0) == pytest.approx(loss)
    assert compiled(Linear()).test_on_batch(X, Y) == pytest.approx(loss)
    assert compiled(Linear()).evaluate_generator(endless(X, Y), steps=2) == pytest.approx(loss)


def test_names_of_several_inputs_and_outputs():
    model = compiled(Exchange(), ['mse', 'mae'], metrics={'output_2': ['mse']}, loss_weights=[1, 2])
    assert model.metrics_names == ['loss']  # as long as the outputs are unknown
    data = [X, ONE_HOT], [ONE_HOT, X]
    history = model.fit(*data, verbose=0, validation_data=data).history
    names = ['loss', 'output_1_loss', 'output_2_loss', 'output_2_mse']
    assert model.metrics_names == names
    assert sorted(history) == sorted(names + ['val_' + name for name in names])
    assert model.input_names == ['input_1', 'input_2']
    a, b = model.predict([X, ONE_HOT])
    assert a.shape == (5, 3) and b.shape == (5, 2)


def test_inputs_by_name():
    in_order = {'input_1': X, 'input_2': ONE_HOT}
    for data in (in_order, dict(reversed(list(in_order.items())))):
        assert Exchange().predict(data)[0].shape == (5, 3)
    with pytest.raises(ValueError, match='no names yet.*list.*input_1, input_2'):
        Exchange().predict({'a': X, 'b': ONE_HOT})


def test_training_and_inference_differ():
    class Dropping(Model):
        def __init__(self):
            super().__init__()
            self.drop = Dropout(.5)

        def call(self, inputs, training=None):
            return self.drop(inputs, training=training)

    x = np.ones((4, 50))
    model = compiled(Dropping(), lr=0.)
    np.testing.assert_array_equal(model.predict(x), x)
    assert model.uses_learning_phase
    assert model.test_on_batch(x, x) == 0
    x = Input((50,))
    always = Model(x, Dropping()(x, training=True))
    assert set(np.unique(always.predict(np.ones((4, 50))))) == {0., 2.}


def test_masks_reach_the_call():
    seen = []

    class Masked(Model):
        def __init__(self):
            super().__init__()
            self.recurrent = LSTM(2)

        def call(self, inputs, mask=None):
            seen.append(mask)
            return self.recurrent(inputs, mask=mask)

    x = Input((4,))
    embedded = Embedding(5, 3, mask_zero=True)(x)
    Model(x, Masked()(embedded))
    assert seen == [embedded._keras_history[0].output_mask]


def test_losses_and_metrics_added_in_a_call():
    class Penalized(Linear):
        def call(self, inputs):
            y = super().call(inputs)
            self.add_loss(K.mean(K.square(y)))
            self.add_metric(K.max(inputs), name='largest')
            return y

    model = compiled(Penalized())
    loss, largest = model.evaluate(X, Y, verbose=0)
    error = np.mean((predicted() - Y) ** 2)
    assert loss == pytest.approx(error + np.mean(predicted() ** 2))
    assert largest == 3
    assert model.metrics_names == ['loss', 'largest']
    model = Penalized()
    model.compile(SGD(.1))
    assert model.evaluate(X, verbose=0)[0] == pytest.approx(np.mean(predicted() ** 2))
    model.fit(X, verbose=0, epochs=20)
    assert model.evaluate(X, verbose=0)[0] < .1


def test_metrics_with_a_state():
    class Total(Metric):
        def __init__(self, name='total', **kwargs):
            super().__init__(name=name, **kwargs)
            self.sum = self.add_weight('sum', initializer='zeros')

        def update_state(self, y_true, y_pred, sample_weight=None):
            return K.update_add(self.sum, K.sum(y_true))

        def result(self):
            return self.sum

    class Watched(Linear):
        def __init__(self):
            super().__init__()
            self.mean = Mean(name='mean')

        def call(self, inputs):
            y = super().call(inputs)
            self.add_metric(self.mean(y))
            return y

    model = compiled(Watched(), lr=0., metrics=[Total()])
    history = model.fit(X, Y, batch_size=2, epochs=2, verbose=0).history
    np.testing.assert_allclose(history['total'], [5, 5])
    np.testing.assert_allclose(history['mean'], [predicted().mean()] * 2, rtol=1e-5)
    assert len(model.weights) == 2


def test_weights_of_samples_and_target_tensors():
    errors = ((predicted() - Y) ** 2).ravel()
    model = compiled(Linear(), weighted_metrics=['mse'])
    loss, mse = model.evaluate(X, Y, sample_weight=WEIGHTS, verbose=0)
    assert loss == pytest.approx(np.mean(errors * WEIGHTS))
    assert mse == pytest.approx(np.sum(errors * WEIGHTS) / WEIGHTS.sum())
    model = compiled(Linear(), target_tensors=[K.variable(Y)])
    assert model.train_on_batch(X, None) == pytest.approx(errors.mean())


def test_compiling_again():
    model = compiled(Linear())
    model.fit(X, Y, verbose=0)
    compiled(model, 'mae', lr=0., metrics=['mse'])
    kernel, bias = model.get_weights()
    history = model.fit(X, Y, verbose=0).history
    assert history['mse'][0] == pytest.approx(np.mean((X.dot(kernel) + bias - Y) ** 2))
    assert history['loss'][0] == pytest.approx(np.mean(np.abs(X.dot(kernel) + bias - Y)))


# Building

def test_build_makes_weights_and_inputs():
    model = Tower()
    model.build((None, 2))
    assert model.built and len(model.weights) == 8
    assert model.input_shape == (None, 2) and model.output_shape == (None, 1)
    model.compile('sgd', 'mse', metrics=['mae'])
    assert model.metrics_names == ['loss', 'mae']
    several = Exchange()
    several.build([(None, 2), (None, 3)])
    assert several.output_shape == [(None, 3), (None, 2)]


def test_build_may_make_the_layers():
    class Late(Model):
        def build(self, input_shape):
            self.out = Dense(input_shape[-1])
            super().build(input_shape)

        def call(self, inputs):
            return self.out(inputs)

    class Quiet(Late):
        def build(self, input_shape):
            self.out = Dense(input_shape[-1])

    for cls in (Late, Quiet):
        assert cls().predict(X).shape == (5, 2)
        x = Input((2,))
        part = cls()
        part(x)
        layer = part.out
        assert part.predict(X).shape == (5, 2) and part.out is layer
    model = Late()
    model.build((None, 2))
    assert len(model.weights) == 2


def test_sizes_that_vary_are_told_to_build():
    data = np.ones((2, 4, 3))
    model = model_of(lambda self, x: self.layer(x), LSTM(2))
    model.predict(data)
    with pytest.raises(ValueError, match=r'\(None, 4, 3\).*first data.*model.build'):
        model.predict(data[:, 1:])
    model.build((None, None, 3))
    for steps in (1, 2, 4):
        assert model.predict(data[:, :steps]).shape == (2, 2)


def test_stateful_layers_are_told_the_size_of_batches():
    model = model_of(lambda self, x: self.layer(x), LSTM(1, stateful=True))
    data = np.ones((2, 4, 3))
    with pytest.raises(ValueError, match='know the batch size'):
        model.predict(data)
    model.build((2, 4, 3))
    first, second = model.predict(data), model.predict(data)
    assert not np.allclose(first, second)
    model.reset_states()
    np.testing.assert_allclose(model.predict(data), first, rtol=1e-6)


def test_what_a_call_may_not_return():
    for returned, what in ((None, 'None.*lack a return'), ({'y': 3}, 'a dict'), (3., 'a float')):
        with pytest.raises(ValueError, match='must return a tensor.*but returned ' + what):
            model_of(lambda self, x, y=returned: y).predict(X)


def test_a_model_without_a_call():
    class Nothing(Model):
        def __init__(self):
            super().__init__(name='nothing')
            self.out = Dense(1)

    for use in (lambda model: model.fit(X, Y), lambda model: model.predict(X),
                lambda model: model.build((None, 2)), lambda model: model(Input((2,)))):
        with pytest.raises(NotImplementedError, match='Nothing nothing has neither.*`call`'):
            use(compiled(Nothing()))


# Inside each other

def test_a_subclass_inside_a_graph():
    x = Input((2,))
    part = Tower(2, name='part')
    y = part(x)
    assert y._keras_shape == (None, 2)
    model = compiled(Model(x, Dense(1, name='end')(y)))
    assert [layer.name for layer in model.layers][1:] == ['part', 'end']
    assert len(model.weights) == 10 and len(model.trainable_weights) == 8
    assert len(model.updates) == len(part.updates) == 2
    mean = K.get_value(part.norm.moving_mean)
    model.train_on_batch(X, Y)
    assert not np.allclose(K.get_value(part.norm.moving_mean), mean)
    hidden = part.predict(X)
    np.testing.assert_allclose(model.predict(X), hidden.dot(model.get_weights()[-2])
                               + model.get_weights()[-1], rtol=1e-5)
    part.trainable = False
    assert len(model.trainable_weights) == 2 and not model.updates


def test_graphs_and_rows_inside_a_subclass():
    class Both(Model):
        def __init__(self):
            super().__init__()
            x = Input((2,))
            self.graph = Model(x, Dense(3, kernel_regularizer='l2')(x))
            self.row = Sequential([Dense(2), Dense(1)])

        def call(self, inputs):
            return self.row(self.graph(inputs))

    model = compiled(Both())
    before = model.predict(X)
    model.fit(X, Y, verbose=0)
    assert len(model.trainable_weights) == 6 and len(model.losses) == 1
    assert not np.allclose(model.predict(X), before)


def test_a_subclass_inside_subclasses_and_layers():
    class Block(Layer):
        def __init__(self, **kwargs):
            super().__init__(**kwargs)
            self.inner = Tower(2, name='inner')

        def call(self, inputs):
            return self.inner(inputs)

        def compute_output_shape(self, input_shape):
            return (input_shape[0], 2)

    class Outer(Model):
        def __init__(self):
            super().__init__()
            self.block = Block()
            self.out = Linear(name='linear')

        def call(self, inputs):
            return self.out(self.block(inputs))

    model = compiled(Outer())
    model.fit(X, Y, verbose=0)
    assert [layer.name for layer in model.layers] == ['block_1', 'linear']
    assert len(model.weights) == 10 and len(model.updates) == 2


def test_losses_of_inner_models():
    class Inner(Model):
        def __init__(self):
            super().__init__()
            self.out = Dense(2, kernel_regularizer='l2', activity_regularizer='l2')

        def call(self, inputs):
            self.add_loss(K.sum(inputs))
            return self.out(inputs)

    inner = Inner()
    model = model_of(lambda self, x: self.layer(x), inner)
    model.build((None, 2))
    assert len(model.losses) == len(inner.losses) == 3


def test_wrapped_and_called_twice():
    class Shift(Model):
        def __init__(self):
            super().__init__()
            self.shift = self.add_weight('shift', (2,), initializer='ones')

        def call(self, inputs, scale=1.):
            return inputs * scale + self.shift

        def compute_output_shape(self, input_shape):
            return input_shape

    shift = Shift()
    x = Input((3, 2))
    model = Model(x, Lambda(lambda t: t * 2)(TimeDistributed(shift)(shift(x, scale=10.))))
    data = np.arange(12.).reshape((2, 3, 2))
    np.testing.assert_allclose(model.predict(data), 2 * (10 * data + 2))
    assert len(model.weights) == 1


def test_a_subclass_at_the_head_of_a_row():
    model = compiled(Sequential([Tower(3), Dense(1)]))
    model.fit(X, Y, verbose=0)
    assert len(model.weights) == 10


# Files and descriptions

def test_weights_go_to_files_layer_by_layer(tmp_path):
    path = str(tmp_path / 'weights.h5')
    model = compiled(Tower())
    model.fit(X, Y, verbose=0)
    model.save_weights(path)
    again = Tower()
    with pytest.raises(ValueError, match='no weights yet'):
        again.load_weights(path)
    again.build((None, 2))
    again.load_weights(path)
    np.testing.assert_allclose(again.predict(X), model.predict(X), rtol=1e-6)
    by_name = Tower()
    by_name.predict(X)
    by_name.load_weights(path, by_name=True)
    np.testing.assert_allclose(by_name.predict(X), model.predict(X), rtol=1e-6)
    assert [w.shape for w in model.get_weights()] == [
        (2, 3), (3,), (3, 1), (1,), (3,), (3,), (3,), (3,)]
    by_name.set_weights([w * 0 for w in model.get_weights()])
    np.testing.assert_array_equal(by_name.predict(X), np.zeros((5, 1)))


class Shifted(Linear):
    def __init__(self, size=1):
        super().__init__()
        self.shift = K.variable(np.arange(size))


def test_variables_of_the_model_itself_go_to_files_too(tmp_path):
    path = str(tmp_path / 'weights.h5')
    model = Shifted(2)
    model.build((None, 2))
    K.set_value(model.shift, [7., 8.])
    model.save_weights(path)
    for by_name in (False, True):
        again = Shifted(2)
        again.build((None, 2))
        again.load_weights(path, by_name=by_name)
        assert K.get_value(again.shift).tolist() == [7, 8]
    other = Shifted(1)
    other.build((None, 2))
    other.set_weights([np.array([5.]), KERNEL * 0, BIAS])
    with pytest.raises(ValueError, match=r'outside its layers of shapes \(1,\), but \(2,\)'):
        other.load_weights(path)
    assert not other.get_weights()[1].any()
    plain = Linear()
    plain.build((None, 2))
    plain.load_weights(path)
    plain.save_weights(path)
    with pytest.warns(UserWarning, match='no values for the variables .* keep their values'):
        other.load_weights(path)
    np.testing.assert_allclose(other.get_weights()[1], KERNEL)


def test_weights_of_a_functional_model_fit_a_subclass(tmp_path):
    path = str(tmp_path / 'weights.h5')
    Sequential([Dense(1, input_shape=(2,), weights=[KERNEL, BIAS])]).save_weights(path)
    model = model_of(lambda self, x: self.layer(x), Dense(1))
    model.build((None, 2))
    model.load_weights(path)
    np.testing.assert_allclose(model.predict(X), predicted(), rtol=1e-6)


def test_there_is_no_architecture_to_save(tmp_path):
    path = tmp_path / 'model.h5'
    model = compiled(Linear(name='own'))
    model.fit(X, Y, verbose=0)
    for use in (lambda: model.save(str(path)), model.to_json, model.to_yaml, model.get_config):
        with pytest.raises(NotImplementedError, match='Linear own is a subclass.*save_weights'):
            use()
    assert not path.exists()
    with pytest.raises(ValueError, match='own is a subclass'):
        clone_model(model)
    x = Input((2,))
    with pytest.raises(NotImplementedError, match='Linear own is a subclass'):
        Model(x, model(x)).save(str(path))
    with pytest.raises(OSError):
        load_model(str(path))


def test_summary(capsys):
    model = Tower(name='tower')
    with pytest.raises(ValueError, match='no summary before it is built'):
        model.summary()
    model.predict(X)
    model.summary()
    lines = capsys.readouterr().out.split('\n')
    assert lines[0] == 'Model: "tower"'
    assert [line.split() for line in lines[4:9:2]] == [
        ['first', '(Dense)', '(None,', '3)', '9'], ['last', '(Dense)', '(None,', '1)', '4'],
        ['norm', '(BatchNormalization)', '(None,', '3)', '12']]
    assert lines[10] == 'Total params: 25' and lines[12] == 'Non-trainable params: 6'


def test_steps_as_in_tf_keras_are_not_called():
    class Trained(Model):
        def train_step(self, data):
            raise AssertionError
    inputs = Input((2,))
    model = Trained(inputs, Dense(1)(inputs))
    with pytest.warns(UserWarning, match='Trained has the method train_step, .*never'):
        model.compile('sgd', 'mse')
    model.fit(np.ones((4, 2)), np.ones((4, 1)), verbose=0)
