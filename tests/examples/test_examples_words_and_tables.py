"""The examples with texts, tables and series run as a reader would run them, on few data."""
import pytest
from example_runs import number_after, run


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
