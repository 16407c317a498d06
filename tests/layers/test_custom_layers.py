"""Layers of one's own, in the ways that people write them for Keras 2: made, trained and saved."""
import numpy as np
import pytest
from layer_checks import check_layer, output_of, random
from numpy.testing import assert_allclose

from keras import activations, constraints, initializers, regularizers
from keras import backend as K
from keras.engine.topology import InputSpec, Layer
from keras.layers import (
    LSTM,
    RNN,
    Add,
    BatchNormalization,
    Bidirectional,
    Conv1D,
    Dense,
    Dropout,
    Embedding,
    Flatten,
    Input,
    Lambda,
    Masking,
    TimeDistributed,
)
from keras.models import Model, Sequential, load_model, model_from_json


class Linear(Layer):
    """The first layer of one's own."""

    def __init__(self, output_dim, **kwargs):
        self.output_dim = output_dim
        super(Linear, self).__init__(**kwargs)  # noqa: UP008  (as everybody wrote it)

    def build(self, input_shape):
        self.kernel = self.add_weight(name='kernel', shape=(input_shape[1], self.output_dim),
                                      initializer='uniform', trainable=True)
        super(Linear, self).build(input_shape)  # noqa: UP008

    def call(self, x):
        return K.dot(x, self.kernel)

    def compute_output_shape(self, input_shape):
        return (input_shape[0], self.output_dim)

    def get_config(self):
        config = {'output_dim': self.output_dim}
        base_config = super(Linear, self).get_config()  # noqa: UP008
        return dict(list(base_config.items()) + list(config.items()))


class TestOneInput:
    def test_outputs(self):
        x, kernel = random(4, 3), random(3, 2)
        check_layer(Linear(2), x, x @ kernel, [kernel])

    def test_training_and_files(self, tmp_path):
        path = str(tmp_path / 'model.h5')
        model = Sequential([Linear(8, input_shape=(3,)), Dense(2), Linear(1)])
        model.compile('adam', 'mse')
        x = random(32, 3)
        y = x.sum(axis=1, keepdims=True)
        K.set_value(model.optimizer.lr, 0.03)
        losses = model.fit(x, y, epochs=60, verbose=0).history['loss']
        assert losses[-1] < losses[0] / 10
        model.save(path)
        with pytest.raises(ValueError, match="Unknown layer: 'Linear'.*custom_objects"):
            load_model(path)
        copy = load_model(path, custom_objects={'Linear': Linear})
        assert_allclose(copy.predict(x), model.predict(x), rtol=1e-6)
        assert_allclose(copy.train_on_batch(x, y), model.train_on_batch(x, y), rtol=1e-5)
        text = model_from_json(model.to_json(), custom_objects={'Linear': Linear})
        text.set_weights(model.get_weights())
        assert_allclose(text.predict(x), model.predict(x), rtol=1e-6)

    def test_start_weights(self):
        kernel = random(3, 2)
        model = Sequential([Linear(2, weights=[kernel], input_shape=(3,))])
        assert_allclose(model.get_weights()[0], kernel)

    def test_every_step_of_a_sequence(self):
        x, kernel = random(4, 5, 3), random(3, 2)
        layer = TimeDistributed(Linear(2, weights=[kernel]))
        assert_allclose(output_of(layer, x), x @ kernel, rtol=1e-5)


class OlderScale(Layer):
    """Keeps variables itself, and lists them as weights."""

    def build(self, input_shape):
        self.scale = K.variable(np.full(input_shape[-1], 2.), name='scale')
        self.count = K.variable(0., name='count')
        self.trainable_weights = [self.scale]
        self.non_trainable_weights = [self.count]
        self.built = True

    def call(self, x):
        self.add_update([K.update_add(self.count, 1.)], x)
        return x * self.scale


def test_variables_listed_by_hand():
    x = random(4, 3)
    model = Sequential([OlderScale(input_shape=(3,))])
    assert_allclose(model.predict(x), 2 * x)
    assert len(model.trainable_weights) == len(model.non_trainable_weights) == 1
    model.compile('sgd', 'mse')
    for _ in range(3):
        model.train_on_batch(x, x)
    model.test_on_batch(x, x)
    scale, count = model.get_weights()
    assert count == 3
    assert np.all(scale < 2)


class Gated(Layer):
    """Takes two inputs and gives two outputs."""

    def build(self, input_shape):
        assert isinstance(input_shape, list)
        (_, features), (_, units) = input_shape
        self.kernel = self.add_weight('kernel', (features, units), initializer='ones')
        super().build(input_shape)

    def call(self, inputs):
        assert isinstance(inputs, list)
        a, b = inputs
        gate = K.sigmoid(K.dot(a, self.kernel))
        return [gate * b, K.mean(gate, axis=-1)]

    def compute_output_shape(self, input_shape):
        assert isinstance(input_shape, list)
        _, b = input_shape
        return [b, b[:1]]


def test_several_inputs_and_outputs(tmp_path):
    path = str(tmp_path / 'model.h5')
    a, b = Input((3,)), Input((2,))
    layer = Gated()
    gated, mean = layer([a, b])
    assert layer.input_shape == [(None, 3), (None, 2)]
    assert layer.output_shape == [(None, 2), (None,)]
    model = Model([a, b], [Dense(1, use_bias=False)(gated), mean])
    x, kernel, dense = [random(4, 3), random(4, 2)], random(3, 2), random(2, 1)
    model.set_weights([kernel, dense])
    gate = 1 / (1 + np.exp(-x[0] @ kernel))
    wanted = [(gate * x[1]) @ dense, gate.mean(axis=1)]
    model.compile('sgd', 'mse')
    model.save(path)
    copy = load_model(path, custom_objects={'Gated': Gated})
    for one in (model, copy):
        for found, expected in zip(one.predict(x), wanted):
            assert_allclose(found, expected, rtol=1e-5)
    targets = [np.zeros((4, 1)), np.zeros(4)]
    assert_allclose(model.test_on_batch(x, targets)[1:],
                    [np.mean(np.square(y)) for y in wanted], rtol=1e-5)


class Attention(Layer):
    """Weighs the steps of a sequence; takes a mask and gives none."""

    def __init__(self, W_regularizer=None, u_constraint=None, init='glorot_uniform',
                 bias=True, return_weights=False, **kwargs):
        self.supports_masking = True
        self.init = initializers.get(init)
        self.W_regularizer = regularizers.get(W_regularizer)
        self.u_constraint = constraints.get(u_constraint)
        self.bias = bias
        self.return_weights = return_weights
        super().__init__(**kwargs)

    def build(self, input_shape):
        assert len(input_shape) == 3
        size = input_shape[-1]
        self.W = self.add_weight(name='%s_W' % self.name, shape=(size, size),
                                 initializer=self.init, regularizer=self.W_regularizer)
        if self.bias:
            self.b = self.add_weight(name='%s_b' % self.name, shape=(size,), initializer='zero')
        self.u = self.add_weight(name='%s_u' % self.name, shape=(size,), initializer=self.init,
                                 constraint=self.u_constraint)
        self.input_spec = InputSpec(ndim=3, axes={2: size})
        super().build(input_shape)

    def call(self, x, mask=None):
        scores = K.dot(x, self.W)
        if self.bias:
            scores += self.b
        scores = K.squeeze(K.dot(K.tanh(scores), K.expand_dims(self.u)), axis=-1)
        weights = K.exp(scores)
        if mask is not None:
            weights *= K.cast(mask, K.floatx())
        weights /= K.cast(K.sum(weights, axis=1, keepdims=True) + K.epsilon(), K.floatx())
        weighted = K.sum(x * K.expand_dims(weights), axis=1)
        return [weighted, weights] if self.return_weights else weighted

    def compute_mask(self, inputs, mask=None):
        return [None, None] if self.return_weights else None

    def compute_output_shape(self, input_shape):
        weighted = (input_shape[0], input_shape[-1])
        return [weighted, input_shape[:2]] if self.return_weights else weighted

    def get_config(self):
        return dict(super().get_config(), bias=self.bias, return_weights=self.return_weights,
                    W_regularizer=regularizers.serialize(self.W_regularizer),
                    u_constraint=constraints.serialize(self.u_constraint))


class TestMasks:
    def test_attention(self):
        x = random(2, 4, 3)
        x[0, 2:] = 0
        weights = [random(3, 3), random(3), random(3, seed=1)]
        scores = np.exp(np.tanh(x @ weights[0] + weights[1]) @ weights[2]) * np.any(x, axis=-1)
        scores /= scores.sum(axis=1, keepdims=True)
        inputs = Input((None, 3))
        layer = Attention(return_weights=True, W_regularizer='l2')
        model = Model(inputs, layer(Masking()(inputs)))
        model.set_weights(weights)
        weighted, found = model.predict(x)
        assert_allclose(found, scores, atol=1e-5)
        assert_allclose(weighted, (x * scores[..., None]).sum(axis=1), atol=1e-5)
        assert len(model.losses) == 1
        assert [w.name.split('/')[-1] for w in layer.weights] == [
            '%s_%s:0' % (layer.name, w) for w in 'Wbu']

    def test_after_recurrent_layers(self, tmp_path):
        path = str(tmp_path / 'model.h5')
        model = Sequential([
            Embedding(10, 4, mask_zero=True, input_length=6),
            Bidirectional(LSTM(3, return_sequences=True)),
            Attention(u_constraint='unit_norm'), Dense(1, activation='sigmoid')])
        model.compile('adam', 'binary_crossentropy', metrics=['accuracy'])
        x = np.random.RandomState(0).randint(10, size=(8, 6))
        y = x[:, :1] > 4
        before = model.test_on_batch(x, y)[0]
        model.fit(x, y, epochs=10, verbose=0)
        assert model.test_on_batch(x, y)[0] < before
        model.save(path)
        copy = load_model(path, custom_objects={'Attention': Attention})
        assert_allclose(copy.predict(x), model.predict(x), rtol=1e-5)

    def test_layer_that_takes_the_mask_off(self):
        class NonMasking(Layer):
            supports_masking = True

            def call(self, x, mask=None):
                return x

            def compute_mask(self, inputs, mask=None):
                return None
        inputs = Input((4, 3))
        masked = Masking()(inputs)
        with pytest.raises(TypeError, match='does not support masking'):
            Conv1D(1, 1)(masked)
        outputs = Flatten()(NonMasking()(masked))
        x = random(2, 4, 3)
        assert_allclose(Model(inputs, outputs).predict(x), x.reshape(2, 12))


class KL(Layer):
    """Adds a loss of its inputs, and hands them on."""

    def call(self, inputs):
        mean, log_variance = inputs
        loss = -0.5 * K.sum(1 + log_variance - K.square(mean) - K.exp(log_variance), axis=-1)
        self.add_loss(K.mean(loss), inputs=inputs)
        return inputs

    def compute_output_shape(self, input_shape):
        return input_shape


def test_variational_autoencoder():
    size = 2
    scale = K.variable(0.)

    def sample(arguments):
        mean, log_variance = arguments
        noise = K.random_normal(shape=(K.shape(mean)[0], size))
        return mean + scale * K.exp(log_variance / 2) * noise

    x = Input((3,))
    mean, log_variance = KL()([Dense(size)(x), Dense(size)(x)])
    z = Lambda(sample, output_shape=(size,))([mean, log_variance])
    decoder = Dense(3)
    vae = Model(x, decoder(z))
    vae.add_loss(K.mean(K.square(vae.outputs[0] - x)))
    vae.compile('sgd', loss=None)
    data = random(16, 3)
    m, v = Model(x, [mean, log_variance]).predict(data)
    kernel, bias = decoder.get_weights()
    wanted = (np.mean(-0.5 * np.sum(1 + v - m ** 2 - np.exp(v), axis=1))
              + np.mean((m @ kernel + bias - data) ** 2))
    assert_allclose(vae.evaluate(data, verbose=0), wanted, rtol=1e-5)
    K.set_value(scale, 1.)
    losses = vae.fit(data, epochs=20, verbose=0).history['loss']
    assert losses[-1] < losses[0]
    assert np.any(vae.predict(data) != vae.predict(data))


class Running(Layer):
    """Subtracts a running mean, which it learns from the batches of training."""

    def build(self, input_shape):
        self.mean = self.add_weight('mean', (input_shape[-1],), initializer='zeros',
                                    trainable=False)
        super().build(input_shape)

    def call(self, x, training=None):
        batch_mean = K.mean(x, axis=0)
        self.add_update(K.moving_average_update(self.mean, batch_mean, 0.5), x)
        return K.in_train_phase(x - batch_mean, x - self.mean, training=training)


def test_updates_and_learning_phase():
    x = random(4, 3)
    model = Sequential([Running(input_shape=(3,)), Dense(1)])
    assert model.uses_learning_phase
    model.compile('sgd', 'mse')
    y = np.zeros((4, 1))
    model.train_on_batch(x, y)
    assert_allclose(model.get_weights()[0], x.mean(axis=0) / 2, rtol=1e-5)
    model.predict(x)
    model.test_on_batch(x, y)
    assert_allclose(model.get_weights()[0], x.mean(axis=0) / 2, rtol=1e-5)
    centered = K.function([model.input, K.learning_phase()], [model.layers[0].output])
    assert_allclose(centered([x, 1])[0], x - x.mean(axis=0), atol=1e-6)
    assert_allclose(centered([x, 0])[0], x - x.mean(axis=0) / 2, atol=1e-6)
    model.layers[0].trainable = False
    model.compile('sgd', 'mse')
    model.train_on_batch(x, y)
    assert_allclose(model.get_weights()[0], x.mean(axis=0) / 2, rtol=1e-5)


class Residual(Layer):
    """Made of other layers; what shape comes out, the engine finds out."""

    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.first = Dense(units, activation='relu', kernel_regularizer='l2')
        self.norm = BatchNormalization()
        self.dropout = Dropout(0.5)

    def call(self, x):
        return Add()([x, self.dropout(self.norm(self.first(x)))])

    def get_config(self):
        return dict(super().get_config(), units=self.units)


def test_layers_within_a_layer(tmp_path):
    path = str(tmp_path / 'weights.h5')
    def made():
        return Sequential([Residual(3, input_shape=(3,)), Residual(3), Dense(1)])
    model = made()
    assert model.output_shape == (None, 1)
    assert len(model.layers[0].trainable_weights) == 4
    assert len(model.layers[0].non_trainable_weights) == 2
    assert len(model.losses) == 2 and len(model.updates) == 4
    model.compile('sgd', 'mse')
    before = model.get_weights()
    model.train_on_batch(random(8, 3), np.ones((8, 1)))
    assert all(np.any(a != b) for a, b in zip(before, model.get_weights()))
    model.save_weights(path)
    copy = made()
    copy.load_weights(path)
    assert_allclose(copy.predict(random(2, 3)), model.predict(random(2, 3)), rtol=1e-6)
    config = Sequential.from_config(model.get_config(), custom_objects={'Residual': Residual})
    config.set_weights(model.get_weights())
    assert_allclose(config.predict(random(2, 3)), model.predict(random(2, 3)), rtol=1e-6)


class MinimalCell(Layer):
    def __init__(self, units, activation='linear', **kwargs):
        self.units = units
        self.state_size = units
        self.activation = activations.get(activation)
        super().__init__(**kwargs)

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1], self.units),
                                      initializer='uniform', name='kernel')
        self.recurrent_kernel = self.add_weight(shape=(self.units, self.units),
                                                initializer='uniform', name='recurrent_kernel')
        self.built = True

    def call(self, inputs, states):
        output = self.activation(K.dot(inputs, self.kernel)
                                 + K.dot(states[0], self.recurrent_kernel))
        return output, [output]

    def get_config(self):
        return dict(super().get_config(), units=self.units,
                    activation=activations.serialize(self.activation))


def test_cells(tmp_path):
    path = str(tmp_path / 'model.h5')
    x = random(2, 4, 3)
    first, second = [random(3, 2), random(2, 2)], [random(2, 5), random(5, 5)]
    model = Sequential([RNN([MinimalCell(2), MinimalCell(5, 'relu')], input_shape=(None, 3))])
    model.set_weights(first + second)
    h, g = np.zeros((2, 2)), np.zeros((2, 5))
    for t in range(4):
        h = x[:, t] @ first[0] + h @ first[1]
        g = np.maximum(h @ second[0] + g @ second[1], 0)
    assert_allclose(model.predict(x), g, atol=1e-5)
    model.compile('sgd', 'mse')
    model.train_on_batch(x, np.ones((2, 5)))
    model.save(path)
    copy = load_model(path, custom_objects={'MinimalCell': MinimalCell})
    assert_allclose(copy.predict(x), model.predict(x), rtol=1e-5)


class Doubled(Dense):
    """A layer of Keras, changed."""

    def call(self, inputs):
        return 2 * super().call(inputs)


def test_layer_of_keras_changed():
    x, kernel, bias = random(4, 3), random(3, 2), random(2)
    check_layer(Doubled(2, activation='relu'), x, 2 * np.maximum(x @ kernel + bias, 0),
                [kernel, bias])


class TestLambda:
    def test_distance_of_two_images_of_one_network(self):
        def distance(vectors):
            x, y = vectors
            square = K.sum(K.square(x - y), axis=1, keepdims=True)
            return K.sqrt(K.maximum(square, K.epsilon()))

        def distance_shape(shapes):
            shape, _ = shapes
            return (shape[0], 1)

        network = Sequential([Dense(4, activation='relu', input_shape=(3,)), Dropout(0.1),
                              Dense(2)])
        a, b = Input((3,)), Input((3,))
        outputs = Lambda(distance, output_shape=distance_shape)([network(a), network(b)])
        model = Model([a, b], outputs)
        assert model.output_shape == (None, 1)
        x = [random(4, 3), random(4, 3, seed=1)]
        u, v = [network.predict(one) for one in x]
        wanted = np.sqrt(np.sum((u - v) ** 2, axis=1, keepdims=True))
        assert_allclose(model.predict(x), wanted, rtol=1e-4)
        assert len(model.trainable_weights) == 4
        model.compile('rmsprop', 'mse')
        before = model.test_on_batch(x, np.zeros((4, 1)))
        for _ in range(20):
            model.train_on_batch(x, np.zeros((4, 1)))
        assert model.test_on_batch(x, np.zeros((4, 1))) < before

    def test_closures_and_arguments_in_a_loop(self):
        inputs = Input((6,))
        parts = [Lambda(lambda x, i, width: x[:, i * width:(i + 1) * width],
                        arguments={'i': i, 'width': 2})(inputs) for i in range(3)]
        power = 3
        cubes = [Lambda(lambda x: x ** power)(part) for part in parts]
        assert [K.int_shape(y) for y in cubes] == [(None, 2)] * 3
        x = random(4, 6)
        for found, wanted in zip(Model(inputs, cubes).predict(x), np.split(x ** 3, 3, axis=1)):
            assert_allclose(found, wanted, rtol=1e-5)

    def test_both_signs(self):
        def both(x):
            x = K.l2_normalize(x - K.mean(x, axis=1, keepdims=True), axis=1)
            return K.concatenate([K.relu(x), K.relu(-x)], axis=1)

        model = Sequential([Dense(3, input_shape=(4,)), Lambda(both), Dense(1)])
        assert model.layers[1].output_shape == (None, 6)
        x = random(5, 4)
        y = Model(model.input, model.layers[0].output).predict(x)
        y -= y.mean(axis=1, keepdims=True)
        y /= np.sqrt(np.sum(y ** 2, axis=1, keepdims=True))
        assert_allclose(Model(model.input, model.layers[1].output).predict(x),
                        np.maximum(np.concatenate([y, -y], axis=1), 0), atol=1e-5)


class TestMistakes:
    def test_constructor_that_does_not_take_its_configuration(self):
        class Silent(Layer):
            def __init__(self, factor, **kwargs):
                super().__init__(**kwargs)
                self.factor = factor

        config = Silent(3.).get_config()
        with pytest.raises(TypeError, match='factor'):
            Silent.from_config(config)

    def test_shapes_and_inputs(self):
        with pytest.raises(ValueError, match='first.*expected axis -1 of the input shape'):
            layer = Dense(2, name='first')
            layer(Input((3,)))
            layer(Input((4,)))
        inputs = Input((3,))
        with pytest.raises(AssertionError):
            Gated()(inputs)
        with pytest.raises(ValueError, match='Put operations on tensors'):
            Model(inputs, Dense(1)(K.exp(inputs)))
