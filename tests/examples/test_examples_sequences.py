"""The examples that read or write sequences, and those that train in other ways than usual."""
import re

import pytest
from example_runs import losses_in, number_after, run


def test_addition():
    printed = run('addition_rnn.py', '--epochs', '1', '--samples', '2000')
    assert 'Test accuracy of whole answers: ' in printed
    # One of twelve characters would be right by chance.
    assert number_after('Test accuracy of characters', printed) > .2


def test_stateful_lstm_knows_more_than_a_stateless_one():
    printed = run('lstm_stateful.py', '--epochs', '6', '--samples', '2400')
    stateless = number_after('Stateless test loss', printed)
    assert number_after('Stateful test loss', printed) < .8 * stateless


@pytest.mark.parametrize('script', [
    'imdb_lstm.py', 'imdb_cnn.py', 'imdb_bidirectional_lstm.py'])
def test_imdb(script, keras_home_with_reviews):
    printed = run(script, '--epochs', '1', '--samples', '400', '--batch-size', '16',
                  KERAS_HOME=keras_home_with_reviews)
    assert number_after('Test accuracy', printed) > .7


def test_custom_training_loop_learns():
    printed = run('custom_training_loop.py', '--epochs', '15', '--samples', '2000')
    mean = number_after('Loss of always guessing the mean', printed)
    losses = losses_in(printed)
    assert len(losses) == 15
    assert losses[-1] < .5 * losses[0]
    # In testing, other statistics are at work in BatchNormalization, which have been updated, too.
    assert number_after('\nTest loss', printed) < .5 * mean


def test_multi_input_multi_output_learns_both():
    printed = run('multi_input_multi_output.py', '--epochs', '8', '--samples', '2500')
    assert number_after('Test accuracy of departments', printed) > .5
    error, of_mean = re.search(r'Test error in days: ([\d.]+), and ([\d.]+)', printed).groups()
    assert float(error) < .9 * float(of_mean)
    total, department, days = [number_after('Test ' + name, printed)
                               for name in ['loss', 'department_loss', 'days_loss']]
    assert total == pytest.approx(department + .1 * days, abs=1e-3)
