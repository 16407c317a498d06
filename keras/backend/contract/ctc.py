"""Connectionist temporal classification.

See Graves et al. 2006, https://www.cs.toronto.edu/~graves/icml_2006.pdf. A path names a class, or
the blank, at each time step; the blank is the last class. The labels of a path are what remains
after repetitions are merged and then blanks are removed.
"""


def ctc_label_dense_to_sparse(labels, label_lengths):
    """Converts padded label sequences to a sparse tensor.

    Args:
        labels: tensor of ints, `(batch, max_labels)`.
        label_lengths: tensor of ints, `(batch,)`: the number of labels in each row.

    Returns:
        Sparse tensor of shape `(batch, max_labels)`, without the padding.

    Example:
        >>> labels = K.constant([[1, 2, 0], [3, 0, 0]], dtype='int32')
        >>> sparse = K.ctc_label_dense_to_sparse(labels, K.constant([2, 1], dtype='int32'))
        >>> K.is_sparse(sparse)
        True
    """


def ctc_batch_cost(y_true, y_pred, input_length, label_length):
    """Returns the negative log-probability of label sequences, over all paths that give them.

    Args:
        y_true: class indices, `(batch, max_labels)`, less than `classes - 1`, the index of the
            blank. Labels may be followed by blanks, which do not count as labels; the cost of a
            row of blanks only is that of a blank at every time step.
        y_pred: probabilities, `(batch, time, classes)`, such as those of `K.softmax`.
        input_length: ints, `(batch, 1)`: the number of time steps in each row.
        label_length: ints, `(batch, 1)`: the number of labels in each row.

    Returns:
        Tensor of shape `(batch, 1)`; infinite where there are too few time steps for the blanks
        between equal labels. When it is computed, the engine raises an error if a label is
        negative or follows a blank, or if a row has fewer time steps than labels.

    Example:
        >>> y_pred = K.constant([[[0.5, 0.5], [0.5, 0.5]]])  # 2 steps, class 0 and the blank
        >>> cost = K.ctc_batch_cost(K.constant([[0]]), y_pred, K.constant([[2]]),
        ...                         K.constant([[1]]))
        >>> np.round(K.eval(K.exp(-cost)), 4)  # three of four paths give the label
        array([[0.75]], dtype=float32)
    """


def ctc_decode(y_pred, input_length, greedy=True, beam_width=100, top_paths=1,
               merge_repeated=False):
    """Finds likely label sequences.

    Args:
        y_pred: probabilities, `(batch, time, classes)`.
        input_length: ints, `(batch,)`: the number of time steps in each row.
        greedy: whether to take the most likely class at each step instead of a beam search.
        beam_width: number of sequences that the beam search keeps.
        top_paths: number of sequences that the beam search returns.
        merge_repeated: whether the beam search also merges repeated labels in its results.

    Returns:
        Tuple `(decoded, scores)`. `decoded` is a list of `top_paths` tensors (one if greedy) of
        shape `(batch, longest)`, padded with -1, best first. `scores` holds the log-probabilities
        of the beam search, `(batch, top_paths)`, or the negative log-probabilities of the greedy
        paths, `(batch, 1)`.

    Example:
        >>> y_pred = K.constant([[[0.9, 0.05, 0.05], [0.1, 0.1, 0.8], [0.1, 0.8, 0.1]]])
        >>> decoded, _ = K.ctc_decode(y_pred, K.constant([3]))
        >>> K.eval(decoded[0]).tolist()
        [[0, 1]]
    """
