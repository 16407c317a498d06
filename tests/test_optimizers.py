"""Optimizers against their formulas in NumPy, over several steps of two parameters."""
import numpy as np
import pytest
from numpy.testing import assert_allclose

from keras import backend as K
from keras import optimizers
from keras.layers import Dense
from keras.models import Sequential
from keras.optimizers import SGD, Adadelta, Adagrad, Adam, Adamax, Nadam, Optimizer, RMSprop

CLASSES = (SGD, RMSprop, Adagrad, Adadelta, Adam, Adamax, Nadam)
EPSILON = 1e-3
START = [np.array([[1., -2., .5], [.3, 2., -1.]]), np.array([.7, -.1, 1.5])]
STEPS = 4


def gradients(w, b):
    """The gradients of the loss in `trained`."""
    inner = w + b
    return [2 * inner, 2 * inner.sum(axis=0) + 3 * b ** 2]


def trained(optimizer, steps=STEPS, constraint=None):
    """Returns the parameters after some steps on `sum((w + b) ** 2) + sum(b ** 3)`."""
    w = K.variable(START[0], name='w', constraint=constraint)
    b = K.variable(START[1], name='b')
    loss = K.sum(K.square(w + b)) + K.sum(b ** 3)
    step = K.function([], [loss], updates=optimizer.get_updates(loss, [w, b]))
    for _ in range(steps):
        step([])
    return K.batch_get_value([w, b])


def expected(make_step, steps=STEPS, clip=lambda grads: grads, constraint=None):
    """Returns the same where `make_step()` makes a function of `(p, g, t)` for a parameter."""
    params = [array.copy() for array in START]
    functions = [make_step() for _ in params]
    for t in range(1, steps + 1):
        grads = clip(gradients(*params))
        params = [f(p, g, t) for f, p, g in zip(functions, params, grads)]
        if constraint is not None:
            params[0] = constraint(params[0])
    return params


def sgd(lr, momentum=0., nesterov=False, decay=0.):
    velocity = [0.]

    def step(p, g, t):
        rate = lr / (1 + decay * (t - 1))
        velocity[0] = momentum * velocity[0] - rate * g
        return p + (momentum * velocity[0] - rate * g if nesterov else velocity[0])
    return step


def rmsprop(lr, rho, decay=0.):
    a = [0.]

    def step(p, g, t):
        a[0] = rho * a[0] + (1 - rho) * g ** 2
        return p - lr / (1 + decay * (t - 1)) * g / (np.sqrt(a[0]) + EPSILON)
    return step


def adagrad(lr, decay=0.):
    a = [0.]

    def step(p, g, t):
        a[0] = a[0] + g ** 2
        return p - lr / (1 + decay * (t - 1)) * g / (np.sqrt(a[0]) + EPSILON)
    return step


def adadelta(lr, rho, decay=0.):
    a, d = [0.], [0.]

    def step(p, g, t):
        a[0] = rho * a[0] + (1 - rho) * g ** 2
        delta = g * np.sqrt(d[0] + EPSILON) / np.sqrt(a[0] + EPSILON)
        d[0] = rho * d[0] + (1 - rho) * delta ** 2
        return p - lr / (1 + decay * (t - 1)) * delta
    return step


def adam(lr, b1, b2, decay=0., amsgrad=False, epsilon=EPSILON):
    m, v, greatest = [0.], [0.], [0.]

    def step(p, g, t):
        m[0] = b1 * m[0] + (1 - b1) * g
        v[0] = b2 * v[0] + (1 - b2) * g ** 2
        greatest[0] = np.maximum(greatest[0], v[0]) if amsgrad else v[0]
        rate = lr / (1 + decay * (t - 1)) * np.sqrt(1 - b2 ** t) / (1 - b1 ** t)
        return p - rate * m[0] / (np.sqrt(greatest[0]) + epsilon)
    return step


def adamax(lr, b1, b2, decay=0.):
    m, u = [0.], [0.]

    def step(p, g, t):
        m[0] = b1 * m[0] + (1 - b1) * g
        u[0] = np.maximum(b2 * u[0], np.abs(g))
        return p - lr / (1 + decay * (t - 1)) / (1 - b1 ** t) * m[0] / (u[0] + EPSILON)
    return step


def nadam(lr, b1, b2, schedule_decay=0.004):
    m, v, product = [0.], [0.], [1.]

    def momentum(t):
        return b1 * (1 - 0.5 * 0.96 ** (t * schedule_decay))

    def step(p, g, t):
        product[0] = product[0] * momentum(t)
        m[0] = b1 * m[0] + (1 - b1) * g
        v[0] = b2 * v[0] + (1 - b2) * g ** 2
        mean = (1 - momentum(t)) * g / (1 - product[0])
        mean = mean + momentum(t + 1) * m[0] / (1 - product[0] * momentum(t + 1))
        return p - lr * mean / (np.sqrt(v[0] / (1 - b2 ** t)) + EPSILON)
    return step


@pytest.mark.parametrize('make, make_step', [
    (lambda: SGD(lr=.01), lambda: sgd(.01)),
    (lambda: SGD(.01, momentum=.9, decay=.5), lambda: sgd(.01, .9, decay=.5)),
    (lambda: SGD(.01, .9, True, decay=.5), lambda: sgd(.01, .9, True, decay=.5)),
    (lambda: RMSprop(.01, epsilon=EPSILON), lambda: rmsprop(.01, .9)),
    (lambda: RMSprop(.01, .7, decay=.5, epsilon=EPSILON), lambda: rmsprop(.01, .7, .5)),
    (lambda: Adagrad(.1, epsilon=EPSILON), lambda: adagrad(.1)),
    (lambda: Adagrad(.1, decay=.5, epsilon=EPSILON), lambda: adagrad(.1, .5)),
    (lambda: Adadelta(.5, epsilon=EPSILON), lambda: adadelta(.5, .95)),
    (lambda: Adadelta(.5, .8, decay=.5, epsilon=EPSILON), lambda: adadelta(.5, .8, .5)),
    (lambda: Adam(.1, epsilon=EPSILON), lambda: adam(.1, .9, .999)),
    (lambda: Adam(.1, .8, .7, decay=.5, epsilon=EPSILON), lambda: adam(.1, .8, .7, .5)),
    (lambda: Adam(.1, .8, .7, amsgrad=True, epsilon=EPSILON),
     lambda: adam(.1, .8, .7, amsgrad=True)),
    (lambda: Adamax(.1, epsilon=EPSILON), lambda: adamax(.1, .9, .999)),
    (lambda: Adamax(.1, .8, .7, decay=.5, epsilon=EPSILON), lambda: adamax(.1, .8, .7, .5)),
    (lambda: Nadam(.1, epsilon=EPSILON), lambda: nadam(.1, .9, .999)),
    (lambda: Nadam(.1, .8, .7, schedule_decay=.5, epsilon=EPSILON),
     lambda: nadam(.1, .8, .7, .5)),
])
def test_steps_are_those_of_the_formula(make, make_step):
    optimizer = make()
    for found, wanted in zip(trained(optimizer), expected(make_step)):
        assert_allclose(found, wanted, rtol=1e-4, atol=1e-5)
    assert K.get_value(optimizer.iterations) == STEPS


@pytest.mark.parametrize('make', [SGD, lambda **k: SGD(momentum=.9, **k), Adam])
def test_constraint(make):
    def clipped(p):
        return np.clip(p, -1.5, 1.5)

    found = trained(make(lr=.02), constraint=lambda p: K.clip(p, -1.5, 1.5))
    step = {SGD: lambda: sgd(.02), Adam: lambda: adam(.02, .9, .999, epsilon=1e-7)}
    wanted = expected(step.get(make, lambda: sgd(.02, .9)), constraint=clipped)
    for a, b in zip(found, wanted):
        assert_allclose(a, b, rtol=1e-4, atol=1e-5)


def test_first_step_of_adam_is_the_learning_rate():
    for found, start, grad in zip(trained(Adam(lr=.01), steps=1), START, gradients(*START)):
        assert_allclose(found, start - .01 * np.sign(grad), rtol=1e-5)


def test_clipnorm_is_about_all_gradients_together():
    def clip(grads):
        norm = np.sqrt(sum(np.sum(g ** 2) for g in grads))
        return [g * min(1, 8. / norm) for g in grads]

    norms = [np.linalg.norm(np.concatenate([g.ravel() for g in gradients(*START)]))]
    assert norms[0] > 8
    for found, wanted in zip(trained(SGD(.05, clipnorm=8.)), expected(lambda: sgd(.05), clip=clip)):
        assert_allclose(found, wanted, rtol=1e-5)
    for found, wanted in zip(trained(SGD(.01, clipnorm=1e3)), expected(lambda: sgd(.01))):
        assert_allclose(found, wanted, rtol=1e-5)


def test_clipvalue():
    found = trained(SGD(.1, clipvalue=.5))
    wanted = expected(lambda: sgd(.1), clip=lambda grads: [np.clip(g, -.5, .5) for g in grads])
    for a, b in zip(found, wanted):
        assert_allclose(a, b, rtol=1e-5)


@pytest.mark.parametrize('cls', CLASSES)
@pytest.mark.parametrize('bound', [{}, {'clipnorm': 1.}, {'clipvalue': 1.}])
def test_training_with_nothing_to_train(cls, bound):
    model = Sequential([Dense(1, input_shape=(1,), kernel_initializer='ones', trainable=False)])
    model.compile(cls(**bound), 'mse')
    assert [model.train_on_batch(np.ones((2, 1)), np.zeros((2, 1))) for _ in range(2)] == [1, 1]


def test_clip_norm():
    g = K.variable([3., 4.])
    for bound, wanted in ((1., [.6, .8]), (5., [3., 4.]), (10., [3., 4.]), (0, [3., 4.])):
        assert_allclose(K.eval(optimizers.clip_norm(g, bound, K.constant(5.))), wanted, rtol=1e-6)


@pytest.mark.parametrize('cls', CLASSES)
def test_config_makes_the_same_optimizer(cls):
    options = dict(lr=.5, clipnorm=1., clipvalue=.25)
    if cls is not Nadam:
        options['decay'] = .125
    if cls is not SGD:
        options['epsilon'] = 1e-4
    optimizer = cls(**options)
    config = optimizer.get_config()
    assert config['learning_rate'] == .5
    assert (config['clipnorm'], config['clipvalue']) == (1., .25)
    assert config.get('decay', .125) == .125
    assert config.get('epsilon', 1e-4) == 1e-4
    description = optimizers.serialize(optimizer)
    assert description == {'class_name': cls.__name__, 'config': config}
    again = optimizers.deserialize(description)
    assert type(again) is cls
    assert again.get_config() == config


def test_config_in_the_order_and_with_the_names_of_files():
    wanted = {
        SGD: ['learning_rate', 'momentum', 'decay', 'nesterov'],
        RMSprop: ['learning_rate', 'rho', 'decay', 'epsilon'],
        Adagrad: ['learning_rate', 'decay', 'epsilon'],
        Adadelta: ['learning_rate', 'rho', 'decay', 'epsilon'],
        Adam: ['learning_rate', 'beta_1', 'beta_2', 'decay', 'epsilon', 'amsgrad'],
        Adamax: ['learning_rate', 'beta_1', 'beta_2', 'decay', 'epsilon'],
        Nadam: ['learning_rate', 'beta_1', 'beta_2', 'epsilon', 'schedule_decay'],
    }
    for cls, names in wanted.items():
        assert list(cls().get_config()) == names


def test_defaults():
    rates = {SGD: .01, RMSprop: .001, Adagrad: .01, Adadelta: 1., Adam: .001, Adamax: .002,
             Nadam: .002}
    K.set_epsilon(1e-5)
    for cls, rate in rates.items():
        config = cls().get_config()
        assert_allclose(config['learning_rate'], rate)
        assert config.get('epsilon', 1e-5) == 1e-5
        assert config.get('decay', 0) == 0
    assert Adam(epsilon=None).epsilon == 1e-5


def test_configurations_of_older_releases():
    sgd = optimizers.get({'class_name': 'SGD', 'config': {
        'lr': .25, 'momentum': .5, 'decay': .125, 'nesterov': True}})
    assert K.get_value(sgd.lr) == .25
    assert K.get_value(sgd.momentum) == .5
    assert (sgd.initial_decay, sgd.nesterov) == (.125, True)
    adam = optimizers.get({'class_name': 'Adam', 'config': {
        'lr': .25, 'beta_1': .5, 'beta_2': .75, 'decay': 0., 'epsilon': None, 'amsgrad': True}})
    assert adam.epsilon == K.epsilon()
    assert adam.amsgrad is True


def test_learning_rate_under_both_names():
    optimizer = SGD(learning_rate=.5)
    assert K.is_variable(optimizer.lr)
    assert optimizer.lr is optimizer.learning_rate
    K.set_value(optimizer.lr, .25)
    assert K.get_value(optimizer.learning_rate) == .25
    variable = optimizer.lr
    optimizer.lr = .125  # must reach the steps that are compiled already
    assert optimizer.lr is variable
    assert K.get_value(variable) == .125
    optimizer.learning_rate = .5
    assert K.get_value(variable) == .5
    assert not hasattr(Optimizer(), 'lr')


def test_learning_rate_and_momentum_can_be_changed_between_steps():
    w = K.variable([1.])
    optimizer = SGD(lr=.5)
    step = K.function([], [], optimizer.get_updates(K.sum(w), [w]))
    step([])
    K.set_value(optimizer.lr, .25)
    K.set_value(optimizer.momentum, 1.)
    step([])
    assert_allclose(K.get_value(w), [1 - .5 - (.5 + .25)])


@pytest.mark.parametrize('cls', CLASSES)
def test_training_goes_on_from_weights(cls):
    def start(values=None):
        w = K.variable(START[0] if values is None else values)
        optimizer = cls(lr=.1)
        loss = K.sum(K.square(w))
        return w, optimizer, K.function([], [], optimizer.get_updates(loss, [w]))

    w, optimizer, step = start()
    step([])
    weights, value = optimizer.get_weights(), K.get_value(w)
    assert weights[0] == 1
    step([])
    other_w, other, other_step = start(value)
    other.set_weights(weights)
    other_step([])
    assert_allclose(K.get_value(other_w), K.get_value(w), rtol=1e-6)
    for a, b in zip(other.get_weights(), optimizer.get_weights()):
        assert_allclose(a, b, rtol=1e-6)


def test_weights_in_the_order_of_files():
    a, b = (6, 3), (3,)
    layout = {
        SGD: [(), a, b],
        RMSprop: [(), a, b],
        Adagrad: [(), a, b],
        Adadelta: [(), a, b, a, b],
        Adam: [(), a, b, a, b, (1,), (1,)],
        Adamax: [(), a, b, a, b],
        Nadam: [(), (), a, b, a, b],
    }
    params = [K.variable(np.ones(a)), K.variable(np.ones(b))]
    loss = K.sum(params[0]) + K.sum(params[1])
    for cls, shapes in layout.items():
        optimizer = cls()
        optimizer.get_updates(loss, params)
        assert [K.int_shape(w) for w in optimizer.weights] == shapes
        assert K.dtype(optimizer.weights[0]) == 'int64'
    names = [w.name for w in optimizer.weights]
    assert ['/iterations' in names[0], 'm_schedule' in names[1]] == [True, True]
    assert ['m_0' in names[2], 'v_1' in names[5]] == [True, True]
    amsgrad = Adam(amsgrad=True)
    amsgrad.get_updates(loss, params)
    assert [K.int_shape(w) for w in amsgrad.weights] == [(), a, b, a, b, a, b]


@pytest.mark.parametrize('cls, missing', [
    (RMSprop, [0]), (Adagrad, [0]), (Adadelta, [0]), (Adam, [5, 6])])
def test_weights_of_older_releases(cls, missing):
    params = [K.variable(np.ones((2, 3))), K.variable(np.ones(3))]
    optimizer = cls()
    optimizer.get_updates(K.sum(params[0]) + K.sum(params[1]), params)
    before = optimizer.get_weights()
    kept = [i for i in range(len(before)) if i not in missing]
    older = [np.full(before[i].shape, i + 2) for i in kept]
    optimizer.set_weights(older)
    for i, found in enumerate(optimizer.get_weights()):
        assert_allclose(found, older[kept.index(i)] if i in kept else before[i])


def test_state_of_older_nadam_gets_the_product_of_its_momentums():
    w = K.variable(np.ones(3))
    optimizer = Nadam()
    optimizer.get_updates(K.sum(w), [w])
    optimizer.set_weights([2, np.full(3, 4.), np.full(3, 5.)])
    product = 0.9 * (1 - 0.5 * 0.96 ** 0.004) * 0.9 * (1 - 0.5 * 0.96 ** 0.008)
    for found, expected in zip(optimizer.get_weights(), [2, product, [4.] * 3, [5.] * 3]):
        assert_allclose(found, expected, rtol=1e-6)


def test_weights_that_do_not_fit():
    optimizer = SGD()
    w = K.variable(np.ones((2, 3)), name='kernel')
    optimizer.get_updates(K.sum(w), [w])
    with pytest.raises(ValueError, match='SGD has 2 weights, but 3 arrays'):
        optimizer.set_weights([np.zeros(())] * 3)
    with pytest.raises(ValueError, match=r'shape \(2, 3\).*shape \(3, 2\)'):
        optimizer.set_weights([np.zeros(()), np.zeros((3, 2))])


def test_parameter_without_gradient_is_named():
    w, unused = K.variable(1., name='used'), K.variable(2., name='left_out')
    with pytest.raises(ValueError, match=r'respect to left_out\S*\. .*trainable = False'):
        SGD().get_updates(K.square(w), [w, unused])


def test_get():
    optimizer = Adam()
    assert optimizers.get(optimizer) is optimizer
    for name, cls in (('sgd', SGD), ('SGD', SGD), ('SgD', SGD), ('rmsprop', RMSprop),
                      ('RMSprop', RMSprop), ('adam', Adam), ('Nadam', Nadam)):
        assert type(optimizers.get(name)) is cls
    assert type(optimizers.get({'class_name': 'aDam', 'config': {}})) is Adam
    assert optimizers.adam is Adam
    assert optimizers.nadam is Nadam


@pytest.mark.parametrize('identifier, message', [
    ('adm', "Unknown optimizer: 'adm'.*Did you mean.*adam"),
    ('Adamm', "Did you mean 'Adam'"),
    ({'class_name': 'sdg', 'config': {}}, "Did you mean 'sgd'"),
    ({'config': {}}, 'class_name'),
    (3, 'must be a name'),
    (None, 'must be a name'),
    (Adam, 'must be a name'),
])
def test_get_what_is_no_optimizer(identifier, message):
    with pytest.raises(ValueError, match=message):
        optimizers.get(identifier)


@pytest.mark.parametrize('make, message', [
    (lambda: SGD(learning_rat=.1), "SGD got the unknown argument 'learning_rat'.*'learning_rate'"),
    (lambda: Adam(beta1=.9), "Did you mean 'beta_1'"),
    (lambda: SGD(clip_norm=1.), "Did you mean 'clipnorm'"),
    (lambda: SGD(epsilon=1e-3), "unknown argument 'epsilon'"),
    (lambda: Nadam(decay=.1), "unknown argument 'decay'"),
])
def test_unknown_arguments(make, message):
    with pytest.raises(TypeError, match=message):
        make()


def test_positions_of_older_releases_are_refused():
    with pytest.raises(ValueError, match='`nesterov` must be True or False, but got 1e-06'):
        SGD(.01, .9, 1e-6)
    with pytest.raises(ValueError, match='`amsgrad` must be True or False, but got 1e-08'):
        Adam(.001, .9, .999, 1e-8)


class SignSGD(Optimizer):
    """As written for Keras 2.3."""

    def __init__(self, learning_rate=0.1, **kwargs):
        learning_rate = kwargs.pop('lr', learning_rate)
        super().__init__(**kwargs)
        self.iterations = K.variable(0, dtype='int64', name='iterations')
        self.learning_rate = K.variable(learning_rate, name='learning_rate')

    def get_updates(self, loss, params):
        self.updates = [K.update_add(self.iterations, 1)]
        self.weights = [self.iterations]
        for p, g in zip(params, self.get_gradients(loss, params)):
            new_p = p - self.learning_rate * K.sign(g)
            if getattr(p, 'constraint', None) is not None:
                new_p = p.constraint(new_p)
            self.updates.append(K.update(p, new_p))
        return self.updates

    def get_config(self):
        return dict(super().get_config(),
                    learning_rate=float(K.get_value(self.learning_rate)))


class OldMomentum(Optimizer):
    """As written for Keras 2.0 to 2.2: `self.lr`, and pairs among the updates."""

    def __init__(self, lr=0.1, momentum=0.5, **kwargs):
        super(OldMomentum, self).__init__(**kwargs)  # noqa: UP008
        self.iterations = K.variable(0, dtype='int64', name='iterations')
        self.lr = K.variable(lr, name='lr')
        self.momentum = K.variable(momentum, name='momentum')

    def get_updates(self, loss, params):
        grads = self.get_gradients(loss, params)
        self.updates = [K.update_add(self.iterations, 1)]
        moments = [K.zeros(K.get_variable_shape(p)) for p in params]
        self.weights = [self.iterations] + moments
        for p, g, m in zip(params, grads, moments):
            v = self.momentum * m - self.lr * g
            self.updates.append((m, v))
            self.updates.append((p, p + v))
        return self.updates


def test_optimizer_of_ones_own():
    found = trained(SignSGD(lr=.05), constraint=lambda p: K.clip(p, -1.5, 1.5))
    wanted = expected(lambda: lambda p, g, t: p - .05 * np.sign(g),
                      constraint=lambda p: np.clip(p, -1.5, 1.5))
    for a, b in zip(found, wanted):
        assert_allclose(a, b, rtol=1e-5)
    optimizer = optimizers.deserialize(
        {'class_name': 'SignSGD', 'config': {'learning_rate': .5, 'clipvalue': 1.}},
        custom_objects={'SignSGD': SignSGD})
    assert optimizer.get_config() == {'clipvalue': 1., 'learning_rate': .5}


def test_optimizer_of_ones_own_from_older_days():
    optimizer = OldMomentum(lr=.01, momentum=.9)
    for a, b in zip(trained(optimizer), expected(lambda: sgd(.01, .9))):
        assert_allclose(a, b, rtol=1e-4, atol=1e-5)
    assert K.get_value(optimizer.lr) == np.float32(.01)
    assert optimizer.get_weights()[0] == STEPS


def test_optimizer_without_steps():
    with pytest.raises(NotImplementedError, match='get_updates'):
        Optimizer().get_updates(K.variable(1.), [])


def test_rows_of_an_embedding():
    table = K.variable(np.arange(10.).reshape(5, 2))
    rows = K.gather(table, K.constant([3, 1, 3], dtype='int32'))
    step = K.function([], [], Adam(lr=.5, clipnorm=1.).get_updates(K.sum(rows), [table]))
    step([])
    wanted = np.arange(10.).reshape(5, 2) - np.array([[0], [.5], [0], [.5], [0]])
    assert_allclose(K.get_value(table), wanted, rtol=1e-5)
