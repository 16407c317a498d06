"""Where operations run."""
import pytest

from keras import backend as K

CHOOSES = K.backend() == 'tensorflow'


@pytest.mark.skipif(not CHOOSES, reason='the engine does not let one choose devices')
def test_devices_are_named_and_chosen():
    assert '/cpu:0' in K.list_devices()
    with K.device_scope('/cpu:0'):
        x = K.placeholder((2,))
        y = x * 2.
    assert y.device.lower() == '/device:cpu:0'
    gradient, = K.gradients(K.sum(y), [x])
    assert K.function([x], [gradient])([[1., 1.]])[0].tolist() == [2., 2.]


@pytest.mark.skipif(CHOOSES, reason='the engine lets one choose devices')
def test_other_engines_say_so():
    uses = [lambda: K.device_scope('/cpu:0')]
    if K.backend() == 'jax':
        assert K.list_devices() == ['/cpu:0']
    else:
        uses.append(K.list_devices)
    for use in uses:
        with pytest.raises(NotImplementedError, match='%s backend .*TensorFlow' % K.backend()):
            use()


def test_batches_over_devices():
    if K.backend() == 'jax':
        x = K.variable([[1., 2.], [3., 4.]])
        assert K.eval(K.over_devices(x, ['/cpu:0']) + 1).tolist() == [[2, 3], [4, 5]]
        gradient, = K.gradients(K.sum(K.over_devices(x, ['/cpu:0']) * 3), [x])
        assert K.eval(gradient).tolist() == [[3, 3], [3, 3]]
        with pytest.raises(ValueError, match='on /cpu:9, but this machine has only /cpu:0'):
            K.over_devices(x, ['/cpu:0', '/cpu:9'])
    else:
        with pytest.raises(NotImplementedError, match='%s backend .*JAX' % K.backend()):
            K.over_devices(K.ones((2, 2)), ['/cpu:0'])
