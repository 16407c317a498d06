"""Wraps models as estimators of scikit-learn, for its pipelines, cross-validation and searches."""
import inspect

import numpy as np

from keras.models import Sequential
from keras.utils.errors import did_you_mean
from keras.utils.generic_utils import has_arg, to_list
from keras.utils.np_utils import to_categorical

# Arguments that `fit` accepts under an older name.
_OLD_NAMES = ('nb_epoch',)


class BaseWrapper:
    """Base of the estimators for classification and regression.

    Args:
        build_fn: function or other callable that returns a compiled model. A subclass may instead
            define `__call__`.
        **sk_params: parameters of the estimator: arguments of `build_fn`, and arguments of
            `Sequential.fit`, `predict`, `predict_classes` and `evaluate`, such as `epochs` and
            `batch_size`. A search of scikit-learn may vary all of them.

    Attributes:
        model: the model, once `fit` has built and trained it.

    Raises:
        TypeError: if there is neither `build_fn` nor `__call__`.
        ValueError: if a parameter is not an argument of any of these functions.
    """

    _estimator_type = None

    def __init__(self, build_fn=None, **sk_params):
        self.build_fn = build_fn
        self.sk_params = sk_params
        self.check_params(sk_params)

    def check_params(self, params):
        """Raises a ValueError if a parameter is unknown.

        Args:
            params: dictionary of parameters.

        Raises:
            ValueError: if a name is not an argument of `build_fn` or a method of `Sequential`.
        """
        takers = [Sequential.fit, Sequential.predict, Sequential.predict_classes,
                  Sequential.evaluate, self._builder()]
        for name in params:
            if name not in _OLD_NAMES and not any(has_arg(taker, name) for taker in takers):
                known = {x for taker in takers for x in inspect.signature(taker).parameters}
                raise ValueError(
                    '%s is not a legal parameter of %s: neither build_fn nor fit, predict, '
                    'predict_classes or evaluate of Sequential accepts it.%s' % (
                        name, type(self).__name__, did_you_mean(name, known)))

    def get_params(self, **params):
        """Returns the parameters, including `build_fn`, as a dictionary.

        Args:
            **params: ignored; scikit-learn passes `deep`.

        Returns:
            Dictionary of parameters.
        """
        return dict(self.sk_params, build_fn=self.build_fn)

    def set_params(self, **params):
        """Sets parameters.

        Args:
            **params: parameters, as for the constructor.

        Returns:
            The estimator.

        Raises:
            ValueError: if a parameter is unknown.
        """
        params = dict(params)
        self.build_fn = params.pop('build_fn', self.build_fn)
        self.check_params(params)
        self.sk_params.update(params)
        return self

    def fit(self, x, y, sample_weight=None, **kwargs):
        """Builds a new model and trains it.

        Args:
            x: array of inputs `(samples, ...)`.
            y: array of targets `(samples,)` or `(samples, outputs)`. Class numbers are converted to
                one-hot vectors if the loss of the model is the categorical crossentropy.
            sample_weight: array `(samples,)` of weights in the loss.
            **kwargs: arguments of `Sequential.fit`, which take precedence over the parameters.

        Returns:
            `keras.callbacks.History`.
        """
        self.model = self._builder()(**self.filter_sk_params(self._builder()))
        self.model_ = self.model  # older versions of scikit-learn look for a name like this
        return self.model.fit(x, self._targets(y),
                              **self._weighted(Sequential.fit, kwargs, sample_weight))

    def filter_sk_params(self, fn, override=None):
        """Returns the parameters that a function accepts.

        Args:
            fn: function.
            override: dictionary of arguments that take precedence over the parameters.

        Returns:
            Dictionary of arguments.
        """
        arguments = {name: value for name, value in self.sk_params.items() if has_arg(fn, name)}
        if fn is Sequential.fit:
            arguments.update((name, self.sk_params[name]) for name in _OLD_NAMES
                             if name in self.sk_params)
        arguments.update(override or {})
        return arguments

    def _weighted(self, fn, arguments, sample_weight):
        if sample_weight is not None:
            arguments = dict(arguments, sample_weight=sample_weight)
        return self.filter_sk_params(fn, arguments)

    def _builder(self):
        if self.build_fn is not None:
            return self.build_fn
        if not callable(self):
            raise TypeError('%s needs build_fn, a function that returns a compiled model; or a '
                            'subclass that defines __call__.' % type(self).__name__)
        return self.__call__

    def _fitted_model(self):
        if not self.__sklearn_is_fitted__():
            raise _not_fitted('This %s has no model yet: call fit first.' % type(self).__name__)
        return self.model

    def _outputs(self, x, kwargs):
        model = self._fitted_model()
        return model.predict(x, **self.filter_sk_params(Sequential.predict, kwargs))

    def _targets(self, y):
        loss = self.model.loss
        loss = getattr(loss, '__name__', getattr(loss, 'name', loss))
        if loss == 'categorical_crossentropy' and np.ndim(y) != 2:
            return to_categorical(y, self.model.output_shape[-1])
        return y

    def __sklearn_is_fitted__(self):
        return 'model' in self.__dict__

    def __sklearn_tags__(self):
        from sklearn.utils import ClassifierTags, RegressorTags, Tags, TargetTags
        kind = self._estimator_type
        return Tags(estimator_type=kind, target_tags=TargetTags(required=True),
                    classifier_tags=ClassifierTags() if kind == 'classifier' else None,
                    regressor_tags=RegressorTags() if kind == 'regressor' else None,
                    non_deterministic=True)


class KerasClassifier(BaseWrapper):
    """Wraps a model for classification as an estimator of scikit-learn.

    The model has one output for each class (softmax), or a single output (sigmoid) for two classes.

    Args:
        build_fn: function or other callable that returns a compiled model; see `BaseWrapper`.
        **sk_params: parameters of the estimator; see `BaseWrapper`.

    Attributes:
        classes_: array of the classes that `fit` has seen, sorted.
        n_classes_: int, number of classes.
        model: the model, once `fit` has built and trained it.

    Raises:
        ValueError: if a parameter is unknown.

    Example::

        from keras.layers import Dense
        from keras.wrappers.scikit_learn import KerasClassifier

        def build(units=16):
            model = keras.Sequential([Dense(units, activation='relu', input_shape=(4,)),
                                      Dense(3, activation='softmax')])
            model.compile('adam', 'sparse_categorical_crossentropy')
            return model

        classifier = KerasClassifier(build, units=8, epochs=2, verbose=0)
        classifier.fit(np.random.rand(30, 4), np.arange(30) % 3)
        classes = classifier.predict(np.random.rand(5, 4))
    """

    _estimator_type = 'classifier'

    def fit(self, x, y, sample_weight=None, **kwargs):
        """Builds a new model and trains it.

        Args:
            x: array of inputs `(samples, ...)`.
            y: array of classes, numbers or strings, `(samples,)` or `(samples, 1)`; or one-hot
                vectors `(samples, classes)`.
            sample_weight: array `(samples,)` of weights in the loss.
            **kwargs: arguments of `Sequential.fit`, which take precedence over the parameters.

        Returns:
            `keras.callbacks.History`.

        Raises:
            ValueError: if `y` has another shape.
        """
        y = np.array(y)
        if y.ndim == 2 and y.shape[1] > 1:
            self.classes_ = np.arange(y.shape[1])
        elif y.ndim == 1 or y.ndim == 2 and y.shape[1] == 1:
            self.classes_, numbers = np.unique(y, return_inverse=True)
            y = numbers.reshape(y.shape)
        else:
            raise ValueError('y must be classes (samples,) or one-hot vectors (samples, '
                             'classes), but has shape %s.' % (y.shape,))
        self.n_classes_ = len(self.classes_)
        return super().fit(x, y, sample_weight, **kwargs)

    def predict(self, x, **kwargs):
        """Predicts the most probable classes.

        Args:
            x: array of inputs `(samples, ...)`.
            **kwargs: arguments of `Sequential.predict`, which take precedence over the parameters.

        Returns:
            Array of classes `(samples,)`.

        Raises:
            sklearn.exceptions.NotFittedError: if `fit` has not been called.
        """
        numbers = np.argmax(self.predict_proba(x, **kwargs), axis=1)
        return self.classes_[numbers]

    def predict_proba(self, x, **kwargs):
        """Predicts the probabilities of the classes.

        Args:
            x: array of inputs `(samples, ...)`.
            **kwargs: arguments of `Sequential.predict`, which take precedence over the parameters.

        Returns:
            Array `(samples, classes)`, in the order of `classes_`.

        Raises:
            sklearn.exceptions.NotFittedError: if `fit` has not been called.
        """
        outputs = self._outputs(x, kwargs)
        if outputs.shape[1] == 1:
            outputs = np.hstack([1 - outputs, outputs])
        return outputs

    def score(self, x, y, sample_weight=None, **kwargs):
        """Returns the accuracy of the predicted classes.

        Args:
            x: array of inputs `(samples, ...)`.
            y: array of classes or one-hot vectors, as for `fit`.
            sample_weight: array `(samples,)` of weights of the samples.
            **kwargs: arguments of `Sequential.predict`, which take precedence over the parameters.

        Returns:
            Float from 0 to 1.

        Raises:
            sklearn.exceptions.NotFittedError: if `fit` has not been called.
        """
        predicted = self.predict(x, **kwargs)
        y = np.array(y)
        if y.ndim == 2 and y.shape[1] > 1:
            y = self.classes_[np.argmax(y, axis=1)]
        return float(np.average(predicted == y.reshape(-1), weights=sample_weight))


class KerasRegressor(BaseWrapper):
    """Wraps a model for regression as an estimator of scikit-learn.

    Args:
        build_fn: function or other callable that returns a compiled model; see `BaseWrapper`.
        **sk_params: parameters of the estimator; see `BaseWrapper`.

    Attributes:
        model: the model, once `fit` has built and trained it.

    Raises:
        ValueError: if a parameter is unknown.

    Example::

        from keras.layers import Dense
        from keras.wrappers.scikit_learn import KerasRegressor

        def build():
            model = keras.Sequential([Dense(1, input_shape=(4,))])
            model.compile('sgd', 'mse')
            return model

        regressor = KerasRegressor(build, epochs=2, verbose=0)
        regressor.fit(np.random.rand(30, 4), np.random.rand(30))
        values = regressor.predict(np.random.rand(5, 4))
    """

    _estimator_type = 'regressor'

    def predict(self, x, **kwargs):
        """Predicts the targets.

        Args:
            x: array of inputs `(samples, ...)`.
            **kwargs: arguments of `Sequential.predict`, which take precedence over the parameters.

        Returns:
            Array `(samples,)`; `(samples, outputs)` if the model has several outputs.

        Raises:
            sklearn.exceptions.NotFittedError: if `fit` has not been called.
        """
        outputs = self._outputs(x, kwargs)
        return outputs[:, 0] if outputs.shape[1:] == (1,) else outputs

    def score(self, x, y, sample_weight=None, **kwargs):
        """Returns the negative loss, so greater scores are better.

        Args:
            x: array of inputs `(samples, ...)`.
            y: array of targets.
            sample_weight: array `(samples,)` of weights in the loss.
            **kwargs: arguments of `Sequential.evaluate`, which take precedence over the parameters.

        Returns:
            Float.

        Raises:
            sklearn.exceptions.NotFittedError: if `fit` has not been called.
        """
        results = self._fitted_model().evaluate(
            x, self._targets(y), **self._weighted(Sequential.evaluate, kwargs, sample_weight))
        return -to_list(results)[0]


def _not_fitted(message):
    try:
        from sklearn.exceptions import NotFittedError
    except ImportError:
        return AttributeError(message)
    return NotFittedError(message)
