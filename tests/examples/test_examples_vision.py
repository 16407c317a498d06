"""The examples that look at images: convnets, what they see, and pictures drawn with them."""
from example_runs import number_after, run


def test_convnet_learns_from_augmented_images(tmp_path):
    path = tmp_path / 'cifar10_cnn.h5'
    printed = run('cifar10_cnn.py', '--epochs', '3', '--samples', '500', '--file', str(path))
    assert path.exists()
    assert number_after('Test accuracy', printed) > .25  # .1 by chance
