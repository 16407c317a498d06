"""Names in bytecode. The code is that which each Python makes of:

    def sum(x):
        return [lambda y: y + x for x in (x, 2 ** 70, 1.5, 2j, u'text', b'bytes', (), -5)]
"""
import base64
import marshal
import random

import pytest

from keras.utils.marshalled import origin_of_code
from keras.utils.own_functions import name_in_bytecode

PATH = '/lib/keras/backend/tensorflow_backend.py'
CODES = {
    '2.7': (
        'YwEAAAABAAAACQAAAAMAAABzOAAAAGcAAIgAAGQJAGQDAGQEAGQFAGQGAGQKAGQHAGYIAERdFQCJAACHAABmAQBk'
        'CACGAABeAgBxHwBTKAsAAABOaQIAAABpRgAAAGcAAAAAAAD4P3kAAAAAAAAAAAAAAAAAAABAdQQAAAB0ZXh0dAUA'
        'AABieXRlc2n7////YwEAAAABAAAAAgAAABMAAABzCAAAAHwAAIgAABdTKAEAAABOKAAAAAAoAQAAAHQBAAAAeSgB'
        'AAAAdAEAAAB4KAAAAABzKAAAAC9saWIva2VyYXMvYmFja2VuZC90ZW5zb3JmbG93X2JhY2tlbmQucHl0CAAAADxs'
        'YW1iZGE+AgAAAHQAAAAAbAUAAAAAAAAAAAAAAAAEKAAAAAAoAAAAACgBAAAAUgIAAAAoAAAAACgBAAAAUgIAAABz'
        'KAAAAC9saWIva2VyYXMvYmFja2VuZC90ZW5zb3JmbG93X2JhY2tlbmQucHl0AwAAAHN1bQEAAABzAgAAAAAB'),
    '3.6': (
        '4wEAAAAAAAAAAQAAAAkAAABDAAAAcyIAAABkAWQChAB8AGQDZAQTAGQFZAZkB2QIZgBkCmYIRACDAVMAKQtOYwEA'
        'AAAAAAAAAQAAAAUAAAATAAAAcxgAAABnAHwAXRCJAIcAZgFkAGQBhAiRAnEEUwApAmMBAAAAAAAAAAEAAAACAAAA'
        'EwAAAHMIAAAAfACIABcAUwApAU6pACkB2gF5KQHaAXhyAQAAAPooL2xpYi9rZXJhcy9iYWNrZW5kL3RlbnNvcmZs'
        'b3dfYmFja2VuZC5wedoIPGxhbWJkYT4CAAAAcwAAAAB6IHN1bS48bG9jYWxzPi48bGlzdGNvbXA+LjxsYW1iZGE+'
        'cgEAAAApAdoCLjByAQAAACkBcgMAAAByBAAAAPoKPGxpc3Rjb21wPgIAAABzAgAAAAYAehdzdW0uPGxvY2Fscz4u'
        'PGxpc3Rjb21wPukCAAAA6UYAAABnAAAAAAAA+D95AAAAAAAAAAAAAAAAAAAAQNoEdGV4dHMFAAAAYnl0ZXPpBQAA'
        'AOn7////cgEAAAApAXIDAAAAcgEAAAByAQAAAHIEAAAA2gNzdW0BAAAAcwIAAAAAAQ=='),
    '3.8': (
        '4wEAAAAAAAAAAAAAAAEAAAAJAAAAQwAAAHMiAAAAZAFkAoQAfABkA2QEEwBkBWQGZAdkCGQJZApmCEQAgwFTACkL'
        'TmMBAAAAAAAAAAAAAAABAAAABQAAABMAAABzGAAAAGcAfABdEIkAhwBmAWQAZAGECJECcQRTACkCYwEAAAAAAAAA'
        'AAAAAAEAAAACAAAAEwAAAHMIAAAAfACIABcAUwApAU6pACkB2gF5qQHaAXhyAQAAAPooL2xpYi9rZXJhcy9iYWNr'
        'ZW5kL3RlbnNvcmZsb3dfYmFja2VuZC5wedoIPGxhbWJkYT4CAAAA8wAAAAB6IHN1bS48bG9jYWxzPi48bGlzdGNv'
        'bXA+LjxsYW1iZGE+cgEAAAApAdoCLjByAQAAAHIDAAAAcgUAAADaCjxsaXN0Y29tcD4CAAAAcwQAAAAGAAIAehdz'
        'dW0uPGxvY2Fscz4uPGxpc3Rjb21wPukCAAAA6UYAAABnAAAAAAAA+D95AAAAAAAAAAAAAAAAAAAAQNoEdGV4dHMF'
        'AAAAYnl0ZXNyAQAAAOn7////cgEAAAByAwAAAHIBAAAAcgEAAAByBQAAANoDc3VtAQAAAHMCAAAAAAE='),
    '3.11': (
        '4wEAAAAAAAAAAAAAAAkAAAADAAAA8zAAAACXAGQBhAB8AGQCZAN6CAAAZARkBWQGZAdkCGQJZghEAKYAAACrAAAA'
        'AAAAAAAAUwApCk5jAQAAAAAAAAAAAAAABAAAABMAAADzGgAAAIcBlwBnAHwAXQeKAYgBZgFkAIQIkQKMCFMAKQFj'
        'AQAAAAAAAAAAAAAAAgAAABMAAADzDgAAAJUBlwB8AIkBegAAAFMAKQFOqQApAtoBedoBeHMCAAAAIID6KC9saWIv'
        'a2VyYXMvYmFja2VuZC90ZW5zb3JmbG93X2JhY2tlbmQucHn6CDxsYW1iZGE+eiBzdW0uPGxvY2Fscz4uPGxpc3Rj'
        'b21wPi48bGFtYmRhPgIAAABzCwAAAPiAAJBhmCGRZYAA8wAAAAByBAAAACkC2gIuMHIGAAAAcwIAAAAgQHIHAAAA'
        '+go8bGlzdGNvbXA+ehdzdW0uPGxvY2Fscz4uPGxpc3Rjb21wPgIAAABzHwAAAPiAANALVtALVtALVqABiE+IT4hP'
        'iE/QC1bQC1bQC1ZyCQAAAOkCAAAA6UYAAABnAAAAAAAA+D95AAAAAAAAAAAAAAAAAAAAQNoEdGV4dHMFAAAAYnl0'
        'ZXNyBAAAAOn7////cgQAAAApAXIGAAAAcwEAAAAgcgcAAADaA3N1bXIQAAAAAQAAAHMsAAAAgADYC1bQC1agYagR'
        'qGKpF7AjsHK4N8BIyGLQUlTQJVXQC1bRC1bUC1bQBFZyCQAAAA=='),
    '3.13': (
        '4wEAAAAAAAAAAAAAAAgAAAADAAAA81IAAABeAJUAVABTAVMCLQgAAFMDUwRTBVMGUwdTCDQIEwBWAF4AcwIvAHMC'
        'SAkAAG0AVQA0AVMJGgBqCFACTQsAAAsAIABzAm4AJABzAiAAcwJuAGYAKQpO6QIAAADpRgAAAGcAAAAAAAD4P3kA'
        'AAAAAAAAAAAAAAAAAABA2gR0ZXh0cwUAAABieXRlc6kA6fv///9jAQAAAAAAAAAAAAAAAgAAABMAAADzDgAAAD4B'
        'lQBVAFQBLQAAACQAKQFOcgUAAAApAtoBedoBeHMCAAAAIIDaKC9saWIva2VyYXMvYmFja2VuZC90ZW5zb3JmbG93'
        'X2JhY2tlbmQucHnaCDxsYW1iZGE+2hVzdW0uPGxvY2Fscz4uPGxhbWJkYT4CAAAAcwkAAAD4gACQYZghkmXzAAAA'
        'AHIFAAAAKQFyCQAAAHMBAAAAYHIKAAAA2gNzdW1yDgAAAAEAAABzMwAAAPiAANgmJ6gRqGKpF7AjsHK4N8BIyGLQ'
        'UlTRJVXUC1bRJVWgAY9P0SVV0QtW0ARW+dILVnMEAAAAkg8kBA=='),
}


def named(name, path=PATH):
    """Returns bytecode that says it is that of a function in a file."""
    names = {}
    exec(compile('def %s(x): pass' % name, path, 'exec'), names)
    return marshal.dumps(names[name].__code__)


@pytest.mark.parametrize('version', sorted(CODES))
def test_code_of_each_python(version):
    data = base64.b64decode(CODES[version])
    assert origin_of_code(data) == (PATH, 'sum')
    assert name_in_bytecode(data) == 'keras.backend.sum'


@pytest.mark.parametrize('path, name, expected', [
    (PATH, 'abs', 'keras.backend.abs'),
    (r'C:\Python\Lib\keras\backend\theano_backend.py', 'abs', 'keras.backend.abs'),
    ('/lib/keras/activations.py', 'elu', 'keras.activations.elu'),
    ('/lib/keras/utils/multi_gpu_utils.py', 'get_slice', 'keras.utils.multi_gpu_utils.get_slice'),
    (PATH, 'set_value', None), (PATH, 'mine', None), ('/home/me/keras/mine.py', 'abs', None),
    ('/home/me/activations.py', 'elu', None), ('', 'abs', None),
])
def test_which_functions_are_those_of_keras(path, name, expected):
    assert name_in_bytecode(named(name, path)) == expected


def test_a_nameless_function_of_a_network():
    path = '/lib/keras_applications/inception_resnet_v2.py'
    code = eval(compile('lambda inputs, scale: 1', path, 'eval')).__code__
    assert (name_in_bytecode(marshal.dumps(code))
            == 'keras.applications.inception_resnet_v2.scaled_sum')


def test_what_is_no_code():
    for data in (b'', b'N', b'c', marshal.dumps('text'), marshal.dumps((1, 2)), b'(' * 10 ** 5,
                 b'(\xff\xff\xff\x7f' + b'N' * 100, b'r\xff\xff\xff\xff', b's\xff\xff\xff\xff'):
        assert origin_of_code(data) is None


def test_damaged_code():
    original = named('sum')
    for run in range(300):
        chance = random.Random(run)
        data = bytearray(original)
        data[chance.randrange(len(data))] = chance.randrange(256)
        origin_of_code(bytes(data[:chance.randrange(len(data))] if run % 2 else data))
