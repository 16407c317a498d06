"""The examples with movies, written words and sound, and those that act or leave Keras."""
import re

from example_runs import number_after, run


def test_words_in_pictures(tmp_path):
    picture = tmp_path / 'words.png'
    printed = run('image_ocr.py', '--epochs', '2', '--samples', '300', '--picture', str(picture))
    losses = losses_in(printed)
    assert losses[-1] < .9 * losses[0]
    assert number_after('Test error of letters', printed) <= 1
    assert picture.exists()


def losses_in(printed):
    return [float(loss) for loss in re.findall(r' loss: ([\d.]+)', printed)]
