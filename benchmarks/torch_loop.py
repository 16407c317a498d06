"""Times hand-written PyTorch loops for workloads of `workloads.py`; `against.py` compares them.

    PYTHON_WITH_PYTORCH benchmarks/torch_loop.py [WORKLOAD ...]

Prints the milliseconds of a training step for each of `tiny`, `mlp`, `lstm` and `gru`. As `fit`
does, the loops draw a new order for each epoch, and add up the losses and the right predictions.
"""
import sys
import time

import numpy as np
import torch
from torch import nn

RNG = np.random.RandomState(0)
EPOCHS = 5


class LastOfRNN(nn.Module):
    def __init__(self, vocabulary, size, make):
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, size)
        self.recurrent = make(size, size, batch_first=True)
        self.output = nn.Linear(size, 1)

    def forward(self, words):
        return self.output(self.recurrent(self.embedding(words))[0][:, -1])


class LastOfMaskedGRU(LastOfRNN):
    def forward(self, words):
        lengths = (words != 0).sum(1)
        packed = nn.utils.rnn.pack_padded_sequence(
            self.embedding(words), lengths, batch_first=True, enforce_sorted=False)
        return self.output(self.recurrent(packed)[1][0])


def numbers(*shape):
    return torch.tensor(RNG.uniform(size=shape).astype('float32'))


def classes(samples):
    return torch.tensor(RNG.randint(10, size=samples))


def yes_or_no(samples):
    return torch.tensor(RNG.randint(2, size=(samples, 1)).astype('float32'))


def tiny():
    model = nn.Sequential(nn.Linear(100, 64), nn.ReLU(), nn.Linear(64, 10))
    return model, torch.optim.SGD(model.parameters(), .01), numbers(6400, 100), classes(6400), 32


def mlp():
    model = nn.Sequential(nn.Linear(784, 512), nn.ReLU(), nn.Dropout(.2), nn.Linear(512, 512),
                          nn.ReLU(), nn.Dropout(.2), nn.Linear(512, 10))
    adam = torch.optim.Adam(model.parameters())
    return model, adam, numbers(12800, 784), classes(12800), 128


def lstm():
    model = LastOfRNN(20000, 128, nn.LSTM)
    x = torch.tensor(RNG.randint(1, 20000, size=(1280, 80)))
    return model, torch.optim.Adam(model.parameters()), x, yes_or_no(1280), 32


def gru():
    model = LastOfMaskedGRU(10000, 64, nn.GRU)
    x = RNG.randint(1, 10000, size=(1280, 60))
    for row, length in zip(x, RNG.randint(20, 60, size=len(x))):
        row[length:] = 0
    return model, torch.optim.Adam(model.parameters()), torch.tensor(x), yes_or_no(1280), 32


def milliseconds(model, optimizer, x, y, batch):
    """Returns the milliseconds of a training step, the median of some epochs after a first."""
    is_binary = y.ndim == 2
    loss_function = nn.BCEWithLogitsLoss() if is_binary else nn.CrossEntropyLoss()
    seconds = []
    for _ in range(1 + EPOCHS):
        start = time.perf_counter()
        total = right = 0.
        for rows in torch.randperm(len(x)).split(batch):
            targets = y[rows]
            optimizer.zero_grad()
            outputs = model(x[rows])
            loss = loss_function(outputs, targets)
            loss.backward()
            optimizer.step()
            total += loss.item()
            predicted = outputs > 0 if is_binary else outputs.argmax(1)
            right += (predicted == targets).sum().item()
        seconds.append(time.perf_counter() - start)
    return 1e3 * np.median(seconds[1:]) * batch / len(x)


def main():
    for make in (tiny, mlp, lstm, gru):
        if make.__name__ in (sys.argv[1:] or make.__name__):
            print('%-10s fit       %.4f' % (make.__name__, milliseconds(*make())), flush=True)


if __name__ == '__main__':
    main()
