"""Lets one engine compute random models; it runs in a process of its own.

It reads lines with the paths of a case and of a result, both `.npz` files, and answers each with a
line when the result is there.
"""
import json
import os
import sys
import traceback
import warnings

import numpy as np


class Observation:
    """What an engine makes of a case.

    Args:
        path: string, the file of the case.

    Attributes:
        found: dictionary from names to arrays.
    """

    def __init__(self, path):
        with np.load(path) as store:
            self.case = dict(store)
        self.description = json.loads(str(self.case['description']))
        self.found = {}

    def make(self):
        """Does it all, up to an error if there is one, which is then among what was found."""
        steps = [self.build, self.predict]
        if self.description['one_by_one']:
            steps.append(self.predict_one_by_one)
        if self.description['trained']:
            steps += [self.compile, self.test, self.train, self.train, self.predict_again]
        for step in steps:
            try:
                step()
            except Exception as error:
                self.found['error'] = np.array('%s in %s: %s' % (
                    type(error).__name__, step.__name__, ' '.join(str(error).split())))
                traceback.print_exc()
                return

    def build(self):
        import keras
        keras.backend.clear_session()
        keras.backend.set_floatx(self.description['floatx'])
        architecture = self.description['architecture']
        self.model = keras.models.model_from_json(architecture)
        self.weights = self.listed('w')
        self.model.set_weights(self.weights)
        again = keras.models.model_from_json(self.model.to_json())
        self.found['architecture'] = np.array(again.get_config() == self.model.get_config())
        self.note('output_shape', [np.array(str(self.model.output_shape))])
        # A list of one would be taken for the rows of an array by some of Keras.
        self.inputs = unpacked(self.listed('x'))

    def predict(self):
        size = len(self.case['x0'])
        self.note('output', self.model.predict(self.inputs, batch_size=size))

    def predict_one_by_one(self):
        self.note('single_output', self.model.predict(self.inputs, batch_size=1))

    def predict_again(self):
        self.model.reset_states()
        size = len(self.case['x0'])
        self.note('later_output', self.model.predict(self.inputs, batch_size=size))

    def compile(self):
        from keras import losses, metrics, optimizers
        compiled = dict(self.description['compiled'])
        compiled['optimizer'] = optimizers.deserialize(compiled['optimizer'])
        compiled['loss'] = unpacked([made(losses, loss) for loss in compiled['loss']])
        for key in 'metrics', 'weighted_metrics':
            compiled[key] = unpacked([[made(metrics, metric) for metric in several]
                                      for several in compiled[key]])
        compiled['sample_weight_mode'] = unpacked(compiled['sample_weight_mode'])
        self.model.compile(**compiled)
        self.found['metrics_names'] = np.array(str(self.model.metrics_names))
        weights = [self.case.get('s%d' % i) for i in range(len(self.listed('y')))]
        self.batch = {'x': self.inputs, 'y': unpacked(self.listed('y')),
                      'sample_weight': unpacked(weights)}

    def test(self):
        self.note('tested', flat(self.model.test_on_batch(**self.batch)))

    def train(self):
        step = 'step_2' if 'step_1_values0' in self.found else 'step_1'
        class_weight = self.description['class_weight']
        if class_weight:
            class_weight = {int(number): weight for number, weight in class_weight.items()}
        values = self.model.train_on_batch(class_weight=class_weight, **self.batch)
        self.note(step + '_values', flat(values))
        # The steps themselves show a small difference where the weights hide it.
        self.note(step + '_change_of_', [
            after.astype('float64') - before
            for after, before in zip(self.model.get_weights(), self.weights)])

    def note(self, name, arrays):
        arrays = arrays if isinstance(arrays, list) else [arrays]
        self.found.update((name + str(i), np.asarray(array)) for i, array in enumerate(arrays))

    def listed(self, letter):
        count = sum(key[0] == letter and key[1:].isdigit() for key in self.case)
        return [self.case[letter + str(i)] for i in range(count)]


def unpacked(values):
    return values if len(values) > 1 else values[0]


def flat(values):
    """Returns an array of all values of a loss and of metrics, some of which have several."""
    values = values if isinstance(values, list) else [values]
    return np.concatenate([np.ravel(value) for value in values])


def made(module, described):
    return described if isinstance(described, str) else module.deserialize(described)


def main():
    answers = os.fdopen(os.dup(1), 'w')
    os.dup2(2, 1)
    warnings.simplefilter('ignore')
    for line in sys.stdin:
        case, result = line.rstrip('\n').split('\t')
        observation = Observation(case)
        observation.make()
        np.savez(result, **observation.found)
        print('done', file=answers, flush=True)


if __name__ == '__main__':
    main()
