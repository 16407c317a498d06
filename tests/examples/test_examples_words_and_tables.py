"""The examples with texts, tables and series run as a reader would run them, on few data."""
import pytest
from example_runs import number_after, run


def is_drawn(picture, printed):
    return picture.exists() or 'matplotlib is not installed' in printed


def test_cnn_lstm_learns_reviews():
    printed = run('imdb_cnn_lstm.py', '--epochs', '2', '--samples', '800')
    assert number_after('Test accuracy', printed) > .7


def test_fasttext_learns_reviews():
    printed = run('imdb_fasttext.py', '--epochs', '3', '--samples', '400')
    assert number_after('Words and n-grams', printed) == 20000
    assert number_after('Test accuracy', printed) > .8


@pytest.mark.parametrize('ngrams, learns', [('1', False), ('2', True)])
def test_fasttext_sees_order_by_ngrams(ngrams, learns, keras_home_with_order):
    printed = run('imdb_fasttext.py', '--epochs', '4', '--batch-size', '8', '--ngrams', ngrams,
                  KERAS_HOME=keras_home_with_order)
    assert (number_after('Test accuracy', printed) > .8) == learns


@pytest.mark.parametrize('mode', ['binary', 'tfidf'])
def test_bags_of_words_tell_the_topic(mode):
    printed = run('reuters_mlp.py', '--epochs', '4', '--mode', mode)
    assert number_after('Accuracy of always guessing the most frequent topic', printed) < .1
    assert number_after('Test accuracy', printed) > .6


def test_selu_learns_sooner_than_relu(tmp_path):
    picture = tmp_path / 'curves.png'
    printed = run('reuters_mlp_relu_vs_selu.py', '--epochs', '4', '--picture', str(picture))
    relu, selu = [number_after('Test loss with ' + name, printed) for name in ['relu', 'selu']]
    assert selu < .8 * relu
    assert number_after('Test accuracy with selu', printed) > .5
    assert is_drawn(picture, printed)
