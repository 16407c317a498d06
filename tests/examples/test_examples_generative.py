"""The examples that draw images, or learn to see what is alike, on few and easy images."""
import pytest
from example_runs import is_drawn, number_after, run

from keras import backend as K

UNTRAINED_LOSS = 784 * 0.6931  # every pixel is as likely black as white


def test_convolutional_variational_autoencoder_learns(tmp_path):
    picture = tmp_path / 'digits.png'
    printed = run('variational_autoencoder_deconv.py', '--epochs', '4', '--samples', '300',
                  '--batch-size', '30', '--picture', str(picture))
    assert number_after('Test loss', printed) < .75 * UNTRAINED_LOSS
    assert picture.exists()


def test_acgan_learns_classes(tmp_path):
    picture, file = tmp_path / 'acgan.png', tmp_path / 'generator.h5'
    printed = run('mnist_acgan.py', '--epochs', '3', '--samples', '300', '--batch-size', '20',
                  '--picture', str(picture), '--file', str(file))
    assert number_after('Test accuracy', printed) > .2
    assert 'UserWarning' not in printed
    assert picture.exists() and file.exists()


def test_wasserstein_gan_draws_digits(tmp_path):
    picture = tmp_path / 'wgan_gp.png'
    arguments = ['wgan_gp.py', '--epochs', '20', '--samples', '300', '--batch-size', '30',
                 '--picture', str(picture)]
    if K.backend() == 'cntk':
        with pytest.raises(AssertionError, match='CNTK, because it has no gradients of gradients'):
            run(*arguments)
        return
    printed = run(*arguments)
    untrained = number_after('Error of the mean image, untrained', printed)
    assert number_after('Error of the mean image, trained', printed) < untrained / 2
    assert picture.exists()


def test_students_start_where_the_teacher_is():
    printed = run('mnist_net2net.py', '--epochs', '2', '--samples', '600', '--batch-size', '16')
    teacher = number_after('Test accuracy of the teacher', printed)
    for kind in 'wider', 'deeper':
        assert number_after('Largest difference of the predictions, ' + kind, printed) < 1e-4
        # These are accuracies after the first epoch.
        assert number_after('Test accuracy of the %s student' % kind, printed) > teacher


def test_autoencoder_that_knows_where_reconstructs_better(tmp_path):
    picture = tmp_path / 'swwae.png'
    printed = run('mnist_swwae.py', '--epochs', '3', '--samples', '300', '--batch-size', '6',
                  '--picture', str(picture))
    without = number_after('Test error without positions', printed)
    assert number_after('Test error with positions', printed) < .8 * without
    assert picture.exists()


def test_triplets_place_digits_of_a_class_together(tmp_path):
    picture = tmp_path / 'triplets.png'
    printed = run('triplet_embeddings.py', '--epochs', '4', '--samples', '600',
                  '--picture', str(picture))
    assert number_after('\nTest accuracy', printed) > .3
    assert is_drawn(picture, printed)


def test_pictures_in_folders_are_learned():
    printed = run('image_folder_fine_tuning.py', '--epochs', '8', '--samples', '300',
                  '--batch-size', '10')
    assert number_after('Test accuracy', printed) > .2
