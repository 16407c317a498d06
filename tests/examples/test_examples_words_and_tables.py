"""The examples with texts, tables and series run as a reader would run them, on few data."""
import numpy as np
import pytest
from example_runs import is_drawn, number_after, run


def test_cnn_lstm_learns_reviews():
    printed = run('imdb_cnn_lstm.py', '--epochs', '2', '--samples', '800')
    assert number_after('Test accuracy', printed) > .7


def test_fasttext_learns_reviews():
    printed = run('imdb_fasttext.py', '--epochs', '3', '--samples', '400')
    assert number_after('Words and n-grams', printed) == 20000
    assert number_after('Test accuracy', printed) > .8


def test_fasttext_sees_order_by_ngrams(keras_home_with_order):
    printed = run('imdb_fasttext.py', '--epochs', '4', '--batch-size', '8', '--ngrams', '2',
                  KERAS_HOME=keras_home_with_order)
    # The mean of the words alone would be right in half of the reviews.
    assert number_after('Test accuracy', printed) > .8


def test_bags_of_words_tell_the_topic():
    printed = run('reuters_mlp.py', '--epochs', '4', '--mode', 'tfidf')
    assert number_after('Accuracy of always guessing the most frequent topic', printed) < .1
    assert number_after('Test accuracy', printed) > .6


def test_selu_learns_sooner_than_relu(tmp_path):
    picture = tmp_path / 'curves.png'
    printed = run('reuters_mlp_relu_vs_selu.py', '--epochs', '4', '--picture', str(picture))
    relu, selu = [number_after('Test loss with ' + name, printed) for name in ['relu', 'selu']]
    assert selu < .8 * relu
    assert number_after('Test accuracy with selu', printed) > .5
    assert is_drawn(picture, printed)


def test_given_vectors_tell_what_unseen_words_mean():
    printed = run('pretrained_word_embeddings.py', '--epochs', '6', '--samples', '1000')
    assert number_after('Test accuracy with given vectors', printed) > .5
    # A fifth is right by chance.
    assert number_after('Test accuracy with learned vectors', printed) < .4


def test_vectors_and_texts_are_read_from_files(tmp_path):
    vectors = tmp_path / 'vectors.txt'
    vectors.write_text('red 1.0 0.5 -2e-1\n. . 1 2 3\nblue -1.0 0.25 0.5\nunseen 0 0 1\n')
    for name, word in [('a', 'red'), ('b', 'blue')]:
        (tmp_path / 'texts' / name).mkdir(parents=True)
        for i in range(20):
            text = 'From: %s\nSubject: x\n\n%s %s other\n' % (name, word, word)
            (tmp_path / 'texts' / name / str(i)).write_text(text)
    printed = run('pretrained_word_embeddings.py', '--epochs', '2', '--data',
                  str(tmp_path / 'texts'), '--vectors', str(vectors))
    assert '32 training texts, 8 test texts' in printed
    assert 'Words with a vector: 2 of 3' in printed  # the header is not read


def test_antirectifier_learns_and_survives_its_file(tmp_path):
    path = tmp_path / 'antirectifier.h5'
    printed = run('antirectifier.py', '--epochs', '4', '--file', str(path))
    assert 'it predicts the same' in printed
    assert path.exists()
    assert '(None, 512)' in printed  # the positive and the negative parts of 256 numbers
    assert number_after('Test accuracy with antirectifier', printed) > .5
    assert number_after('Test accuracy with relu', printed) > .5


def test_forecasts_beat_those_without_a_model(tmp_path):
    picture = tmp_path / 'forecasts.png'
    printed = run('timeseries_forecasting.py', '--epochs', '5', '--samples', '6000',
                  '--picture', str(picture))
    easy = min(number_after('Test error of ' + name, printed)
               for name in ['the last value', 'the day before'])
    assert number_after('Test error of a GRU', printed) < number_after(
        'Test error of the last value', printed)
    assert number_after('Test error of a convnet', printed) < .8 * easy
    assert is_drawn(picture, printed)


def test_forecasts_from_a_file(tmp_path):
    hours = np.arange(800)
    rows = ['hour,name,wave'] + ['%d,x,%.4f' % (hour, 5 + np.sin(hour * np.pi / 12))
                                 for hour in hours]
    (tmp_path / 'waves.csv').write_text('\n'.join(rows).replace('9,x,4.0341', '9,x,'))
    printed = run('timeseries_forecasting.py', '--epochs', '1', '--data',
                  str(tmp_path / 'waves.csv'), '--target', 'wave')
    assert number_after('Test error of the day before', printed) < .01
    assert number_after('Test error of a convnet', printed) < 2


def test_network_for_tables_learns():
    printed = run('tabular_features.py', '--epochs', '6', '--samples', '6000')
    assert number_after('Test AUC of the network', printed) > .68
    assert number_after('Test AUC of the logistic regression', printed) > .68
    assert number_after('Recall', printed) > .4


def test_table_from_a_file(tmp_path):
    path = tmp_path / 'table.csv'
    path.write_text('color,size,sold\n' + 'red,1,yes\n,2,no\nblue,,no\nblue,4,no\n' * 60)
    printed = run('tabular_features.py', '--epochs', '8', '--data', str(path), '--target', 'sold')
    assert number_after('Part of the rare class', printed) == .25
    assert number_after('Test AUC of the network', printed) > .9


def test_interrupted_training_goes_on_with_equal_losses():
    printed = run('resume_training.py', '--epochs', '5', '--samples', '640')
    assert number_after('Greatest difference when resumed', printed) < 1e-4
    assert number_after('Greatest difference with a new optimizer', printed) > 1e-3
    assert printed.count('Going on with') == 2


def test_training_goes_on_in_another_process(tmp_path):
    folder = str(tmp_path / 'saved')
    first = run('resume_training.py', '--epochs', '2', '--samples', '640', '--folder', folder)
    second = run('resume_training.py', '--epochs', '4', '--samples', '640', '--folder', folder)
    assert 'Epoch 2/2' in first
    assert 'Going on with' not in first
    assert 'epoch-0002.h5' in second
    assert 'Epoch 2/4' not in second
    assert 'Epoch 4/4' in second
    log = (tmp_path / 'saved' / 'log.csv').read_text().splitlines()
    assert [line.split(',')[0] for line in log] == ['epoch', '0', '1', '2', '3']


def test_recommender_finds_tastes():
    printed = run('recommender.py', '--epochs', '6', '--samples', '14000')
    biases = number_after('Test error of biases', printed)
    assert biases < number_after('Test error of the mean', printed)
    assert number_after('Test error of vectors and biases', printed) < .85 * biases
    assert printed.count(' may like film ') == 3


@pytest.mark.parametrize('separator, header', [(',', 'userId,movieId,rating,timestamp\n'),
                                               ('\t', '')])
def test_ratings_from_a_file(separator, header, tmp_path):
    path = tmp_path / 'ratings'
    path.write_text(header + ''.join(
        separator.join([str(10 * person), str(7 * film), '%.1f' % (1 + film % 5), '99']) + '\n'
        for person in range(1, 20) for film in range(1, 20)))
    printed = run('recommender.py', '--epochs', '1', '--data', str(path))
    assert '325 training ratings, 36 test ratings' in printed


def test_uncertainty_is_greatest_beyond_the_data(tmp_path):
    picture = tmp_path / 'uncertainty.png'
    printed = run('uncertainty_dropout.py', '--epochs', '60', '--picture', str(picture))
    known, beyond = [number_after('Uncertainty ' + where, printed)
                     for where in ['where points are', 'beyond the ends']]
    assert 0 < 1.3 * known < beyond
    assert is_drawn(picture, printed)


def test_autoencoder_finds_anomalies(tmp_path):
    picture = tmp_path / 'anomalies.png'
    printed = run('anomaly_detection.py', '--epochs', '10', '--samples', '6000',
                  '--picture', str(picture))
    distance = number_after('Test AUC of the distance from the mean', printed)
    assert number_after('Test AUC of the autoencoder', printed) > max(.8, distance + .1)
    assert number_after('Found', printed) > .5
    assert is_drawn(picture, printed)


def test_anomalies_in_a_file(tmp_path):
    path = tmp_path / 'series.csv'
    values = np.sin(np.arange(1200) / 5)
    values[1000:1050] *= 3
    path.write_text('\n'.join('%.4f,%d' % (value, 1000 <= i < 1050)
                              for i, value in enumerate(values)))
    printed = run('anomaly_detection.py', '--epochs', '3', '--data', str(path))
    assert '1000 normal steps to learn from, 50 wrong ones to find' in printed
    assert number_after('Test AUC of the autoencoder', printed) > .8
