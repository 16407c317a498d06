"""Texts into lists of words."""
PUNCTUATION = '!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n'


def text_to_word_sequence(text, filters=PUNCTUATION, lower=True, split=' '):
    """Splits a text into words.

    Args:
        text: string.
        filters: string or list of the characters that are no part of any word, such as
            punctuation, tabs and line breaks.
        lower: whether to turn the text into lower case.
        split: string between two words.

    Returns:
        A list of strings, none of them empty.

    Raises:
        TypeError: if the text is not a string.
        ValueError: if `filters` or `split` cannot be used.

    Example:
        >>> text_to_word_sequence('Hello, World!')
        ['hello', 'world']
    """
    if not isinstance(text, str):
        raise TypeError('`text` must be a string, but got %r (%s).' % (text, type(text).__name__))
    if lower:
        text = text.lower()
    return [word for word in text.translate(_table(filters, split)).split(split) if word]


def _table(filters, split):
    """Returns what `str.translate` needs to put `split` in the place of each filtered character."""
    if split == '':
        raise ValueError("`split` must not be empty. For single characters, use `list(text)`, or "
                         "`Tokenizer(char_level=True)`.")
    try:
        return str.maketrans(dict.fromkeys(filters, split))
    except (TypeError, ValueError) as error:
        raise ValueError("`filters` must be a string or a list of single characters ('' for none), "
                         'but got %r.' % (filters,)) from error
