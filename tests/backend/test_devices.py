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
    for use in (K.list_devices, lambda: K.device_scope('/cpu:0')):
        with pytest.raises(NotImplementedError, match='%s backend .*TensorFlow' % K.backend()):
            use()
