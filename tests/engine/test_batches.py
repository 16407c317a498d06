"""Generators and sequences as sources of batches."""
import numpy as np
import pytest
from small_models import TWO_CLASSES, WEIGHTS, X, Y, linear, predicted, recorded, two_outputs

from keras.callbacks import LambdaCallback
from keras.engine.sources.arrays import ArraySource
from keras.utils import Sequence


def endless():
    while True:
        yield X[:2], Y[:2]
        yield X[2:], Y[2:]


class Halves(Sequence):
    """The same two batches, which notes how it is read."""

    def __init__(self):
        self.read = []

    def __len__(self):
        return 2

    def __getitem__(self, index):
        self.read.append(index)
        return (X[:2], Y[:2]) if index == 0 else (X[2:], Y[2:])

    def on_epoch_end(self):
        self.read.append('end')


def test_generators_train_as_in_keras_2_3_1():
    for fit in (lambda model: model.fit_generator(endless(), 2, verbose=0),
                lambda model: model.fit(endless(), steps_per_epoch=2, verbose=0),
                lambda model: model.fit_generator(Halves(), shuffle=False, verbose=0),
                lambda model: model.fit(Halves(), shuffle=False, verbose=0)):
        history = fit(linear(metrics=['mae'])).history
        assert history == {'loss': [pytest.approx(3.6611363)], 'mae': [pytest.approx(1.7815)]}


def test_generators_go_on_from_epoch_to_epoch():
    model = linear()
    calls = recorded(model)
    model.fit_generator(endless(), 3, epochs=2, verbose=0)
    assert [len(call[0]) for call in calls] == [2, 3, 2, 3, 2, 3]


def test_parameters_of_callbacks():
    found = []
    callback = LambdaCallback(on_train_begin=lambda logs: found.append(callback.params))
    linear().fit_generator(endless(), 2, verbose=0, callbacks=[callback])
    assert found == [{'epochs': 1, 'steps': 2, 'verbose': 0, 'do_validation': False,
                      'metrics': ['loss']}]


def test_validation_in_fit_generator():
    for data, steps in ((endless(), 2), (Halves(), None), ((X, Y), None)):
        history = linear(metrics=['mae']).fit_generator(
            endless(), 2, verbose=0, validation_data=data, validation_steps=steps).history
        assert history['val_loss'] == [pytest.approx(2.0546921)]
        assert history['val_mae'] == [pytest.approx(1.3059918)]


def test_evaluate_and_predict_from_generators():
    model = linear(metrics=['mae'])
    expected = pytest.approx([4.768125, 2.005])
    assert model.evaluate_generator(endless(), 2) == expected
    assert model.evaluate_generator(Halves()) == expected
    assert model.evaluate(Halves(), verbose=0) == expected
    for outputs in (model.predict_generator(endless(), 2), model.predict_generator(Halves()),
                    model.predict(Halves()),
                    model.predict_generator(iter([X[:2], [X[2:]]]), 2)):
        np.testing.assert_allclose(outputs, predicted(), rtol=1e-6)


def test_weights_and_names_in_batches():
    model = linear()
    loss = model.evaluate_generator(iter([(X, Y, WEIGHTS)]), 1)
    assert loss == pytest.approx(9.448626)
    batch = ({'x': X}, {'a': Y, 'b': TWO_CLASSES}, {'a': WEIGHTS})
    assert two_outputs().evaluate_generator(iter([batch]), 1)[0] == pytest.approx(10.402891)


def test_every_pass_through_a_sequence_ends_once():
    sequence = Halves()
    linear().fit_generator(sequence, epochs=2, shuffle=False, verbose=0)
    assert sequence.read == [0, 1, 'end', 0, 1, 'end']
    sequence = Halves()
    linear().fit_generator(sequence, 3, epochs=2, shuffle=False, verbose=0)
    assert sequence.read == [0, 1, 'end', 0, 1, 'end', 0, 1, 'end']
    sequence = Halves()
    linear().evaluate_generator(sequence)
    assert sequence.read == [0, 1]


def test_shuffled_sequences_are_read_once_an_epoch():
    class Numbers(Halves):
        def __len__(self):
            return 20

    sequence = Numbers()
    linear().fit_generator(sequence, epochs=2, verbose=0)
    first, second = sequence.read[:20], sequence.read[21:41]
    assert sorted(first) == sorted(second) == list(range(20))
    assert first != second != list(range(20)) != first


def test_a_batch_is_used_before_the_sequence_changes_its_arrays():
    class InPlace(Sequence):
        def __init__(self):
            self.x = X.copy()

        def __len__(self):
            return 1

        def __getitem__(self, index):
            return self.x, Y

        def on_epoch_end(self):
            self.x[:] = 0

    losses = linear(lr=0.).fit_generator(InPlace(), epochs=2, verbose=0).history['loss']
    assert losses == pytest.approx([4.768125, np.mean((.1 - Y) ** 2)])


def test_objects_with_length_and_indices():
    class Plain:
        def __len__(self):
            return 1

        def __getitem__(self, index):
            return X, Y

    assert linear().fit_generator(Plain(), verbose=0).history['loss'] == [pytest.approx(4.768125)]


@pytest.mark.parametrize('batch, described', [
    (X, r'a ndarray of shape \(5, 2\)'), ((X, Y, WEIGHTS, 3), 'a tuple of 4'), (None, 'NoneType')])
def test_batches_of_another_form(batch, described):
    with pytest.raises(ValueError, match=r'tuple \(x, y\).*' + described):
        linear().fit_generator(iter([batch]), 1, verbose=0)


def test_batches_that_do_not_fit():
    with pytest.raises(ValueError, match=r'\(None, 2\).*\(5, 1\)'):
        linear().fit_generator(iter([(X[:, :1], Y)]), 1, verbose=0)


def test_generators_that_end_too_early():
    with pytest.raises(ValueError, match='ended after 1 batches.*while True'):
        linear().fit_generator(iter([(X, Y)]), 2, verbose=0)
    with pytest.raises(ValueError, match='ended after 1 batches'):
        linear().predict_generator(iter([X]), 2)


@pytest.mark.parametrize('arguments, message', [
    (dict(), 'pass steps_per_epoch'),
    (dict(steps_per_epoch=0), 'steps_per_epoch must be at least 1, but got 0'),
    (dict(y=Y, steps_per_epoch=2), 'y cannot be passed'),
    (dict(sample_weight=WEIGHTS, steps_per_epoch=2), 'sample_weight cannot be passed'),
    (dict(batch_size=2, steps_per_epoch=2), 'batch_size cannot be passed'),
    (dict(validation_split=.2, steps_per_epoch=2), 'validation_split needs arrays'),
    (dict(validation_data=endless(), steps_per_epoch=2), 'pass validation_steps')])
def test_arguments_that_do_not_go_with_generators(arguments, message):
    with pytest.raises(ValueError, match=message):
        linear().fit(endless(), verbose=0, **arguments)


def test_no_generator_at_all():
    with pytest.raises(TypeError, match='generator or a keras.utils.Sequence is expected'):
        linear().fit_generator(3, 2)


def test_empty_sequences():
    class Empty(Halves):
        def __len__(self):
            return 0

    with pytest.raises(ValueError, match='no batches'):
        linear().evaluate_generator(Empty())


def test_progress_counts_steps(capsys):
    model = linear()
    model.fit_generator(endless(), 2)
    assert '2/2 [==============================]' in capsys.readouterr().out
    model.evaluate_generator(endless(), 2, verbose=1)
    assert '2/2 [==============================]' in capsys.readouterr().out


@pytest.mark.parametrize('shuffle', [False, True, 'batch'])
def test_batches_of_arrays_hold_every_sample_once(shuffle):
    rows = np.arange(10)
    batches = ArraySource([rows, rows * 2], 10, 4, shuffle, constants=[1])
    for _ in range(2):
        found = list(batches)
        assert [size for _, size in found] == [4, 4, 2]
        assert sorted(np.concatenate([feeds[0] for feeds, _ in found])) == list(range(10))
        for (first, second, constant), _ in found:
            np.testing.assert_array_equal(second, first * 2)
            assert constant == 1
