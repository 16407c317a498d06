"""What a progress bar writes, at times of our choosing."""
import io
import sys

import numpy as np
import pytest

from keras.utils import progbar as module
from keras.utils.generic_utils import Progbar


class Screen(io.StringIO):
    def __init__(self, terminal):
        super().__init__()
        self.terminal = terminal

    def isatty(self):
        return self.terminal


def shown(monkeypatch, updates, target=10, terminal=True, **options):
    """Returns what a bar writes for updates `(seconds since the last, current, values)`."""
    screen, clock = Screen(terminal), [1000.]
    monkeypatch.setattr(sys, 'stdout', screen)
    monkeypatch.setattr(module.time, 'time', lambda: clock[0])
    bar = Progbar(target, **options)
    for seconds, current, values in updates:
        clock[0] += seconds
        bar.update(current, values)
    monkeypatch.undo()
    return screen.getvalue()


def measured(step):
    return [('loss', 1 / (step + 1)), ('acc', .5)]


def test_bar_on_a_terminal_is_redrawn(monkeypatch):
    text = shown(monkeypatch, [(.1, 1, measured(1)), (.11, 5, measured(5)), (.1, 10, measured(10))])
    assert text == (
        '\r 1/10 [==>...........................] - ETA: 0s - loss: 0.5000 - acc: 0.5000'
        '\r 5/10 [==============>...............] - ETA: 0s - loss: 0.2333 - acc: 0.5000'
        '\r10/10 [==============================] - 0s 31ms/step - loss: 0.1621 - acc: 0.5000\n')


def test_elsewhere_each_drawing_is_a_line(monkeypatch):
    text = shown(monkeypatch, [(.1, 1, None), (.1, 10, None)], terminal=False)
    assert text == (' 1/10 [==>...........................] - ETA: 0s\n'
                    '10/10 [==============================] - 0s 20ms/step\n')


def test_shorter_line_covers_the_longer_one(monkeypatch):
    text = shown(monkeypatch, [(4., 1, None), (1., 9, None)], target=1000, width=5)
    first, second = text[1:].split('\r')
    assert first == '   1/1000 [.....] - ETA: 1:06:36'
    assert second == '   9/1000 [.....] - ETA: 9:10   '


@pytest.mark.parametrize('seconds, current, wanted', [
    (1, 1, 'ETA: 9s'), (6, 1, 'ETA: 54s'), (7, 1, 'ETA: 1:03'),
    (400, 1, 'ETA: 1:00:00'), (90000, 1, 'ETA: 225:00:00'), (3, 0, 'ETA: 0s'),
    (70, 10, '70s 7s/step'), (1.2, 10, '1s 120ms/step'), (.02, 10, '0s 2ms/step'),
    (2e-5, 10, '0s 2us/step'), (0, 10, '0s 0s/step'),
])
def test_times(monkeypatch, seconds, current, wanted):
    assert ' - %s' % wanted in shown(monkeypatch, [(seconds, current, None)])


def test_updates_in_quick_succession_are_not_drawn(monkeypatch):
    updates = [(.1, 1, [('loss', 4.)]), (.01, 2, [('loss', 2.)]), (.01, 3, [('loss', 0.)]),
               (.04, 4, [('loss', 2.)])]
    lines = shown(monkeypatch, updates, terminal=False).splitlines()
    assert [line.split()[0] for line in lines] == ['1/10', '4/10']
    assert lines[1].endswith('loss: 2.0000')
    assert len(shown(monkeypatch, updates, terminal=False, interval=0).splitlines()) == 4


def test_values(monkeypatch):
    updates = [(1., step, [('mean', np.float32(step)), ('last', step * 1000), ('tiny', 1e-5),
                           ('array', np.array([1., 2.])), ('bad', float('nan'))])
               for step in (2, 10)]
    text = shown(monkeypatch, updates, stateful_metrics=['last'])
    mean = (2 * 2 + 8 * 10) / 10
    assert text.endswith(' - mean: %.4f - last: 10000.0000 - tiny: 1.0000e-05 - array: 1.5000'
                         ' - bad: nan\n' % mean)


def test_line_at_the_end_alone(monkeypatch):
    text = shown(monkeypatch, [(.1, 1, measured(1)), (2., 5, measured(5)), (.1, 10, measured(10))],
                 verbose=2)
    assert text == ' - 2s - loss: 0.1621 - acc: 0.5000\n'


def test_silence(monkeypatch):
    assert shown(monkeypatch, [(.1, 1, measured(1)), (.1, 10, measured(10))], verbose=0) == ''


def test_unknown_target(monkeypatch):
    text = shown(monkeypatch, [(.1, 1, None), (.1, 10, [('loss', 2.)])], target=None,
                 terminal=False)
    assert text == ('      1/Unknown - 0s 100ms/step\n'
                    '     10/Unknown - 0s 20ms/step - loss: 2.0000\n')


def test_more_steps_than_expected(monkeypatch):
    text = shown(monkeypatch, [(1, 12, None)])
    assert text == '\r12/10 [==============================] - 1s 83ms/step\n'


def test_no_steps_expected(monkeypatch):
    assert shown(monkeypatch, [(1, 0, None)], target=0).startswith('\r0/0 [======')


def test_line_at_each_call_if_there_is_no_target(capsys):
    bar = Progbar(None, verbose=2)
    bar.update(3, [('loss', 1.)])
    assert capsys.readouterr().out == ' - 0s - loss: 1.0000\n'
    bar.update(4, [('loss', 5.)], finalize=True)
    assert capsys.readouterr().out == ' - 0s - loss: 2.0000\n'


def test_end_on_demand(capsys):
    bar = Progbar(9, verbose=2)
    bar.update(3, [('loss', 1.)])
    assert capsys.readouterr().out == ''
    bar.update(4, [('loss', 5.)], finalize=True)
    assert capsys.readouterr().out == ' - 0s - loss: 2.0000\n'


@pytest.mark.parametrize('in_place', [True, False])
def test_notebooks_are_drawn_in_place(monkeypatch, in_place):
    monkeypatch.delitem(sys.modules, 'ipykernel', raising=False)
    if in_place:
        monkeypatch.setitem(sys.modules, 'ipykernel', None)
    text = shown(monkeypatch, [(.1, 1, None), (.1, 2, None)], target=2, terminal=False, width=4)
    assert text == ('\r1/2 [=>..] - ETA: 0s\r2/2 [====] - 0s 100ms/step\n' if in_place else
                    '1/2 [=>..] - ETA: 0s\n2/2 [====] - 0s 100ms/step\n')


def test_add(capsys):
    bar = Progbar(3, verbose=2)
    bar.add(1, [('loss', 2.)])
    bar.add(2, [('loss', 5.)])
    assert capsys.readouterr().out == ' - 0s - loss: 4.0000\n'
