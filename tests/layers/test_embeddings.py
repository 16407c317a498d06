import numpy as np
import pytest
from layer_checks import check_layer, output_of, random
from numpy.testing import assert_array_equal

from keras import backend as K
from keras.layers import Embedding, Flatten, GlobalAveragePooling1D, Input
from keras.models import Sequential


def test_rows_of_the_matrix():
    matrix = random(5, 3)
    for dtype in ('int32', 'int64', 'float32'):
        x = np.array([[4, 0, 1], [2, 2, 3]], dtype)
        check_layer(Embedding(5, 3), x, matrix[x.astype(int)], [matrix], free=(1,))


def test_more_axes():
    matrix, x = random(5, 3), np.array([[[4, 0], [1, 2]]], 'int32')
    check_layer(Embedding(5, 3, input_length=(2, 2)), x, matrix[x], [matrix], free=(1,))


def test_first_layer_knows_its_input():
    assert Sequential([Embedding(5, 3)]).output_shape == (None, None, 3)
    model = Sequential([Embedding(5, 3, input_length=4), Flatten()])
    assert model.output_shape == (None, 12)
    assert Sequential([Embedding(5, 3, batch_input_shape=(2, 7))]).output_shape == (2, 7, 3)


def test_mask():
    x = np.array([[1, 0, 2], [0, 0, 3]], 'int32')
    layer = Embedding(5, 3, mask_zero=True)
    tensor = Input((None,))
    pooled = GlobalAveragePooling1D()(layer(tensor))
    mask, mean = K.function([tensor], [layer.output_mask, pooled])([x])
    assert_array_equal(mask, x != 0)
    matrix = layer.get_weights()[0]
    np.testing.assert_allclose(mean, [(matrix[1] + matrix[2]) / 2, matrix[3]], rtol=1e-5)
    assert Embedding(5, 3).compute_mask(tensor) is None


def test_weights_and_config():
    layer = Embedding(5, 3, embeddings_regularizer='l2', embeddings_constraint='nonneg',
                      activity_regularizer='l1', name='e')
    layer(Input((2,)))
    assert layer.embeddings.name.endswith('/embeddings:0')
    assert layer.embeddings.constraint
    assert len(layer.losses) == 2
    config = layer.get_config()
    assert list(config) == ['name', 'trainable', 'batch_input_shape', 'dtype', 'input_dim',
                            'output_dim', 'embeddings_initializer', 'embeddings_regularizer',
                            'activity_regularizer', 'embeddings_constraint', 'mask_zero',
                            'input_length']
    assert config['batch_input_shape'] == (None, None)
    assert config['embeddings_initializer'] == {
        'class_name': 'RandomUniform', 'config': {'minval': -0.05, 'maxval': 0.05, 'seed': None}}


@pytest.mark.parametrize('length, shape', [(4, (7,)), (4, (4, 2)), ((4, 2), (4, 3))])
def test_input_of_another_length(length, shape):
    with pytest.raises(ValueError, match='input_length of layer mine is'):
        Embedding(5, 3, input_length=length, name='mine')(Input(shape))


@pytest.mark.parametrize('arguments, name', [((-5, 3), 'input_dim'), ((5, 0), 'output_dim'),
                                             ((5.5, 3), 'input_dim')])
def test_bad_arguments(arguments, name):
    with pytest.raises(ValueError, match='`%s` of .* must be a positive integer' % name):
        Embedding(*arguments)


def test_number_out_of_range():
    with pytest.raises(Exception, match=r'7 is not in \[0, 5\)'):
        output_of(Embedding(5, 3), np.array([[7]], 'int32'))
