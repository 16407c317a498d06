"""The measurements of `distributed.py` with other libraries, each in its usual way.

The variable `LIBRARY` chooses `tf_keras` (MultiWorkerMirroredStrategy) or `torch`
(DistributedDataParallel on gloo).
"""
import os

from distributed import BATCH, FLOATS, images, main, per_1000, sum_of


def mirrored(what):
    def run():
        import tensorflow as tf
        os.environ['KERAS_MODULE'] = 'tf_keras'
        strategy = tf.distribute.MultiWorkerMirroredStrategy()
        import workloads
        with strategy.scope():
            model, *_ = getattr(workloads, what)()
        workers = strategy.num_replicas_in_sync
        # Each worker takes its part of a batch of all together, from data that are not shared out.
        data = tf.data.Dataset.from_tensor_slices(images(what)).repeat().shuffle(1280)
        options = tf.data.Options()
        options.experimental_distribute.auto_shard_policy = (
            tf.data.experimental.AutoShardPolicy.OFF)
        data = data.batch(BATCH * workers).with_options(options)
        steps = len(images(what)[0]) // BATCH
        return per_1000(lambda: model.fit(data, steps_per_epoch=steps, verbose=0), what, workers)
    return run


def parallel(what):
    def run():
        import torch
        from torch import distributed, nn
        distributed.init_process_group('gloo')
        model = nn.parallel.DistributedDataParallel(_networks()[what]())
        optimizer = torch.optim.Adam(model.parameters())
        x, y = map(torch.tensor, images(what))
        x, y = x.reshape(len(x), *((784,) if what == 'mlp' else (1, 28, 28))), y.argmax(1)

        def epoch():
            total = right = 0.
            for rows in torch.randperm(len(x)).split(BATCH):
                optimizer.zero_grad()
                outputs = model(x[rows])
                loss = nn.functional.cross_entropy(outputs, y[rows])
                loss.backward()
                optimizer.step()
                total += loss.item()
                right += (outputs.argmax(1) == y[rows]).sum().item()
        found = per_1000(epoch, what, distributed.get_world_size())
        distributed.destroy_process_group()
        return found
    return run


def _networks():
    from torch import nn

    def mlp():
        return nn.Sequential(nn.Linear(784, 512), nn.ReLU(), nn.Dropout(.2), nn.Linear(512, 512),
                             nn.ReLU(), nn.Dropout(.2), nn.Linear(512, 10))

    def cnn():
        return nn.Sequential(
            nn.Conv2d(1, 32, 3), nn.ReLU(), nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2),
            nn.Dropout(.25), nn.Flatten(), nn.Linear(64 * 12 * 12, 128), nn.ReLU(),
            nn.Dropout(.5), nn.Linear(128, 10))
    return {'mlp': mlp, 'cnn': cnn}


def torch_sums():
    import torch
    from torch import distributed
    distributed.init_process_group('gloo')
    found = [sum_of(torch.ones(count), distributed.all_reduce) for count in FLOATS]
    distributed.destroy_process_group()
    return found


if __name__ == '__main__':
    make = {'tf_keras': mirrored, 'torch': parallel}[os.environ['LIBRARY']]
    main(__file__, {'mlp': make('mlp'), 'cnn': make('cnn'),
                    'sums': torch_sums if make is parallel else list})
