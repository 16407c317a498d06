"""Searches for label sequences in connectionist temporal classification, in NumPy."""
from collections import namedtuple

import numpy as np


def decoded(search, logits, lengths):
    """Returns the results of a search for each row of a batch.

    Args:
        search: `Greedy` or `Beams`.
        logits: array (batch, time, classes); the last class is the blank.
        lengths: ints (batch,), the number of time steps in each row.

    Returns:
        Pair of a list of arrays (batch, longest) padded with -1, best first, and the array of
        scores (batch, number of paths).
    """
    found = [search.found(row[:length]) for row, length in zip(logits, lengths)]
    ranks = []
    for rank in range(search.top_paths):
        paths = [labels[rank] for labels, _ in found]
        padded = np.full((len(paths), max(map(len, paths), default=0)), -1, 'int64')
        for row, path in zip(padded, paths):
            row[:len(path)] = path
        ranks.append(padded)
    scores = np.array([scores for _, scores in found], logits.dtype)
    return ranks, scores.reshape(len(found), search.top_paths)


class Greedy(namedtuple('Greedy', [])):
    """Takes the most likely class of each step."""
    top_paths = 1

    def found(self, logits):
        best = logits.argmax(-1)
        labels = best[np.append(True, best[1:] != best[:-1])[:len(best)]]
        return [labels[labels != logits.shape[1] - 1]], [-logits.max(-1).sum()]


class Beams(namedtuple('Beams', ['beam_width', 'top_paths', 'merge_repeated'])):
    """Keeps the most likely label sequences of the steps so far.

    (Graves and Jaitly, Towards end-to-end speech recognition with recurrent neural networks,
    2014, section 4.)
    """

    def found(self, logits):
        logits = logits.astype('float64')
        logits -= np.logaddexp.reduce(logits, axis=1, keepdims=True)
        # Log-probabilities of the paths that end with a blank and with a label.
        beams, blank, label = [()], np.zeros(1), np.full(1, -np.inf)
        for step in logits:
            beams, blank, label = self._stepped(beams, blank, label, step)
        total = np.logaddexp(blank, label)
        order = np.argsort(-total, kind='stable')[:self.top_paths]
        if len(order) < self.top_paths:
            raise ValueError('K.ctc_decode should return %d paths, but found only %d. Use a '
                             'smaller top_paths or a larger beam_width.' % (
                self.top_paths, len(order)))
        return [self._merged(beams[i]) for i in order], total[order]

    def _stepped(self, beams, blank, label, step):
        total = np.logaddexp(blank, label)
        index = {beam: i for i, beam in enumerate(beams)}
        last = np.array([beam[-1] if beam else -1 for beam in beams])
        is_grown = np.arange(len(beams))[last >= 0]
        # A repeated label counts as a new one only after a blank.
        grown = total[:, None] + step[:-1]
        grown[is_grown, last[is_grown]] = blank[is_grown] + step[last[is_grown]]
        same = np.where(last >= 0, label + step[last], -np.inf)
        for i in is_grown:
            parent = index.get(beams[i][:-1])
            if parent is not None:
                same[i] = np.logaddexp(same[i], grown[parent, last[i]])
                grown[parent, last[i]] = -np.inf
        blank = total + step[-1]
        scores = np.concatenate([np.logaddexp(blank, same), grown.ravel()])
        kept = np.argsort(-scores, kind='stable')[:self.beam_width]
        kept = kept[scores[kept] > -np.inf]
        old, new = kept[kept < len(beams)], kept[kept >= len(beams)] - len(beams)
        parents, labels = np.divmod(new, len(step) - 1)
        beams = [beams[i] for i in old] + [beams[i] + (c,) for i, c in zip(parents, labels)]
        return (beams, np.concatenate([blank[old], np.full(len(new), -np.inf)]),
                np.concatenate([same[old], grown[parents, labels]]))

    def _merged(self, labels):
        if not self.merge_repeated:
            return labels
        return [c for i, c in enumerate(labels) if i == 0 or c != labels[i - 1]]
