"""Models as estimators, used by scikit-learn itself."""
import functools
import pickle
import sys

import numpy as np
import pytest

from keras.callbacks import Callback, History
from keras.layers import Activation, Dense, Input
from keras.models import Model, Sequential
from keras.optimizers import SGD
from keras.wrappers.scikit_learn import BaseWrapper, KerasClassifier, KerasRegressor

X = np.array([[2., 0], [3, 1], [0, 2], [1, 3], [2, 1], [0, 1]])
NAMES = np.array(['left', 'left', 'right', 'right', 'left', 'right'])


def diagonal(classes=2, loss='categorical_crossentropy', lr=0., metrics=None):
    """Returns a model whose most probable class is the place of the greatest input."""
    model = Sequential([Dense(classes, input_shape=(classes,), weights=[np.eye(classes),
                                                                        np.zeros(classes)]),
                        Activation('softmax')])
    model.compile(SGD(lr), loss, metrics=metrics)
    return model


def difference(loss='binary_crossentropy'):
    """Returns a model with one output: the probability that the second input is the greater."""
    model = Sequential([Dense(1, input_shape=(2,), activation='sigmoid',
                              weights=[np.array([[-1.], [1]]), np.zeros(1)])])
    model.compile(SGD(0.), loss, metrics=['accuracy'])
    return model


def total(outputs=1, lr=0.):
    """Returns a model that sums its two inputs."""
    model = Sequential([Dense(outputs, input_shape=(2,), use_bias=False,
                              weights=[np.ones((2, outputs))])])
    model.compile(SGD(lr), 'mse', metrics=['mae'])
    return model


def softmax(x):
    return np.exp(x) / np.exp(x).sum(axis=1, keepdims=True)


class TestClassifier:
    @pytest.mark.parametrize('loss', ['categorical_crossentropy',
                                      'sparse_categorical_crossentropy'])
    def test_names_of_classes(self, loss):
        classifier = KerasClassifier(diagonal, loss=loss, epochs=2, verbose=0)
        history = classifier.fit(X, NAMES)
        assert isinstance(history, History) and len(history.history['loss']) == 2
        assert list(classifier.classes_) == ['left', 'right'] and classifier.n_classes_ == 2
        assert list(classifier.predict(X)) == list(NAMES)
        np.testing.assert_allclose(classifier.predict_proba(X, batch_size=2), softmax(X),
                                   rtol=1e-5)

    def test_a_single_output(self):
        classifier = KerasClassifier(difference, verbose=0)
        classifier.fit(X, NAMES[:, np.newaxis])
        assert list(classifier.predict(X)) == list(NAMES)
        right = 1 / (1 + np.exp(X[:, 0] - X[:, 1]))
        np.testing.assert_allclose(classifier.predict_proba(X),
                                   np.stack([1 - right, right], axis=1), rtol=1e-5)

    def test_one_hot_classes(self):
        targets = np.eye(3)[[0, 2, 1, 1]]
        classifier = KerasClassifier(diagonal, classes=3, verbose=0)
        classifier.fit(targets, targets)
        assert list(classifier.classes_) == [0, 1, 2]
        assert classifier.predict(targets).tolist() == [0, 2, 1, 1]
        assert classifier.score(targets, targets) == 1

    def test_score_is_the_share_of_hits(self):
        classifier = KerasClassifier(diagonal, verbose=0)
        classifier.fit(X, NAMES)
        wrong = np.array(['left'] * 6)
        assert classifier.score(X, wrong) == .5
        assert classifier.score(X, wrong[:, np.newaxis], batch_size=4) == .5
        assert classifier.score(X, wrong, sample_weight=[1, 1, 0, 0, 1, 1]) == .75

    def test_a_loss_object_and_a_model_of_functions(self):
        from keras.losses import CategoricalCrossentropy

        def build():
            x = Input((2,))
            model = Model(x, Activation('softmax')(x))
            model.compile('sgd', CategoricalCrossentropy())
            return model
        classifier = KerasClassifier(build, verbose=0)
        classifier.fit(X, NAMES)
        assert list(classifier.predict(X)) == list(NAMES)

    def test_wrong_targets(self):
        with pytest.raises(ValueError, match=r'has shape \(6, 2, 1\)'):
            KerasClassifier(diagonal).fit(X, np.zeros((6, 2, 1)))


class TestRegressor:
    def test_predictions(self):
        regressor = KerasRegressor(total, verbose=0)
        regressor.fit(X, np.zeros(6))
        np.testing.assert_allclose(regressor.predict(X), X.sum(axis=1))
        regressor.set_params(outputs=2).fit(X, np.zeros((6, 2)))
        np.testing.assert_allclose(regressor.predict(X), np.repeat(X.sum(axis=1)[:, None], 2, 1))

    def test_score_is_the_negative_loss(self):
        regressor = KerasRegressor(total, verbose=0)
        regressor.fit(X, np.zeros(6))
        y = X.sum(axis=1) - np.array([1, 2, 3, 0, 0, 0])
        assert regressor.score(X, y) == pytest.approx(-14 / 6)
        assert regressor.score(X, y, np.array([1., 0, 2, 1, 1, 1])) == pytest.approx(-19 / 6)

    def test_sample_weights(self):
        regressor = KerasRegressor(total, lr=.1, verbose=0, batch_size=6)
        weights = np.array([1., 0, 0, 2, 0, 0])
        regressor.fit(X, np.zeros(6), sample_weight=weights)
        gradient = (2 * weights * X.sum(axis=1)).dot(X) / 6
        np.testing.assert_allclose(regressor.model.get_weights()[0][:, 0], 1 - .1 * gradient,
                                   rtol=1e-5)


class TestParameters:
    def test_arguments_of_a_call_go_before_parameters(self):
        classifier = KerasClassifier(diagonal, epochs=3, batch_size=2, verbose=0)
        assert len(classifier.fit(X, NAMES, epochs=1).epoch) == 1
        assert len(classifier.fit(X, NAMES).epoch) == 3

    def test_old_name_of_epochs(self):
        with pytest.warns(Warning, match='epochs'):
            history = KerasClassifier(diagonal, nb_epoch=2, verbose=0).fit(X, NAMES)
        assert len(history.epoch) == 2

    def test_get_and_set(self):
        sizes = [1, 2]
        estimator = KerasRegressor(total, epochs=sizes)
        assert estimator.get_params() == {'build_fn': total, 'epochs': sizes}
        assert estimator.get_params(deep=False)['epochs'] is sizes
        assert estimator.set_params(build_fn=diagonal, classes=3) is estimator
        assert estimator.get_params() == {'build_fn': diagonal, 'epochs': sizes, 'classes': 3}

    def test_unknown_names(self):
        with pytest.raises(ValueError, match='epoch is not a legal parameter of KerasRegressor'
                                             '.*Did you mean epochs'):
            KerasRegressor(total, epoch=3)
        with pytest.raises(ValueError, match='classes is not a legal'):
            KerasRegressor(total).set_params(classes=3)

    def test_filtering(self):
        estimator = BaseWrapper(total, epochs=3, outputs=2, steps=1)
        assert estimator.filter_sk_params(total) == {'outputs': 2}
        assert estimator.filter_sk_params(Sequential.predict, {'steps': 4}) == {'steps': 4}

    @pytest.mark.parametrize('build', [
        functools.partial(diagonal, loss='mse'), type('Builder', (), {
            '__call__': lambda self, classes=2: diagonal(classes)})()])
    def test_other_callables(self, build):
        classifier = KerasClassifier(build, classes=2, verbose=0)
        classifier.fit(X, np.eye(2)[[0, 0, 1, 1, 0, 1]])
        assert classifier.predict(X).tolist() == [0, 0, 1, 1, 0, 1]

    def test_a_subclass_that_builds(self):
        class Own(KerasRegressor):
            def __call__(self, outputs):
                return total(outputs)
        regressor = Own(outputs=2, verbose=0)
        regressor.fit(X, np.zeros((6, 2)))
        assert regressor.predict(X).shape == (6, 2)

    def test_nothing_that_builds(self):
        with pytest.raises(TypeError, match='KerasRegressor needs build_fn'):
            KerasRegressor()


def test_predicting_first_without_scikit_learn(monkeypatch):
    monkeypatch.setitem(sys.modules, 'sklearn.exceptions', None)
    with pytest.raises(AttributeError, match='call fit first'):
        KerasRegressor(total).predict(X)


class TestInScikitLearn:
    """What scikit-learn does with estimators."""

    @pytest.fixture(autouse=True)
    def sklearn(self):
        return pytest.importorskip('sklearn')

    def test_clone(self):
        from sklearn.base import clone, is_classifier, is_regressor
        classifier = KerasClassifier(diagonal, epochs=2, callbacks=[Callback()], verbose=0)
        classifier.fit(X, NAMES)
        copy = clone(classifier)
        assert set(copy.get_params()) == {'build_fn', 'epochs', 'callbacks', 'verbose'}
        assert copy.get_params()['callbacks'][0] is not classifier.sk_params['callbacks'][0]
        assert not hasattr(copy, 'model')
        assert is_classifier(classifier) and not is_regressor(classifier)
        assert is_regressor(KerasRegressor(total))

    def test_check_is_fitted(self):
        from sklearn.exceptions import NotFittedError
        from sklearn.utils.validation import check_is_fitted
        for estimator, y in ((KerasRegressor(total, verbose=0), np.zeros(6)),
                             (KerasClassifier(diagonal, verbose=0), NAMES)):
            with pytest.raises(NotFittedError):
                check_is_fitted(estimator)
            with pytest.raises(NotFittedError, match='call fit first'):
                estimator.predict(X)
            estimator.fit(X, y)
            check_is_fitted(estimator)

    def test_cross_validation(self):
        from sklearn.model_selection import cross_val_predict, cross_val_score
        classifier = KerasClassifier(diagonal, verbose=0)
        y = NAMES[[0, 1, 2, 3, 5, 4]]  # the last two samples do not fit
        # Folds keep the shares of the classes: (0, 2), (1, 3) and (4, 5).
        np.testing.assert_allclose(cross_val_score(classifier, X, y, cv=3), [1, 1, 0])
        assert list(cross_val_predict(classifier, X, y, cv=3)) == list(NAMES)
        scores = cross_val_score(KerasRegressor(total, verbose=0), X, X.sum(axis=1) + 2, cv=2)
        np.testing.assert_allclose(scores, [-4, -4])

    def test_grid_search(self):
        from sklearn.model_selection import GridSearchCV
        # A rate above zero moves the model away from the solution it starts from.
        search = GridSearchCV(KerasRegressor(total, verbose=0),
                              {'lr': [.1, 0.], 'epochs': [1, 2], 'batch_size': [2]}, cv=2)
        search.fit(X, X.sum(axis=1) + np.array([.5, -.5] * 3))
        assert search.best_params_['lr'] == 0
        assert search.best_score_ == pytest.approx(-.25)
        np.testing.assert_allclose(search.predict(X), X.sum(axis=1))

    def test_sample_weights_in_a_search(self):
        from sklearn.model_selection import GridSearchCV
        search = GridSearchCV(KerasRegressor(total, lr=.1, verbose=0), {'epochs': [1, 2]}, cv=2)
        search.fit(X, np.zeros(6), sample_weight=np.zeros(6))
        np.testing.assert_allclose(search.predict(X), X.sum(axis=1))  # no step was made

    def test_pipeline(self):
        from sklearn.model_selection import GridSearchCV
        from sklearn.pipeline import make_pipeline
        from sklearn.preprocessing import FunctionTransformer
        flip = FunctionTransformer(lambda x: x[:, ::-1])
        pipeline = make_pipeline(flip, KerasClassifier(diagonal, verbose=0))
        pipeline.fit(X, NAMES, kerasclassifier__sample_weight=np.ones(6))
        assert list(pipeline.predict(X)) == list(np.where(NAMES == 'left', 'right', 'left'))
        assert pipeline.score(X, NAMES) == 0
        search = GridSearchCV(pipeline, {'kerasclassifier__epochs': [1, 2]}, cv=2)
        assert search.fit(X, NAMES).best_score_ == 0

    def test_scorers_and_ensembles(self):
        from sklearn.ensemble import VotingClassifier
        from sklearn.model_selection import cross_val_score
        members = [(name, KerasClassifier(build, verbose=0))
                   for name, build in (('a', diagonal), ('b', difference))]
        for voting in ('hard', 'soft'):
            scores = cross_val_score(VotingClassifier(members, voting=voting), X, NAMES, cv=2,
                                     scoring='roc_auc' if voting == 'soft' else 'accuracy')
            assert list(scores) == [1, 1]

    def test_targets_of_pandas(self):
        pandas = pytest.importorskip('pandas')
        classifier = KerasClassifier(diagonal, verbose=0)
        classifier.fit(X, pandas.Series(NAMES, index=range(7, 13)))
        assert list(classifier.predict(X)) == list(NAMES)


def test_fitted_estimators_are_pickled():
    classifier = KerasClassifier(diagonal, verbose=0)
    classifier.fit(X, NAMES)
    copy = pickle.loads(pickle.dumps(classifier))
    assert list(copy.predict(X)) == list(NAMES)
