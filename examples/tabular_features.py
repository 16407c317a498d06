"""Learns from a table: embeddings for categories, scaled numbers, and classes of unequal size.

The script makes a table of a shop's customers, of whom about one in ten leaves. The columns are
numbers, some of them missing, and categories, of which one, the town, has many values. Or else
`--data FILE.csv --target COLUMN` names a table whose target has two values; the rarer one is what
is to be found.

Each category gets a vector, as words do in a text, and another one stands for what is missing or
unknown. A number is scaled, what is missing becomes the mean, and one more column tells where it
was missing, because that may mean something, too. `class_weight` lets the rare class weigh as much
as the frequent one. As only a tenth of the customers leave, the accuracy says little: it is
0.9 for a model that never finds one. The area under the ROC curve (AUC) is the probability that a
customer who leaves gets a higher score than one who stays.

With the table that the script makes, the test AUC is 0.83 after 10 epochs, less than half a minute
on two CPU cores, and 0.79 with scikit-learn's logistic regression, which adds up a straight line
for each number: it misses curves, and what only two columns together tell.

Reference: Guo and Berkhahn (2016), "Entity Embeddings of Categorical Variables",
https://arxiv.org/abs/1604.06737.
"""
import argparse

import numpy as np
import pandas
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from keras.layers import Concatenate, Dense, Dropout, Embedding, Flatten, Input
from keras.metrics import AUC
from keras.models import Model

SAMPLES = 20000
TOWNS = 60


def make_table(samples):
    """Returns a table of customers; the column `leaves` is 1 for those who leave."""
    random = np.random.RandomState(0)
    town = random.randint(TOWNS, size=samples)
    contract = random.choice(['monthly', 'yearly', 'trial'], samples, p=[.5, .4, .1])
    age = random.uniform(18, 80, samples)
    years = random.exponential(3, samples)
    complaints = random.poisson(0.7, samples)
    spent = random.lognormal(3, 0.6, samples)
    # Each town has its effect. Complaints count for and against leaving, as the contract is, and
    # the youngest and the oldest leave more often: a linear model sees neither of the two.
    score = (random.normal(0, 1, TOWNS)[town] + np.where(contract == 'yearly', -1, 0.8) * complaints
             + 3 * np.abs(age - 49) / 31 - 0.3 * years - 4)
    leaves = random.rand(samples) < 1 / (1 + np.exp(-score))
    # Those who leave more often kept their age to themselves.
    age[random.rand(samples) < np.where(leaves, 0.3, 0.1)] = np.nan
    spent[random.rand(samples) < 0.1] = np.nan
    table = pandas.DataFrame({
        'town': ['town %d' % number for number in town], 'contract': contract, 'age': age,
        'years': years, 'complaints': complaints, 'spent': spent, 'leaves': leaves.astype(int)})
    table.loc[random.rand(samples) < 0.05, 'town'] = None
    return table


class Features:
    """Turns tables into arrays, with the categories, means and deviations of one of them."""

    def __init__(self, table):
        numbers = table.select_dtypes('number')
        self.means, self.deviations = numbers.mean(), numbers.std() + 1e-6
        self.values = {name: sorted(table[name].dropna().astype(str).unique())
                       for name in table.columns if name not in numbers}

    def categories(self, table):
        """Returns for each column the values' numbers (rows, 1), 0 for unknown and missing."""
        return [1 + pandas.Categorical(table[name].astype(str), categories=values)
                .codes.astype('int32').reshape(-1, 1) for name, values in self.values.items()]

    def numbers(self, table):
        """Returns an array with two columns for each number: scaled, and whether it is missing."""
        scaled = (table[self.means.index] - self.means) / self.deviations
        return np.hstack([scaled.fillna(0), scaled.isna()]).astype('float32')

    def one_hot(self, table):
        """Returns one array with everything, a column for each value of a category."""
        columns = [np.eye(len(values) + 1)[numbers[:, 0]] for numbers, values
                   in zip(self.categories(table), self.values.values())]
        return np.hstack(columns + [self.numbers(table)])


def build_model(features):
    numbers = Input((2 * len(features.means),), name='numbers')
    categories = [Input((1,), dtype='int32', name=name) for name in features.values]
    # More values get longer vectors.
    vectors = [Flatten()(Embedding(len(values) + 1, min(16, 1 + len(values) // 4))(category))
               for category, values in zip(categories, features.values.values())]
    x = Concatenate()(vectors + [numbers])
    for _ in range(2):
        x = Dropout(0.2)(Dense(64, activation='relu')(x))
    model = Model(categories + [numbers], Dense(1, activation='sigmoid')(x))
    model.compile(loss='binary_crossentropy', optimizer='adam', metrics=[AUC(name='auc')])
    return model


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--data', metavar='FILE', help='a table')
    parser.add_argument('--target', default='leaves', help='the column to find out')
    parser.add_argument('--epochs', type=int, default=10)
    parser.add_argument('--samples', type=int, default=SAMPLES, help='how many rows at most')
    options = parser.parse_args()
    np.random.seed(7)

    table = pandas.read_csv(options.data) if options.data else make_table(options.samples)
    table = table.dropna(subset=[options.target]).sample(frac=1, random_state=0)[:options.samples]
    target = table.pop(options.target)
    y = (target == target.value_counts().index[-1]).values.astype('float32')
    split = len(table) * 4 // 5
    features = Features(table[:split])
    print('Part of the rare class: %.4f' % y.mean())

    model = build_model(features)
    model.summary()
    x_train, x_test = [features.categories(part) + [features.numbers(part)]
                       for part in (table[:split], table[split:])]
    # Both classes weigh the same together, and the weights are 1 on average.
    rare = y[:split].mean()
    model.fit(x_train, y[:split], batch_size=64, epochs=options.epochs, verbose=2,
              validation_split=0.1, class_weight={0: 0.5 / (1 - rare), 1: 0.5 / rare})
    regression = LogisticRegression(class_weight='balanced', max_iter=1000)
    regression.fit(features.one_hot(table[:split]), y[:split])

    found = model.predict(x_test)[:, 0] > 0.5
    print('Recall: %.4f of the rare class are found' % found[y[split:] == 1].mean())
    print('Precision: %.4f of those found are of it' % y[split:][found].mean())
    scores = regression.decision_function(features.one_hot(table[split:]))
    print('Test AUC of the logistic regression: %.4f' % roc_auc_score(y[split:], scores))
    print('Test AUC of the network: %.4f' % model.evaluate(x_test, y[split:], verbose=0)[1])


if __name__ == '__main__':
    main()
