"""Names that Python's own library had."""
from .paths import names_in

NAMES = {
    'base64': {'decodestring': 'base64.decodebytes', 'encodestring': 'base64.encodebytes'},
    'collections': names_in('collections.abc', (
        'Awaitable ByteString Callable Collection Container Coroutine Generator Hashable ItemsView '
        'Iterable Iterator KeysView Mapping MappingView MutableMapping MutableSequence MutableSet '
        'Reversible Sequence Set Sized ValuesView')),
    'configparser': {'SafeConfigParser': 'configparser.ConfigParser'},
    'fractions': {'gcd': 'math.gcd'},
    'html.parser': {'HTMLParser.unescape': 'keras.legacy.old_names.python_functions.unescape'},
    'inspect': {'getargspec': 'keras.utils.introspection.getargspec'},
    'locale': {'format': 'locale.format_string'},
    'os': {'errno': 'errno'},
    'threading': {'Thread.isAlive': 'threading.Thread.is_alive'},
    'time': {'clock': 'time.process_time'},
}

MADE = {
    'cgi': {'escape': 'html.escape'},
    'distutils': {},
    'distutils.version': names_in('keras.legacy.old_names.versions', 'LooseVersion StrictVersion'),
    'imp': {'load_source': 'keras.legacy.old_names.python_functions.load_source',
            'reload': 'importlib.reload'},
}

MOVED = {
    'pipes': 'shlex',
    'xml.etree.cElementTree': 'xml.etree.ElementTree',
}
