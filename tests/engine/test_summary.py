"""Tables of models; the expected lines are those that Keras 2.3.1 prints."""
import numpy as np
import pytest

from keras import backend as K
from keras.engine.base_layer import Layer
from keras.engine.input_layer import Input
from keras.engine.sequential import Sequential
from keras.engine.training import Model
from keras.layers import BatchNormalization, Concatenate, Dense, Dropout
from keras.utils.layer_utils import count_params


def table(model, **arguments):
    found = []
    model.summary(print_fn=found.append, **arguments)
    return '\n'.join(line.rstrip() for line in found)


def test_a_row_of_layers():
    model = Sequential([Dense(3, input_dim=4, name='a'), Dropout(.5), BatchNormalization(),
                        Dense(2)])
    assert table(model) == """\
Model: "sequential_1"
_________________________________________________________________
Layer (type)                 Output Shape              Param #
=================================================================
a (Dense)                    (None, 3)                 15
_________________________________________________________________
dropout_1 (Dropout)          (None, 3)                 0
_________________________________________________________________
batch_normalization_1 (Batch (None, 3)                 12
_________________________________________________________________
dense_1 (Dense)              (None, 2)                 8
=================================================================
Total params: 35
Trainable params: 29
Non-trainable params: 6
_________________________________________________________________"""


def two_inputs():
    x, z = Input((4,), name='x'), Input((4,), name='z')
    dense = Dense(3, name='d')
    joined = Concatenate(name='c')([dense(x), dense(z)])
    return Model([x, z], [Dense(2, name='o')(joined), joined], name='m')


def test_a_graph():
    assert table(two_inputs()) == """\
Model: "m"
__________________________________________________________________________________________________
Layer (type)                    Output Shape         Param #     Connected to
==================================================================================================
x (InputLayer)                  (None, 4)            0
__________________________________________________________________________________________________
z (InputLayer)                  (None, 4)            0
__________________________________________________________________________________________________
d (Dense)                       (None, 3)            15          x[0][0]
                                                                 z[0][0]
__________________________________________________________________________________________________
c (Concatenate)                 (None, 6)            0           d[0][0]
                                                                 d[1][0]
__________________________________________________________________________________________________
o (Dense)                       (None, 2)            14          c[0][0]
==================================================================================================
Total params: 29
Trainable params: 29
Non-trainable params: 0
__________________________________________________________________________________________________\
"""


def test_width_and_positions():
    assert table(two_inputs(), line_length=60, positions=[.3, .5, .7, 1.]).startswith("""\
Model: "m"
____________________________________________________________
Layer (type)      Output Shap Param #     Connected to
============================================================
x (InputLayer)    (None, 4)   0
____________________________________________________________
z (InputLayer)    (None, 4)   0
____________________________________________________________
d (Dense)         (None, 3)   15          x[0][0]""")


def test_a_layer_called_on_inputs_of_several_shapes():
    inner = two_inputs()
    x = Input(batch_shape=(5, 4), name='y')
    assert ('\nm (Model)                       multiple             29          y[0][0]\n'
            in table(Model(x, inner([x, x])[0])))


def test_table_goes_to_the_screen_by_default(capsys):
    Sequential([Dense(3, input_dim=4)]).summary()
    assert 'Total params: 15\n' in capsys.readouterr().out


def test_subclass_and_thousands():
    class Own(Model):
        def __init__(self):
            super().__init__(name='own')
            self.dense = Dense(1000, name='dense')

        def call(self, inputs):
            return self.dense(inputs)

    model = Own()
    model(Input((99,)))
    text = table(model)
    assert '\ndense (Dense)                (None, 1000)              100000\n' in text
    assert '\nTotal params: 100,000\n' in text


def test_shared_weights_count_once():
    weight = K.variable([1., 2.])
    assert count_params([weight, weight, K.variable([[1., 2., 3.]])]) == 5


def test_weights_thawed_after_compile():
    x, x2 = Input((3,)), Input((3,))
    inner = Model(x, Dense(1)(x))
    inner.trainable = False
    model = Model(x2, Dense(1)(inner(x2)))
    model.compile('adam', 'mse')
    assert table(model).split('\n')[-5:-1] == ['=' * 65, 'Total params: 6', 'Trainable params: 2',
                                      'Non-trainable params: 4']
    inner.trainable = True
    for _ in range(2):
        with pytest.warns(UserWarning, match='Call `compile` again'):
            lines = table(model).split('\n')
        assert lines[-4:-1] == ['Total params: 6', 'Trainable params: 2',
                                'Non-trainable params: 4']
    with pytest.warns(UserWarning, match='Call `compile` again'):
        model.train_on_batch(np.ones((1, 3)), np.ones((1, 1)))
    model.compile('adam', 'mse')
    assert table(model).split('\n')[-3:-1] == ['Trainable params: 6', 'Non-trainable params: 0']


def test_all_frozen_when_compiled():
    model = Sequential([Dense(1, input_shape=(3,), trainable=False)])
    model.compile('adam', 'mse')
    model.layers[0].trainable = True
    with pytest.warns(UserWarning, match='Call `compile` again'):
        assert table(model).split('\n')[-3:-1] == ['Trainable params: 0', 'Non-trainable params: 4']


def test_a_subclass_built_after_compile():
    class Own(Model):
        def __init__(self):
            super().__init__()
            self.dense = Dense(1)

        def call(self, inputs):
            return self.dense(inputs)

    model = Own()
    model.compile('adam', 'mse')
    model.build((None, 3))
    assert table(model).split('\n')[-3:-1] == ['Trainable params: 4', 'Non-trainable params: 0']


def test_frozen_weights():
    class Empty(Layer):
        pass

    model = Sequential([Dense(3, input_dim=4), Empty()])
    model.layers[0].trainable = False
    assert ('\nTotal params: 15\nTrainable params: 0\nNon-trainable params: 15\n'
            in table(model))
