"""Version numbers as in `distutils.version`."""
import functools
import re


@functools.total_ordering
class LooseVersion:
    """The number of a version, which compares with others and with strings.

    Args:
        vstring: string, such as `'2.2.4'` or `'1.5.1b2'`.

    Attributes:
        vstring: as above.
        version: list of its parts, ints and strings.
    """

    def __init__(self, vstring=None):
        if vstring is not None:
            self.parse(vstring)

    def parse(self, vstring):
        """Parses a string."""
        self.vstring = vstring
        self.version = [int(part) if part.isdigit() else part
                        for part in re.findall(r'\d+|[a-z]+', vstring)]

    def __str__(self):
        return self.vstring

    def __repr__(self):
        return '%s (%r)' % (type(self).__name__, str(self))

    def __eq__(self, other):
        return self.version == self._version_of(other)

    def __lt__(self, other):
        return self.version < self._version_of(other)

    def _version_of(self, other):
        return (type(self)(other) if isinstance(other, str) else other).version


class StrictVersion(LooseVersion):
    """The number of a version such as `'1.4'` or `'1.4.1a2'`; `1.4a1` comes before `1.4`."""

    def parse(self, vstring):
        """Parses a string.

        Raises:
            ValueError: if it does not have the form above.
        """
        match = re.match(r'(\d+)\.(\d+)(?:\.(\d+))?(?:([ab])(\d+))?$', vstring)
        if not match:
            raise ValueError('invalid version number %r' % vstring)
        self.vstring = vstring
        *numbers, letter, pre = match.groups()
        # A release comes after what is called alpha or beta.
        self.version = [int(n or 0) for n in numbers] + [letter or 'c', int(pre or 0)]
