"""The data of the examples: those of `keras.datasets`, or small ones in their place.

Each function returns `(x_train, y_train), (x_test, y_test)` as the data set of its name does. Where
neither a network nor a file in the cache has it, the data are of the same form, but few and easy:
they show that a script runs, not what its model can do. A line says so.
"""
import re

import numpy as np
from sklearn.datasets import load_digits, load_sample_image

from keras import backend as K
from keras import datasets
from keras.applications.vgg16 import VGG16, preprocess_input
from keras.layers import (
    BatchNormalization,
    Conv2D,
    Dense,
    GlobalMaxPooling2D,
    Input,
    MaxPooling2D,
)
from keras.models import Model
from keras.preprocessing.image import array_to_img, img_to_array, load_img


def mnist(samples=None):
    """Returns digits: images (samples, 28, 28) of pixels from 0 to 255, and classes from 0 to 9.

    Without MNIST these are the 1,797 digits of 8 x 8 pixels of scikit-learn, enlarged.

    Args:
        samples: int, how many digits at most for training, and for testing; None for all.
    """
    return _first(samples, *_loaded(datasets.mnist, _enlarged_digits))


def imdb(num_words, samples=None):
    """Returns reviews: object arrays of lists of word numbers, and 1 for praise.

    Without the IMDB reviews these are numbers drawn at random, among which are some more of those
    from 4 to 13 where a review praises, and of those from 14 to 23 where it does not.

    Args:
        num_words: int, above the largest number of a word.
        samples: int, how many reviews at most for training, and for testing; None for all.
    """
    train, test = _loaded(datasets.imdb, lambda: _reviews(num_words), num_words=num_words)
    return _first(samples, train, test)


def cifar10(samples=None):
    """Returns photographs: images (samples, 32, 32, 3), and classes (samples, 1) from 0 to 9.

    Pixels are from 0 to 255. Where `K.image_data_format()` is `'channels_first'`, the images are
    (samples, 3, 32, 32). Without CIFAR-10 these are figures, of other colors each: a disk, a
    square, a cross, stripes and so on.

    Args:
        samples: int, how many images at most for training, and for testing; None for all.
    """
    return _first(samples, *_loaded(datasets.cifar10, _figures))


def reuters(num_words, samples=None):
    """Returns newswires: object arrays of lists of word numbers, and topics from 0 to 45.

    Without the newswires of Reuters these are numbers drawn at random, a quarter of them from five
    words that the topic has to itself.

    Args:
        num_words: int, above the largest number of a word, at least 300.
        samples: int, how many newswires at most for training, and for testing; None for all.
    """
    train, test = _loaded(datasets.reuters, lambda: _newswires(num_words), num_words=num_words)
    return _first(samples, train, test)


def stories(paths=None, samples=None):
    """Returns (story, question) pairs, and the answers, in words; see `parse_stories`.

    Without files these are about people who walk about, with questions about where they are.

    Args:
        paths: two names of files in the form of the bAbI tasks, for training and for testing.
        samples: int, how many questions at most for training, and for testing; None for all.
    """
    if paths is None:
        print('There is no --data: stories that the script makes take the place of bAbI tasks.')
        texts = [_walks(seed) for seed in range(2)]
    else:
        texts = [_lines(path) for path in paths]
    return _first(samples, *[parse_stories(text) for text in texts])


def parse_stories(lines):
    """Returns (story, question) pairs, and answers, from lines in the form of the bAbI tasks.

    Lines are numbered, and a story ends where the number is 1 again. A line is a sentence of the
    story, or a question about what was told so far, then its answer and the numbers of the lines
    that tell it, separated by tabs. A question is a list of words, a story a list of such lists.
    """
    pairs, answers, story = [], [], []
    for line in lines:
        number, _, text = line.strip().partition(' ')
        if number == '1':
            story = []
        if '\t' in text:
            question, answer = text.split('\t')[:2]
            pairs.append((list(story), _words(question)))
            answers.append(answer.strip().lower())
        else:
            story.append(_words(text))
    return pairs, answers


def sentence_pairs(path=None, samples=None):
    """Returns sentences and their translations; a tenth is for testing.

    Without a file these are the numbers from 1 to 999, in English and in French words.

    Args:
        path: name of a text file: in each line a sentence, a tab and a translation, which another
            tab may end. If a sentence comes more than once, only its first translation counts.
        samples: int, how many of the sentences at most, the first ones; None for all.
    """
    if path is None:
        print('There is no --data: numbers in English and in French words take its place.')
        pairs = [(_english(number), _french(number)) for number in range(1, 1000)]
    else:
        translations = {}
        for line in _lines(path):
            if '\t' in line:
                sentence, translation = line.split('\t')[:2]
                translations.setdefault(sentence, translation)
        pairs = list(translations.items())
    pairs = pairs[:samples]
    np.random.RandomState(0).shuffle(pairs)
    split = len(pairs) * 9 // 10
    return [[list(texts) for texts in zip(*part)] for part in (pairs[:split], pairs[split:])]


class Characters:
    """Turns texts into numbers of characters, and back; 0 fills short texts up.

    Args:
        characters: str, the first has number 1.
        length: int, of the longest text; of longer ones the end is dropped.
    """

    def __init__(self, characters, length):
        self.characters, self.length = characters, length

    @classmethod
    def of(cls, texts):
        """Returns one that is large enough for `texts`."""
        return cls(''.join(sorted(set().union(*texts))), max(map(len, texts)))

    def __len__(self):
        """How many numbers there are, with 0."""
        return len(self.characters) + 1

    def encode(self, texts):
        """Returns an int array (texts, length); unknown characters are dropped."""
        numbers = np.zeros((len(texts), self.length), 'int32')
        for row, text in zip(numbers, texts):
            known = [self.characters.index(character) + 1 for character in text[:self.length]
                     if character in self.characters]
            row[:len(known)] = known
        return numbers

    def decode(self, numbers):
        """Returns the text for each row of numbers."""
        return [''.join(self.characters[number - 1] for number in row if number)
                for row in numbers]


def photograph(path, height, default='china.jpg'):
    """Returns a picture: floats (1, height, width, 3) from 0 to 255, in the shape it came in.

    Where `K.image_data_format()` is `'channels_first'`, they are (1, 3, height, width).

    Args:
        path: str, a file with a picture; None for a photograph that scikit-learn brings along.
        height: int, or a pair (height, width), which stretches the picture.
        default: str, `'china.jpg'` (a temple before the sky) or `'flower.jpg'`.
    """
    picture = load_img(path) if path else array_to_img(
        load_sample_image(default), data_format='channels_last', scale=False)
    if not isinstance(height, tuple):
        height = height, round(picture.width * height / picture.height)
    return np.expand_dims(img_to_array(picture.resize(height[::-1], resample=3)), 0)  # 3: bicubic


def vgg16(weights, fallback='random', input_shape=None):
    """Returns VGG16 without its classifier, or a network with layers of the same names.

    Its inputs are images as `keras.applications.vgg16.preprocess_input` makes them.

    Args:
        weights: `'imagenet'`; `'random'`; or `'figures'` for a small convnet that is trained here,
            in less than a minute, on the figures that take the place of CIFAR-10.
        fallback: one of the latter, for where the weights of ImageNet cannot be downloaded.
        input_shape: tuple, the shape of an image; None for any height and width.
    """
    if weights == 'imagenet':
        try:
            return VGG16(weights='imagenet', include_top=False, input_shape=input_shape)
        except OSError:
            weights = fallback
            print('The weights of ImageNet cannot be downloaded: %s take their place.' % {
                'random': 'random ones', 'figures': 'those of a small network'}[weights])
    if weights == 'random':
        return VGG16(weights=None, include_top=False, input_shape=input_shape)
    return _network_that_knows_figures()


def vgg16_picture(x):
    """Undoes `keras.applications.vgg16.preprocess_input`: returns images of type uint8."""
    colors = -3 if K.image_data_format() == 'channels_first' else -1
    mean = np.array([103.939, 116.779, 123.68]).reshape((3,) + (1,) * (-1 - colors))
    return np.clip(np.flip(x + mean, colors), 0, 255).astype('uint8')


def _network_that_knows_figures():
    (x, y), _ = _figures()
    channels_first = K.image_data_format() == 'channels_first'
    image = Input((3, None, None) if channels_first else (None, None, 3))
    # What it takes is what VGG16 does: large numbers.
    features = BatchNormalization(axis=1 if channels_first else -1, momentum=0.8)(image)
    for block, filters in enumerate([16, 32, 64, 64], start=1):
        if block > 1:
            features = MaxPooling2D(name='block%d_pool' % (block - 1))(features)
        features = Conv2D(filters, 3, padding='same', activation='relu',
                          kernel_initializer='he_normal',
                          name='block%d_conv1' % block)(features)
    classes = Dense(len(FIGURES), activation='softmax')(GlobalMaxPooling2D()(features))
    model = Model(image, classes)
    model.compile(loss='sparse_categorical_crossentropy', optimizer='adam', metrics=['accuracy'])
    model.fit(preprocess_input(x), y, batch_size=32, epochs=6, verbose=2)
    return Model(image, features)


def _loaded(dataset, substitute, **arguments):
    try:
        return dataset.load_data(**arguments)
    except OSError:
        print('%s cannot be downloaded: small data of the same form take its place.'
              % dataset.__name__.rpartition('.')[2])
        return substitute()


def _first(samples, train, test):
    return [part[:samples] for part in train], [part[:samples] for part in test]


def _enlarged_digits():
    images, labels = load_digits(return_X_y=True)
    images = np.kron(images.reshape(-1, 8, 8), np.ones((1, 3, 3))) * 255 / 16
    images = np.pad(images, ((0, 0), (2, 2), (2, 2)), 'constant').astype('uint8')
    return (images[360:], labels[360:]), (images[:360], labels[:360])


def _reviews(num_words, count=1000):
    random = np.random.RandomState(0)
    labels = random.randint(2, size=2 * count)
    texts = np.empty(2 * count, dtype=object)
    for i, praises in enumerate(labels):
        text = random.randint(24, num_words, size=random.randint(20, 120))
        telling = random.rand(len(text)) < .2
        text[telling] = random.randint(4 if praises else 14, 14 if praises else 24,
                                       size=telling.sum())
        texts[i] = [1] + text.tolist()
    return (texts[:count], labels[:count]), (texts[count:], labels[count:])


def _newswires(num_words, count=2000, topics=46):
    random = np.random.RandomState(0)
    labels = random.randint(topics, size=2 * count)
    texts = np.empty(2 * count, dtype=object)
    for i, topic in enumerate(labels):
        text = random.randint(4 + 5 * topics, num_words, size=random.randint(20, 120))
        telling = random.rand(len(text)) < .25
        text[telling] = 4 + 5 * topic + random.randint(5, size=telling.sum())
        texts[i] = [1] + text.tolist()
    return (texts[:count], labels[:count]), (texts[count:], labels[count:])


def _lines(path):
    with open(path, encoding='utf-8') as file:
        return file.read().splitlines()


def _words(text):
    return re.findall(r"[\w'-]+", text.lower())


def _walks(seed, count=200):
    """Returns lines of stories of ten sentences, with a question after every two."""
    random = np.random.RandomState(seed)
    people = ['Mary', 'John', 'Daniel', 'Sandra']
    verbs = ['moved to', 'went to', 'walked to', 'hurried to', 'went back to']
    places = ['bathroom', 'hallway', 'kitchen', 'garden', 'office', 'bedroom']
    lines = []
    for _ in range(count):
        where, told_in = {}, {}
        for number in range(1, 16):
            if number % 3:
                who, place = random.choice(people), random.choice(places)
                where[who], told_in[who] = place, number
                lines.append('%d %s %s the %s.' % (number, who, random.choice(verbs), place))
            else:
                who = random.choice(sorted(where))
                lines.append('%d Where is %s? \t%s\t%d' % (number, who, where[who], told_in[who]))
    return lines


ENGLISH_NUMBERS = ('zero one two three four five six seven eight nine ten eleven twelve thirteen '
                   'fourteen fifteen sixteen seventeen eighteen nineteen')
ENGLISH_TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'
FRENCH_NUMBERS = ('zero un deux trois quatre cinq six sept huit neuf dix onze douze treize '
                  'quatorze quinze seize dix-sept dix-huit dix-neuf')


def _english(number):
    small, tens = ENGLISH_NUMBERS.split(), ENGLISH_TENS.split()
    if number < 20:
        return small[number]
    if number < 100:
        return tens[number // 10 - 2] + ('-' + small[number % 10] if number % 10 else '')
    return small[number // 100] + ' hundred' + (
        ' and ' + _english(number % 100) if number % 100 else '')


def _french(number):
    small = FRENCH_NUMBERS.split()
    tens = {2: 'vingt', 3: 'trente', 4: 'quarante', 5: 'cinquante', 6: 'soixante',
            8: 'quatre-vingt'}
    if number < 20:
        return small[number]
    if number < 100:
        # Seventy is sixty and ten, ninety is eighty and ten.
        ten = number // 10 if number // 10 in tens else number // 10 - 1
        rest = number - 10 * ten
        if not rest:
            return tens[ten] + ('s' if ten == 8 else '')
        return tens[ten] + (' et ' if number % 10 == 1 and ten < 8 else '-') + small[rest]
    hundred = 'cent' if number < 200 else small[number // 100] + ' cent'
    if number % 100:
        return hundred + ' ' + _french(number % 100)
    return hundred + ('s' if number >= 200 else '')


def _figures(count=1000):
    random = np.random.RandomState(0)
    labels = random.randint(len(FIGURES), size=(2 * count, 1))
    images = np.array([_figure(FIGURES[label], random) for label in labels[:, 0]])
    if K.image_data_format() == 'channels_first':
        images = images.transpose(0, 3, 1, 2)
    return (images[:count], labels[:count]), (images[count:], labels[count:])


def _figure(inside, random):
    """Returns an image of a figure somewhere near the middle, in two colors and some noise."""
    center, radius = random.uniform(12, 20, 2), random.uniform(7, 11)
    y, x = (np.mgrid[:32, :32] - center[:, None, None]) / radius
    dark, bright = random.uniform(0, 90, 3), random.uniform(140, 255, 3)
    image = np.where(inside(x, y)[..., None], bright, dark)
    return np.clip(image + random.normal(0, 12, image.shape), 0, 255).astype('uint8')


# Each tells for coordinates, which are from -1 to 1 around its middle, whether they lie inside.
FIGURES = [
    lambda x, y: x ** 2 + y ** 2 < 1,  # disk
    lambda x, y: np.maximum(abs(x), abs(y)) < .9,  # square
    lambda x, y: abs(x) + abs(y) < 1,  # diamond
    lambda x, y: (abs(y) < 1) & (2 * abs(x) < y + 1),  # triangle
    lambda x, y: (np.minimum(abs(x), abs(y)) < .3) & (np.maximum(abs(x), abs(y)) < 1),  # cross
    lambda x, y: abs(x ** 2 + y ** 2 - .7) < .3,  # ring
    lambda x, y: (abs(abs(x) - abs(y)) < .3) & (abs(x) < 1),  # X
    lambda x, y: (np.sin(8 * y) > 0) & (np.maximum(abs(x), abs(y)) < 1),  # horizontal stripes
    lambda x, y: (np.sin(8 * x) > 0) & (np.maximum(abs(x), abs(y)) < 1),  # vertical stripes
    lambda x, y: (np.sin(7 * x) * np.sin(7 * y) > 0) & (abs(x) < 1) & (abs(y) < 1),  # checkers
]
