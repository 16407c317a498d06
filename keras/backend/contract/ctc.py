"""Connectionist temporal classification.

Graves et al. 2006, https://www.cs.toronto.edu/~graves/icml_2006.pdf. A path names a class or
the blank, which is the last class, at each time step; its labels are what is left when first
repetitions and then blanks are removed.
"""


def ctc_label_dense_to_sparse(labels, label_lengths):
    """Makes a sparse tensor of padded label sequences.

    Args:
        labels: tensor (batch, max_labels).
        label_lengths: ints (batch,): how many labels of each row count.

    Returns:
        Sparse tensor (batch, max_labels) without the padding.
    """


def ctc_batch_cost(y_true, y_pred, input_length, label_length):
    """Negative log-probability of label sequences, summed over all paths that give them.

    Args:
        y_true: classes (batch, max_labels), each less than `classes - 1`, the blank. Blanks may
            follow: they count as no labels, and a row that holds nothing else has the cost of
            blanks at all time steps.
        y_pred: probabilities (batch, time, classes), such as `K.softmax` gives.
        input_length: ints (batch, 1): how many time steps of each row count.
        label_length: ints (batch, 1): how many labels of each row count.

    Returns:
        Tensor (batch, 1), infinite where the time steps do not suffice for the blanks between
        equal labels. When it is computed, the engine raises an error if a label is negative or
        follows a blank, or if a row has fewer time steps than labels.
    """


def ctc_decode(y_pred, input_length, greedy=True, beam_width=100, top_paths=1,
               merge_repeated=False):
    """Finds likely label sequences.

    Args:
        y_pred: probabilities (batch, time, classes).
        input_length: ints (batch,): how many time steps of each row count.
        greedy: whether to take the likeliest class at each step, instead of a beam search.
        beam_width: number of sequences that the beam search keeps.
        top_paths: number of sequences that the beam search returns.
        merge_repeated: whether the beam search also merges labels that repeat in its result.

    Returns:
        Tuple of the list of `top_paths` (greedy: 1) tensors (batch, longest), padded with -1,
        best first, and a tensor of scores: (batch, top_paths) log-probabilities of the beam
        search, or (batch, 1) negative log-probabilities of the greedy paths.
    """
