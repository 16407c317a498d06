"""Times hand-written PyTorch loops for workloads of `workloads.py`, to compare by eye.

    PYTHON_WITH_PYTORCH benchmarks/torch_loop.py

Prints the name and the milliseconds of a training step.
"""
import time

import numpy as np
import torch
from torch import nn

RNG = np.random.RandomState(0)


class LastOfLSTM(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(20000, 128)
        self.lstm = nn.LSTM(128, 128, batch_first=True)
        self.output = nn.Linear(128, 1)

    def forward(self, words):
        return self.output(self.lstm(self.embedding(words))[0][:, -1])


def mlp():
    model = nn.Sequential(nn.Linear(784, 512), nn.ReLU(), nn.Dropout(.2), nn.Linear(512, 512),
                          nn.ReLU(), nn.Dropout(.2), nn.Linear(512, 10))
    x = torch.tensor(RNG.normal(size=(128, 784)).astype('float32'))
    return model, nn.CrossEntropyLoss(), x, torch.tensor(RNG.randint(10, size=128)), 100


def lstm():
    x = torch.tensor(RNG.randint(20000, size=(32, 80)))
    y = torch.tensor(RNG.randint(2, size=(32, 1)).astype('float32'))
    return LastOfLSTM(), nn.BCEWithLogitsLoss(), x, y, 40


def milliseconds(model, loss, x, y, steps):
    optimizer = torch.optim.Adam(model.parameters())
    seconds = []
    for _ in range(8):
        start = time.perf_counter()
        for _ in range(steps):
            optimizer.zero_grad()
            loss(model(x), y).backward()
            optimizer.step()
        seconds.append((time.perf_counter() - start) / steps)
    return 1e3 * np.median(seconds[1:])


def main():
    for make in (mlp, lstm):
        print('%-8s %.4f' % (make.__name__, milliseconds(*make())), flush=True)


if __name__ == '__main__':
    main()
