"""Measures what Keras adds to a bare TensorFlow graph that does the same work.

    python3 dev.py python benchmarks/bare_graph.py

Each workload is written twice: in Keras, and by hand as a TensorFlow graph with one prepared
session callable. Both take turns in one run; what counts is the ratio of the medians, since the
times of a shared machine drift.

    tiny     `train_on_batch`: Dense(64)-Dense(10), SGD, batch 32
    mlp      `fit`: 784-512-512-10 with dropout, Adam, batch 128; time per step
    predict  `predict` of one row, model as in tiny
"""
import numpy as np
import tensorflow as tf
from tensorflow.core.protobuf import config_pb2
from turns import in_turns, repeat

from keras import backend as K
from keras.layers import Dense, Dropout
from keras.models import Sequential
from keras.optimizers import SGD, Adam

tf1 = tf.compat.v1


class BareGraph:
    """A graph of its own with one prepared session callable."""

    def __init__(self, build):
        self.graph = tf.Graph()
        with self.graph.as_default():
            feeds, fetches, targets = build()
            self.session = tf1.Session()
            self.session.run(tf1.global_variables_initializer())
        options = config_pb2.CallableOptions()
        options.feed.extend(tensor.name for tensor in feeds)
        options.fetch.extend(tensor.name for tensor in fetches)
        options.target.extend(operation.name for operation in targets)
        self.call = self.session._make_callable_from_options(options)


def bare_dense(x, units, activation=None):
    fan_in = x.shape[-1]
    limit = (6. / (fan_in + units)) ** .5
    kernel = tf1.Variable(tf.random.uniform((fan_in, units), -limit, limit), use_resource=True)
    bias = tf1.Variable(tf.zeros((units,)), use_resource=True)
    y = tf.nn.bias_add(tf.matmul(x, kernel), bias)
    return activation(y) if activation else y


def bare_loss(logits, y):
    losses = tf.raw_ops.SoftmaxCrossEntropyWithLogits(features=logits, labels=y)[0]
    return tf.reduce_mean(losses)


def bare_tiny(training):
    def build():
        x = tf1.placeholder('float32', (None, 100))
        y = tf1.placeholder('float32', (None, 10))
        logits = bare_dense(bare_dense(x, 64, tf.nn.relu), 10)
        if not training:
            return [x], [tf.nn.softmax(logits)], []
        loss = bare_loss(logits, y)
        variables = tf1.trainable_variables()
        gradients = tf1.gradients(loss, variables)
        steps = [tf.raw_ops.ResourceApplyGradientDescent(var=v.handle, alpha=.01, delta=g)
                 for v, g in zip(variables, gradients)]
        return [x, y], [loss], steps
    return BareGraph(build)


def bare_adam(loss):
    """Returns the operations of a step of Adam that lowers `loss`."""
    variables = tf1.trainable_variables()
    gradients = [tf.convert_to_tensor(g) for g in tf1.gradients(loss, variables)]
    count = tf1.Variable(0., use_resource=True)
    moments = [[tf1.Variable(tf.zeros(v.shape), use_resource=True) for _ in range(2)]
               for v in variables]
    steps = []
    with tf.control_dependencies(gradients):
        t = count + 1.
        for v, g, (m, s) in zip(variables, gradients, moments):
            steps.append(tf.raw_ops.ResourceApplyAdam(
                var=v.handle, m=m.handle, v=s.handle, beta1_power=.9 ** t,
                beta2_power=.999 ** t, lr=.001, beta1=.9, beta2=.999, epsilon=1e-7, grad=g))
    with tf.control_dependencies(steps):
        steps.append(count.assign_add(1., read_value=False))
    return steps


def bare_mlp():
    def build():
        x = tf1.placeholder('float32', (None, 784))
        y = tf1.placeholder('float32', (None, 10))
        hidden = tf.nn.dropout(bare_dense(x, 512, tf.nn.relu), rate=.2)
        hidden = tf.nn.dropout(bare_dense(hidden, 512, tf.nn.relu), rate=.2)
        loss = bare_loss(bare_dense(hidden, 10), y)
        return [x, y], [loss], bare_adam(loss)
    return BareGraph(build)


def keras_tiny():
    model = Sequential([Dense(64, activation='relu', input_shape=(100,)),
                        Dense(10, activation='softmax')])
    model.compile(SGD(lr=.01), 'categorical_crossentropy')
    return model


def keras_mlp():
    model = Sequential([Dense(512, activation='relu', input_shape=(784,)), Dropout(.2),
                        Dense(512, activation='relu'), Dropout(.2),
                        Dense(10, activation='softmax')])
    model.compile(Adam(), 'categorical_crossentropy')
    return model


def one_hot(rng, samples):
    return np.eye(10, dtype='float32')[rng.randint(10, size=samples)]


def report(name, ours, bare, steps, target):
    print('%-8s Keras %7.3f ms, bare graph %7.3f ms: ratio %.2f (wanted: at most %s)' % (
        name, 1e3 * ours / steps, 1e3 * bare / steps, ours / bare, target))


def tiny(rng):
    x, y = rng.normal(size=(32, 100)).astype('float32'), one_hot(rng, 32)
    model, bare = keras_tiny(), bare_tiny(training=True)
    calls = 300
    ours, theirs = in_turns(repeat(lambda: model.train_on_batch(x, y), calls),
                            repeat(lambda: bare.call(x, y), calls), rounds=15)
    report('tiny', ours, theirs, calls, 3)


def mlp(rng):
    samples, batch = 12800, 128
    x, y = rng.normal(size=(samples, 784)).astype('float32'), one_hot(rng, samples)
    model, bare = keras_mlp(), bare_mlp()

    def bare_epoch():
        order = rng.permutation(samples)
        for start in range(0, samples, batch):
            rows = order[start:start + batch]
            bare.call(x[rows], y[rows])
    ours, theirs = in_turns(lambda: model.fit(x, y, batch, epochs=1, verbose=0), bare_epoch,
                            rounds=15)
    report('mlp', ours, theirs, samples // batch, 1.15)


def predict(rng):
    x = rng.normal(size=(1, 100)).astype('float32')
    model, bare = keras_tiny(), bare_tiny(training=False)
    calls = 200
    ours, theirs = in_turns(repeat(lambda: model.predict(x), calls),
                            repeat(lambda: bare.call(x), calls), rounds=15)
    report('predict', ours, theirs, calls, '5, or 0.5 ms')


def main():
    rng = np.random.RandomState(0)
    for workload in (tiny, mlp, predict):
        workload(rng)
        K.clear_session()


if __name__ == '__main__':
    main()
