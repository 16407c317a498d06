"""Which hooks are called, in what order, with what."""
import pytest

from keras.callbacks import Callback, CallbackList, LambdaCallback, callback_list

HOOKS = ['on_%s_%s' % (what, when) for what in ('epoch', 'train', 'test', 'predict', 'batch',
                                                 'train_batch', 'test_batch', 'predict_batch')
         for when in ('begin', 'end')]
NUMBERED = [name for name in HOOKS if 'batch' in name or 'epoch' in name]


def call(callbacks, name, *logs):
    getattr(callbacks, name)(*(([3] if name in NUMBERED else []) + list(logs)))


def recorder(names):
    """Returns a callback that overrides the hooks `names`, and the list of its calls."""
    calls = []

    def hook(name):
        return lambda self, *arguments: calls.append((name,) + arguments)

    return type('Recorder', (Callback,), {name: hook(name) for name in names})(), calls


def test_every_hook_is_handed_on():
    names = [name for name in HOOKS if name not in ('on_batch_begin', 'on_batch_end')]
    callback, calls = recorder(names)
    callbacks = CallbackList([callback])
    for name in names:
        call(callbacks, name, {'size': 2})
    assert calls == [(name,) + ((3,) if name in NUMBERED else ()) + ({'size': 2},)
                     for name in names]


def test_logs_are_never_none():
    callback, calls = recorder(HOOKS)
    callbacks = CallbackList([callback])
    for name in HOOKS:
        call(callbacks, name)
    assert all(arguments[-1] == {} for arguments in calls)


@pytest.mark.parametrize('moment', ['begin', 'end'])
def test_batch_hooks_under_both_names(moment):
    old, new = 'on_batch_' + moment, 'on_train_batch_' + moment
    for overridden, called in (([old], old), ([new], new), ([old, new], new)):
        callback, calls = recorder(overridden)
        for name in (old, new):
            call(CallbackList([callback]), name, {'size': 2})
        assert calls == [(called, 3, {'size': 2})] * 2


def test_new_name_calls_the_old_one():
    class Both(Callback):
        seen = ()

        def on_train_batch_end(self, batch, logs=None):
            super().on_train_batch_end(batch, logs)
            self.seen += ('new',)

        def on_batch_end(self, batch, logs=None):
            self.seen += ('old',)

    callback = Both()
    CallbackList([callback]).on_train_batch_end(0, {})
    assert callback.seen == ('old', 'new')


def test_order_is_that_of_the_list():
    order = []
    callbacks = CallbackList([LambdaCallback(on_batch_end=lambda *_: order.append('a')),
                              LambdaCallback(on_batch_end=lambda *_: order.append('b'))])
    callbacks.append(LambdaCallback(on_batch_end=lambda *_: order.append('c')))
    callbacks.on_batch_end(0)
    assert order == ['a', 'b', 'c']
    assert len(list(callbacks)) == 3


def test_hooks_not_overridden_are_not_called(monkeypatch):
    def refuse(self, *arguments):
        raise AssertionError('an empty hook was called')

    for name in HOOKS:
        if 'batch' in name:
            monkeypatch.setattr(Callback, name, refuse)
    callbacks = CallbackList([Callback(), LambdaCallback()])
    for name in HOOKS:
        call(callbacks, name)


def test_hook_put_in_place_when_training_begins():
    class Late(Callback):
        seen = 0

        def on_train_begin(self, logs=None):
            self.on_batch_end = self.count

        def count(self, batch, logs=None):
            self.seen += 1

    callback = Late()
    callbacks = CallbackList([callback])
    callbacks.on_train_begin()
    callbacks.on_batch_end(0)
    assert callback.seen == 1


def test_model_and_parameters():
    callback = Callback()
    callbacks = CallbackList([callback])
    callbacks.set_params({'epochs': 3})
    callbacks.set_model('model')
    assert (callback.params, callback.model, callback.validation_data) == (
        {'epochs': 3}, 'model', None)


class Clock:
    """Stands in for the module `time`."""

    def __init__(self):
        self.now = 0.

    def time(self):
        return self.now


def run(monkeypatch, batch_seconds, hook_seconds, batches=4):
    clock = Clock()
    monkeypatch.setattr(callback_list, 'time', clock)

    class Sleepy(Callback):
        def on_batch_end(self, batch, logs=None):
            clock.now += hook_seconds

    callbacks = CallbackList([Sleepy()])
    for batch in range(batches):
        callbacks.on_batch_begin(batch)
        clock.now += batch_seconds
        callbacks.on_batch_end(batch)


def test_slow_callbacks_are_named(monkeypatch):
    with pytest.warns(RuntimeWarning, match=r'Sleepy\.on_batch_end took 0\.50 s.*0\.25 s'):
        run(monkeypatch, batch_seconds=.25, hook_seconds=.5, batches=1)


def test_callbacks_quicker_than_the_batch_or_quick_at_all(monkeypatch):
    run(monkeypatch, batch_seconds=2., hook_seconds=.5)
    run(monkeypatch, batch_seconds=.001, hook_seconds=.05)


def test_lambda_callback():
    seen = []

    def note(name):
        return lambda *arguments: seen.append((name,) + arguments)

    names = [name for name in HOOKS if name not in ('on_train_batch_begin', 'on_train_batch_end')]
    callback = LambdaCallback(label='mine', **{name: note(name) for name in names})
    callbacks = CallbackList([callback])
    for name in names:
        call(callbacks, name, {'loss': 1.})
    assert [entry[0] for entry in seen] == names
    assert callback.label == 'mine'


def test_lambda_callback_with_a_typo():
    with pytest.raises(TypeError, match="no hook 'on_epoch_ends'.*'on_epoch_end'"):
        LambdaCallback(on_epoch_ends=print)
