"""The workloads of `gpu.py`, written by hand in PyTorch.

    PYTHON benchmarks/gpu_torch.py 'mlp float32' [compile] [--small]

ResNet-50 has the layers of that of `keras.applications`, biases included; images have their
channels last in memory.
"""
import sys

import torch
from gpu import RESNET50, SIZES, data_of, print_times
from torch import nn


def mlp():
    units = SIZES['mlp']['units']
    return nn.Sequential(nn.Linear(784, units), nn.ReLU(), nn.Linear(units, units), nn.ReLU(),
                         nn.Linear(units, 10))


class LastOfLSTM(nn.Module):
    def __init__(self):
        super().__init__()
        sizes = SIZES['lstm']
        self.recurrent = nn.LSTM(sizes['features'], sizes['units'], batch_first=True)
        self.output = nn.Linear(sizes['units'], 10)

    def forward(self, x):
        return self.output(self.recurrent(x)[0][:, -1])


def conv(channels, filters, size, stride=1):
    return nn.Sequential(nn.Conv2d(channels, filters, size, stride, size // 2),
                         nn.BatchNorm2d(filters, eps=1e-3, momentum=.01))


class Block(nn.Module):
    def __init__(self, channels, filters, stride, is_first):
        super().__init__()
        self.residual = nn.Sequential(
            conv(channels, filters, 1, stride), nn.ReLU(), conv(filters, filters, 3), nn.ReLU(),
            conv(filters, 4 * filters, 1))
        self.shortcut = conv(channels, 4 * filters, 1, stride) if is_first else nn.Identity()

    def forward(self, x):
        return torch.relu(self.residual(x) + self.shortcut(x))


def resnet50():
    layers, channels = [conv(3, 64, 7, 2), nn.ReLU(), nn.MaxPool2d(3, 2, 1)], 64
    for filters, stride, is_first in RESNET50:
        layers.append(Block(channels, filters, stride, is_first))
        channels = 4 * filters
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, 1000))


def main():
    case = sys.argv[1]
    workload, dtype = case.split()
    torch.set_float32_matmul_precision('high')  # TF32, as in JAX
    place = {'device': 'cuda' if torch.cuda.is_available() else 'cpu',
             'dtype': getattr(torch, dtype)}
    model = {'mlp': mlp, 'lstm': LastOfLSTM, 'resnet50': resnet50}[workload]().to(**place)
    if workload == 'resnet50':
        model = model.to(memory_format=torch.channels_last)
    optimizer = torch.optim.Adam(model.parameters(), eps=1e-7)
    if 'compile' in sys.argv:
        model = torch.compile(model)
    x, y = map(torch.from_numpy, data_of(workload))

    def step():
        inputs, classes = x.to(place['device']).to(place['dtype']), y.to(place['device']).long()
        if workload == 'resnet50':
            inputs = inputs.permute(0, 3, 1, 2)
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(model(inputs), classes)
        loss.backward()
        optimizer.step()
        return loss.item()
    print_times(case, step)


if __name__ == '__main__':
    main()
