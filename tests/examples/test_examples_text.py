"""The examples that read and write text run as a reader would run them, on little and easy data."""
from example_runs import number_after, run


def test_text_generation_knows_more_than_frequencies():
    printed = run('lstm_text_generation.py', '--epochs', '3', '--samples', '8000')
    frequencies = number_after('Loss of guessing by how often characters occur', printed)
    assert number_after('Test loss', printed) < frequencies
    assert 'At temperature 1.2' in printed
