"""The examples with texts, tables and series run as a reader would run them, on few data."""
from example_runs import number_after, run


def test_cnn_lstm_learns_reviews():
    printed = run('imdb_cnn_lstm.py', '--epochs', '2', '--samples', '800')
    assert number_after('Test accuracy', printed) > .7
