"""Texts for the examples, as words and as characters.

`stories` and `sentence_pairs` read files in the form of well-known data sets, or make small data of
the same form.
"""
import re

import numpy as np


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
    return [[part[:samples] for part in parse_stories(text)] for text in texts]


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


# They stand at the beginning and at the end of each translation.
BEGIN, END = '\t', '\n'


def teacher_forcing(source, target, sentences, translations):
    """Returns the inputs of a model that translates, its targets, and the weights of these.

    The model reads a sentence, and its right translation so far; it is to predict what follows.

    Args:
        source, target: the `Characters` of the sentences and of the translations.
        sentences, translations: lists of str.
    """
    written = target.encode([BEGIN + translation for translation in translations])
    following = target.encode([translation + END for translation in translations])
    # What follows on the end is not to be learned, nor does it count in the accuracy.
    weights = (following != 0).astype('float32')
    return [source.encode(sentences), written], following[..., None], weights


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
