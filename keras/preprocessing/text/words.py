"""Splits texts into words."""
PUNCTUATION = '!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n'


def text_to_word_sequence(text, filters=PUNCTUATION, lower=True, split=' '):
    """Splits a text into words.

    Args:
        text: string.
        filters: string or list of the characters to remove, such as punctuation, tabs and line
            breaks. Each is replaced by `split`.
        lower: bool, whether to convert the text to lower case.
        split: string that separates words.

    Returns:
        List of non-empty strings.

    Raises:
        TypeError: if the text is not a string.
        ValueError: if `filters` or `split` is invalid.

    Example:
        >>> from keras.preprocessing.text import text_to_word_sequence
        >>> text_to_word_sequence('Hello, World!')
        ['hello', 'world']
    """
    if not isinstance(text, str):
        raise TypeError('`text` must be a string, but got %r (%s).' % (text, type(text).__name__))
    if lower:
        text = text.lower()
    return [word for word in text.translate(_table(filters, split)).split(split) if word]


def _table(filters, split):
    """Returns the table with which `str.translate` replaces each filtered character by `split`."""
    if split == '':
        raise ValueError("`split` must not be empty. For single characters, use `list(text)`, or "
                         "`Tokenizer(char_level=True)`.")
    try:
        return str.maketrans(dict.fromkeys(filters, split))
    except (TypeError, ValueError) as error:
        raise ValueError("`filters` must be a string or a list of single characters ('' for none), "
                         'but got %r.' % (filters,)) from error
