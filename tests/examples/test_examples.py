"""The example scripts run as a reader would run them, on few and small data."""
import pytest
from example_runs import number_after, run


def test_digits_are_learned_and_the_model_survives_its_file(tmp_path):
    path = tmp_path / 'digits.h5'
    printed = run('digits_cnn.py', '--epochs', '6', '--file', str(path))
    assert number_after('Test accuracy', printed) > 95  # percent
    assert 'the loaded model predicts the same' in printed
    assert path.exists()


@pytest.mark.parametrize('script, options', [
    ('mnist_mlp.py', []), ('mnist_cnn.py', []), ('mnist_cnn.py', ['--augment'])])
def test_mnist(script, options, keras_home_with_digits):
    printed = run(script, '--epochs', '3', *options, KERAS_HOME=keras_home_with_digits)
    assert number_after('Test accuracy', printed) > .9
