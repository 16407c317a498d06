"""IMDB and Reuters: the numbers of Keras 2.3.1, files of all kinds, wrong arguments."""
import json
import os
import shutil
import zipfile

import numpy as np
import pytest
from dataset_files import object_array, python2_pickle, write_npz

from keras.datasets import boston_housing, imdb, reuters

HERE = os.path.dirname(os.path.abspath(__file__))
# Files that NumPy 1.18 wrote, and what Keras 2.3.1 made of them, as [data set, arguments, results].
GOLDEN = os.path.join(HERE, 'keras-2.3.1')
with open(os.path.join(GOLDEN, 'results.json')) as results:
    CALLS = json.load(results)
MODULES = {'imdb': imdb, 'reuters': reuters, 'boston_housing': boston_housing}


def flat(loaded):
    """Returns x_train, y_train, x_test, y_test as lists."""
    return [array.tolist() for pair in loaded for array in pair]


@pytest.mark.filterwarnings('ignore:The argument `nb_words`', 'ignore:.*none for testing')
@pytest.mark.parametrize('name, arguments, expected', CALLS,
                         ids=['%s %s' % (name, arguments) for name, arguments, _ in CALLS])
def test_numbers_of_keras_2(name, arguments, expected):
    state = np.random.get_state()
    loaded = MODULES[name].load_data(os.path.join(GOLDEN, name + '.npz'), **arguments)
    assert flat(loaded) == expected
    np.testing.assert_array_equal(np.random.get_state()[1], state[1])


def test_types():
    for pair in imdb.load_data(os.path.join(GOLDEN, 'imdb.npz')):
        assert pair[0].dtype == object and pair[0].ndim == 1
        assert pair[1].dtype == 'int64'
        assert {type(text) for text in pair[0]} == {list}
        assert {type(word) for text in pair[0] for word in text} == {int}


def test_texts_of_one_length_stay_lists(cache):
    write_npz(cache / 'reuters.npz', x=object_array([[1, 2], [3, 4], [5, 6]]), y=[0, 1, 2])
    (x, _), _ = reuters.load_data(test_split=0)
    assert x.shape == (3,) and x.dtype == object
    assert sorted(x.tolist()) == [[1, 4, 5], [1, 6, 7], [1, 8, 2]]


def test_no_seed_gives_another_order_each_time(cache):
    write_npz(cache / 'reuters.npz', x=object_array([[i] for i in range(1, 200)]),
              y=np.arange(199))
    orders = [reuters.load_data(seed=None, test_split=0)[0][1].tolist() for _ in range(2)]
    assert orders[0] != orders[1] and sorted(orders[0]) == sorted(orders[1]) == list(range(199))


def imdb_arrays():
    with np.load(os.path.join(GOLDEN, 'imdb.npz')) as file:
        labels = {name: file[name] for name in ('y_train', 'y_test')}
    (x_train, _), (x_test, _) = imdb.load_data(
        os.path.join(GOLDEN, 'imdb.npz'), start_char=None, index_from=0, num_words=1000)
    return dict(labels, x_train=x_train, x_test=x_test)


@pytest.mark.parametrize('form', [
    lambda x: (python2_pickle(x), len(x)),
    lambda x: object_array([tuple(row) for row in x]),
    lambda x: object_array([np.array(row, 'int32') for row in x]),
    lambda x: object_array([[np.int16(word) for word in row] for row in x]),
], ids=['python 2', 'tuples', 'arrays', 'scalars'])
def test_forms_of_texts(cache, form):
    arrays = imdb_arrays()
    write_npz(cache / 'plain.npz', **arrays)
    expected = flat(imdb.load_data('plain.npz'))
    write_npz(cache / 'imdb.npz', **dict(arrays, x_train=form(arrays['x_train'])))
    assert flat(imdb.load_data()) == expected


def test_empty_texts(cache):
    write_npz(cache / 'reuters.npz', x=object_array([[], [1, 2], []]), y=[0, 1, 2])
    (x, _), _ = reuters.load_data(test_split=0)
    assert sorted(x.tolist()) == [[1], [1], [1, 4, 2]]
    (x, _), _ = reuters.load_data(test_split=0, start_char=None, oov_char=None)
    assert sorted(x.tolist()) == [[], [], [4]]
    (x, _), _ = reuters.load_data(test_split=0, start_char=None, maxlen=1)
    assert x.tolist() == [[], []]


def test_a_file_from_numpy_2():
    """`imdb_numpy_2.npz` holds the same as `keras-2.3.1/imdb.npz`, written by NumPy 2.2."""
    assert b'numpy._core.multiarray' in read_member(os.path.join(HERE, 'imdb_numpy_2.npz'))
    assert b'numpy.core.multiarray' in read_member(os.path.join(GOLDEN, 'imdb.npz'))
    assert flat(imdb.load_data(os.path.join(HERE, 'imdb_numpy_2.npz'))) == CALLS[0][2]


def read_member(path):
    with zipfile.ZipFile(path) as archive:
        return archive.read('x_train.npy')


def test_plain_arrays_of_words(cache):
    write_npz(cache / 'imdb.npz', x_train=np.array([[1, 2]], 'uint8'), y_train=[1],
              x_test=np.zeros((0, 2), 'uint8'), y_test=np.zeros(0, 'int64'))
    assert flat(imdb.load_data(num_words=9)) == [[[1, 4, 5]], [1], [], []]


def test_old_name_of_num_words():
    path = os.path.join(GOLDEN, 'imdb.npz')
    with pytest.warns(UserWarning, match='`nb_words` .*renamed; use `num_words`') as caught:
        loaded = imdb.load_data(path, nb_words=20)
    assert caught[0].filename == __file__
    assert flat(loaded) == flat(imdb.load_data(path, num_words=20))
    with pytest.raises(TypeError, match='`num_words` is passed twice: also as `nb_words`'):
        reuters.load_data(num_words=3, nb_words=4)


@pytest.mark.parametrize('module', [imdb, reuters])
@pytest.mark.parametrize('arguments, error, message', [
    ({'num_word': 3}, TypeError, 'no argument `num_word`. Did you mean `num_words`?'),
    ({'num_words': 'all'}, TypeError, "`num_words` must be an int or None, but got 'all'"),
    ({'index_from': [3]}, TypeError, r'`index_from` must be an int or None, but got \[3\]'),
    ({'num_words': 3}, ValueError, '`num_words`=3 and `skip_top`=0 leave no words: .* from 4 to'),
    ({'num_words': -1}, ValueError, '`num_words`=-1 and .*Increase `num_words`'),
    ({'num_words': 9, 'skip_top': 9}, ValueError, '`num_words`=9 and `skip_top`=9 leave no words'),
    ({'skip_top': 1000}, ValueError, '`num_words`=None and `skip_top`=1000 leave no word'),
    ({'maxlen': 1}, ValueError, '`maxlen`=1 leaves no texts: .* shortest has 2 words .*Increase'),
    ({'seed': -1}, ValueError, 'between 0 and 2'),
])
def test_wrong_arguments(module, arguments, error, message):
    name = module.__name__.split('.')[-1]
    with pytest.raises(error, match=message):
        module.load_data(os.path.join(GOLDEN, name + '.npz'), **arguments)


@pytest.mark.parametrize('module', [boston_housing, reuters])
@pytest.mark.parametrize('test_split, error', [
    (1, ValueError), (1., ValueError), (-.1, ValueError), (float('nan'), ValueError),
    ('0.2', TypeError), (None, TypeError)])
def test_wrong_test_split(module, test_split, error):
    with pytest.raises(error, match='`test_split` must be'):
        module.load_data(test_split=test_split)


def test_no_text_for_testing():
    with pytest.warns(UserWarning, match='`maxlen`=6 leaves 5 texts, all for training'):
        _, (x_test, y_test) = imdb.load_data(os.path.join(GOLDEN, 'imdb.npz'), maxlen=6)
    assert len(x_test) == len(y_test) == 0


@pytest.mark.parametrize('x, message', [
    (object_array([['good'], ['bad']]), 'x must hold lists of ints, but holds lists with str'),
    (object_array([[1, 2.5], [3, None]]), 'but holds lists with NoneType, float'),
    (object_array(['good', 'bad']), 'x must hold lists of ints, but holds str'),
    (object_array([[[1], [2]], [3]]), 'but holds lists with list'),
    (object_array([{1: 2}, [1]]), 'but holds dict'),
    (np.array([[1., 2.], [3., 4.]]), 'but holds lists with float64'),
    (np.array([1, 2]), 'x must hold lists of ints, but holds int64'),
    (np.array(['good', 'bad']), 'the array x must hold numbers, but its dtype is <U4'),
])
def test_texts_of_the_wrong_type(cache, x, message):
    write_npz(cache / 'reuters.npz', x=x, y=[0, 1])
    with pytest.raises(TypeError, match=r'reuters\.npz cannot be used: .*%s\.' % message):
        reuters.load_data()


def test_labels_of_the_wrong_type(cache):
    write_npz(cache / 'reuters.npz', x=object_array([[1], [2]]), y=['a', 'b'])
    with pytest.raises(TypeError, match='the array y must hold numbers, but its dtype is <U1'):
        reuters.load_data()


def test_words_that_are_too_large(cache):
    write_npz(cache / 'reuters.npz', x=object_array([[1], [2 ** 70]]), y=[0, 1])
    with pytest.warns(UserWarning, match='downloaded again'), \
            pytest.raises(OSError, match=r'reuters\.npz cannot be read: OverflowError'):
        reuters.load_data()


def test_a_file_without_words(cache):
    write_npz(cache / 'reuters.npz', x=object_array([[], []]), y=[0, 1])
    with pytest.raises(ValueError, match='no words in the texts'):
        reuters.load_data()


@pytest.mark.parametrize('module', [imdb, reuters])
def test_word_index(cache, module):
    name = module.__name__.split('.')[-1] + '_word_index.json'
    (cache / name).write_text(json.dumps({'the': 1, 'caf\u00e9': 2}, ensure_ascii=False),
                              encoding='utf-8')
    assert module.get_word_index() == {'the': 1, 'caf\u00e9': 2}
    shutil.move(str(cache / name), str(cache / 'mine.json'))
    assert module.get_word_index('mine.json') == module.get_word_index(str(cache / 'mine.json'))


@pytest.mark.parametrize('content', ['[1, 2]', '{"a": "b"}', '{"a": 1.5}', '{"a": true}', '3'])
def test_word_index_of_the_wrong_type(cache, content):
    (cache / 'imdb_word_index.json').write_text(content)
    with pytest.raises(TypeError, match='json cannot be used: it must hold a dictionary'):
        imdb.get_word_index()


@pytest.mark.parametrize('content', [b'', b'{"a": 1', b'\xff\xfe', b'[' * 100000],
                         ids=['empty', 'truncated', 'not UTF-8', 'deep'])
def test_damaged_word_index(cache, content):
    (cache / 'imdb_word_index.json').write_bytes(content)
    with pytest.warns(UserWarning, match='downloaded again'), \
            pytest.raises(OSError, match=r'word_index\.json cannot be read: .*Cannot download'):
        imdb.get_word_index()
    assert (cache / 'imdb_word_index.json').read_bytes() == content
