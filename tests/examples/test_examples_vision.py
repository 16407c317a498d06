"""The examples that look at images: convnets, what they see, and pictures drawn with them."""
import pytest
from example_runs import number_after, run


def test_convnet_learns_from_augmented_images(tmp_path):
    path = tmp_path / 'cifar10_cnn.h5'
    printed = run('cifar10_cnn.py', '--epochs', '3', '--samples', '350', '--file', str(path))
    assert path.exists()
    assert number_after('Test accuracy', printed) > .25  # .1 by chance


@pytest.mark.parametrize('version, depth', [('1', '8'), ('2', '11')])
def test_residual_network_learns(version, depth, tmp_path):
    path = tmp_path / 'cifar10_resnet.h5'
    printed = run('cifar10_resnet.py', '--version', version, '--depth', depth, '--epochs', '2',
                  '--samples', '300', '--file', str(path))
    assert 'resnet%s_v%s has' % (depth, version) in printed
    assert path.exists()
    assert number_after('Test accuracy', printed) > .15  # .1 by chance


def test_class_activation_maps_find_the_images(tmp_path):
    path = tmp_path / 'maps.png'
    printed = run('class_activation_maps.py', '--epochs', '4', '--samples', '200',
                  '--picture', str(path))
    assert path.exists()
    # A quarter of the picture is covered by the image.
    assert number_after('Greatest activations inside the image', printed) > .4


@pytest.mark.parametrize('weights, layer', [
    ('imagenet', 'block3_conv1'),  # it cannot be downloaded, so a small network is trained
    ('random', 'block2_conv1')])
def test_filters_are_excited_by_their_images(weights, layer, tmp_path):
    path = tmp_path / 'filters.png'
    printed = run('conv_filter_visualization.py', '--weights', weights, '--layer', layer,
                  '--filters', '8', '--steps', '8', '--size', '48', '--picture', str(path))
    assert path.exists()
    noise = number_after('Mean output of the filters for noise', printed)
    assert number_after('Mean output of the filters for their images', printed) > 1.5 * noise


@pytest.mark.parametrize('weights', ['imagenet', 'random'])
def test_dreams_excite_the_network(weights, tmp_path):
    path = tmp_path / 'dream.png'
    printed = run('deep_dream.py', '--weights', weights, '--height', '48', '--octaves', '2',
                  '--steps', '3', '--picture', str(path))
    assert path.exists()
    photograph = number_after('Activations in the photograph', printed)
    assert number_after('Activations in the dream', printed) > 1.2 * photograph


def test_style_is_transferred(tmp_path):
    path = tmp_path / 'style.png'
    printed = run('neural_style_transfer.py', '--height', '48', '--steps', '8',
                  '--picture', str(path))
    assert path.exists()
    at_first = number_after('Loss of style at first', printed)
    assert number_after('Loss of style', printed) < .7 * at_first


def test_doodle_becomes_a_painting(tmp_path):
    path = tmp_path / 'doodle.png'
    printed = run('neural_doodle.py', '--height', '32', '--steps', '15', '--picture', str(path))
    assert path.exists()
    noise = number_after('Loss of noise', printed)
    assert number_after('Loss of the new painting', printed) < .5 * noise


def test_unet_segments_images(tmp_path):
    path = tmp_path / 'segmentation.png'
    printed = run('image_segmentation_unet.py', '--epochs', '7', '--samples', '200',
                  '--filters', '8', '--picture', str(path))
    assert path.exists()
    # It would be 0.21 if all were called background, and less by chance.
    assert number_after('Test mean IoU', printed) > .23


def test_detector_finds_objects(tmp_path):
    path = tmp_path / 'detection.png'
    printed = run('object_detection_grid.py', '--epochs', '5', '--samples', '300',
                  '--picture', str(path))
    assert path.exists()
    assert number_after('Test mean average precision', printed) > .05
