"""Pictures in folders, augmented, into a frozen network with a new classifier on top of it."""
import numpy as np
import pytest

from keras import backend as K
from keras.applications.mobilenet import MobileNet, preprocess_input
from keras.layers import Dense
from keras.models import Model
from keras.optimizers import Adam
from keras.preprocessing.image import ImageDataGenerator, save_img

SIZE = (64, 64)
CLASSES = {'forest': (60, 140, 50), 'sand': (210, 180, 120), 'sea': (40, 90, 170)}
TRAINING, TEST = 16, 6  # pictures of each class


@pytest.fixture
def pictures(tmp_path):
    """Folders `train` and `test` with a folder for each class: noise around a color."""
    rng = np.random.RandomState(0)
    for part, count in ('train', TRAINING), ('test', TEST):
        for name, color in CLASSES.items():
            folder = tmp_path / part / name
            folder.mkdir(parents=True)
            for i in range(count):
                picture = np.array(color) + rng.normal(0, 40, (40, 48, 3))
                save_img(str(folder / ('%d.png' % i)), picture.clip(0, 255), scale=False)
    return tmp_path


def generators():
    """Returns the generators of training (augmenting) and of test pictures."""
    return (ImageDataGenerator(preprocessing_function=preprocess_input, rotation_range=20,
                               width_shift_range=.2, zoom_range=.2, horizontal_flip=True),
            ImageDataGenerator(preprocessing_function=preprocess_input))


def classifier():
    """Returns a frozen MobileNet with weights that keep the size of its signals, and a Dense."""
    K.set_learning_phase(0)  # frozen layers normalize by their averages in training, too
    base = MobileNet(input_shape=SIZE + (3,), alpha=.25, include_top=False, weights=None,
                     pooling='avg')
    rng = np.random.RandomState(1)
    base.set_weights([kernel(rng, w.shape) if w.ndim > 1 else w for w in base.get_weights()])
    for layer in base.layers:
        layer.trainable = False
    model = Model(base.input, Dense(len(CLASSES), activation='softmax')(base.output))
    model.compile(Adam(lr=.01), 'categorical_crossentropy', metrics=['accuracy'])
    return base, model


def kernel(rng, shape):
    rows, columns, inputs, outputs = shape
    if outputs == 1:  # depthwise: each channel as it is
        delta = np.zeros(shape)
        delta[rows // 2, columns // 2] = 1
        return delta
    return rng.normal(0, np.sqrt(2. / (rows * columns * inputs)), shape)


def train_and_evaluate(train, test):
    base, model = classifier()
    before = base.get_weights()
    model.fit_generator(train, epochs=6, workers=2, verbose=0)
    for old, new in zip(before, base.get_weights()):
        np.testing.assert_array_equal(new, old)
    _, accuracy = model.evaluate_generator(test, workers=2)
    predicted = model.predict_generator(test, workers=2).argmax(axis=-1)
    assert np.mean(predicted == test.classes) == pytest.approx(accuracy)
    return accuracy


def test_pictures_in_folders(pictures):
    training, testing = generators()
    train = training.flow_from_directory(str(pictures / 'train'), target_size=SIZE, batch_size=8,
                                         seed=1)
    test = testing.flow_from_directory(str(pictures / 'test'), target_size=SIZE, batch_size=8,
                                       shuffle=False)
    assert train.class_indices == test.class_indices == {'forest': 0, 'sand': 1, 'sea': 2}
    assert (train.samples, test.samples) == (3 * TRAINING, 3 * TEST)
    assert train_and_evaluate(train, test) >= .9


def test_pictures_in_a_data_frame(pictures):
    pandas = pytest.importorskip('pandas')

    def frame(part):
        files = sorted((pictures / part).glob('*/*.png'))
        return pandas.DataFrame({'picture': [str(file.relative_to(pictures)) for file in files],
                                 'place': [file.parent.name for file in files]})

    how = {'x_col': 'picture', 'y_col': 'place', 'target_size': SIZE, 'batch_size': 8}
    training, testing = generators()
    train = training.flow_from_dataframe(frame('train'), str(pictures), seed=1, **how)
    test = testing.flow_from_dataframe(frame('test'), str(pictures), shuffle=False, **how)
    assert train_and_evaluate(train, test) >= .9
