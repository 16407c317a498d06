"""Every test starts from an empty graph, fixed seeds and default settings."""
import os
import signal

os.environ.setdefault('KERAS_BACKEND', 'tensorflow')
os.environ.setdefault('TF_CPP_MIN_LOG_LEVEL', '2')
# Theano's functions run once or twice each: in Python, without a compiler, is quickest by far.
os.environ['THEANO_FLAGS'] = ','.join(['mode=FAST_COMPILE', os.environ.get('THEANO_FLAGS', '')])
if 'PYTEST_XDIST_WORKER' in os.environ:
    # The workers take all processors; threads within them that wait for one another, turning in
    # circles, make some tests three times as slow.
    os.environ.update(OMP_NUM_THREADS='1', OPENBLAS_NUM_THREADS='1')

import numpy as np  # noqa: E402
import pytest  # noqa: E402

from keras import backend as K  # noqa: E402

# What one engine alone has is tested with it alone.
collect_ignore = [os.path.join('backend', engine)
                  for engine in ('tensorflow', 'theano', 'cntk', 'jax') if engine != K.backend()]


def pytest_configure():
    # A shell has commands in the background pass Ctrl-C over, and so would what they start.
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_finish():
    K.clear_session()  # what test files made when they were imported has taken names


@pytest.fixture(autouse=True)
def clean_slate():
    np.random.seed(1337)
    floatx, epsilon, data_format = K.floatx(), K.epsilon(), K.image_data_format()
    yield
    K.set_floatx(floatx)
    K.set_epsilon(epsilon)
    K.set_image_data_format(data_format)
    K.clear_session()


@pytest.fixture
def forget_own_bytecode(monkeypatch):
    """Returns a function after which lambdas in files are those of another process."""
    return lambda: monkeypatch.setattr('keras.utils.bytecode._written_here', set())
