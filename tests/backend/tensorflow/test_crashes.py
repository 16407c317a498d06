"""Models that ended the process in TensorFlow's kernels or graph optimizer, each in its own."""
import subprocess
import sys

import pytest

from keras import backend as K

if K.backend() != 'tensorflow':
    pytest.skip('The other engines have nothing of it.', allow_module_level=True)

TRAIN = """
import numpy as np
from keras.layers import *
from keras.models import Model

def train(x, y, steps):
    model = Model(x, y)
    model.compile('sgd', 'mse')
    shape = (8,) + model.input_shape[1:]
    for _ in range(steps):
        model.train_on_batch(np.ones(shape), np.zeros((8,) + model.output_shape[1:]))
"""
# oneDNN writes outside of its memory, which is found out sooner or later.
STRIDES = """
for layer, sizes in [(Conv2D(17, 1, strides=2), (112, 112)),
                     (Conv1D(8, 1, strides=3), (9999,)),
                     (Conv2DTranspose(3, 1, strides=2), (112, 112)),
                     (DepthwiseConv2D(1, strides=2, depth_multiplier=4), (112, 112))]:
    x = Input(sizes + (1,))
    train(x, layer(x), 10)
"""
# oneDNN counts operations, for which it has to know how many axes an image has.
UNKNOWN_AXES = """
x = Input((3, 4, 4, 1))
_, state, _ = ConvLSTM2D(1, 1, return_state=True)(x)
train(x, ELU(.7)(state), 1)
"""


@pytest.mark.parametrize('code', [STRIDES, UNKNOWN_AXES], ids=['strides', 'unknown_axes'])
def test_the_process_goes_on(code):
    subprocess.run([sys.executable, '-c', TRAIN + code], check=True)
