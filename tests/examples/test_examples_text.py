"""The examples that read and write text run as a reader would run them, on little and easy data."""
import os

from example_runs import ROOT, number_after, run


def test_text_generation_knows_more_than_frequencies():
    printed = run('lstm_text_generation.py', '--epochs', '3', '--samples', '8000')
    frequencies = number_after('Loss of guessing by how often characters occur', printed)
    assert number_after('Test loss', printed) < frequencies
    assert 'At temperature 1.2' in printed


def test_memory_network_answers():
    printed = run('babi_memnn.py', '--epochs', '12', '--samples', '400')
    assert number_after('Test accuracy', printed) > .35  # one of six rooms is right by chance
    assert 'Sentences, and how much attention each hop pays to them' in printed


def test_recurrent_network_answers(tmp_path):
    files = [str(tmp_path / name) for name in ['train.txt', 'test.txt']]
    for name in files:
        with open(name, 'w') as file:
            for _ in range(100):
                file.write('1 Mary moved to the hall.\n2 Where is Mary? \thall\t1\n'
                           '1 John went to the garden.\n2 Where is John?\tgarden\t1\n')
    printed = run('babi_rnn.py', '--epochs', '4', '--data', *files)
    assert '200 training questions, 200 test questions' in printed
    assert number_after('Test accuracy', printed) > .9


def test_stories_are_parsed(monkeypatch):
    monkeypatch.syspath_prepend(os.path.join(ROOT, 'examples'))
    from example_data import parse_stories
    pairs, answers = parse_stories([
        '1 Mary moved to the bathroom.', '2 John took the milk there.',
        '3 Where is Mary? \tbathroom\t1', '4 What is carried?\tmilk\t2 1',
        '1 Mary left.', '2 Is Mary here?\tno\t1', ''])
    mary = ['mary', 'moved', 'to', 'the', 'bathroom']
    john = ['john', 'took', 'the', 'milk', 'there']
    assert answers == ['bathroom', 'milk', 'no']
    assert pairs == [([mary, john], ['where', 'is', 'mary']),
                     ([mary, john], ['what', 'is', 'carried']),
                     ([['mary', 'left']], ['is', 'mary', 'here'])]
