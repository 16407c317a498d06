"""Models as estimators of scikit-learn, for its pipelines, cross-validation and searches."""
import inspect

import numpy as np

from keras.models import Sequential
from keras.utils.errors import did_you_mean
from keras.utils.generic_utils import has_arg, to_list
from keras.utils.np_utils import to_categorical

# What `fit` takes by its older name.
_OLD_NAMES = ('nb_epoch',)


class BaseWrapper:
    """What the estimators for classification and regression share.

    Args:
        build_fn: function or other callable that returns a compiled model. A subclass may define
            `__call__` instead.
        **sk_params: parameters of the estimator: arguments of `build_fn`, and arguments of
            `Sequential.fit`, `predict`, `predict_classes` and `evaluate`, such as `epochs` and
            `batch_size`. A search of scikit-learn may vary all of them.

    Attributes:
        model: the model, once `fit` has built and trained it.

    Raises:
        TypeError: if there is neither `build_fn` nor `__call__`.
        ValueError: if nothing takes one of the parameters.
    """

    _estimator_type = None

    def __init__(self, build_fn=None, **sk_params):
        self.build_fn = build_fn
        self.sk_params = sk_params
        self.check_params(sk_params)

    def check_params(self, params):
        """Raises a ValueError if `params` has a name that nothing takes.

        Args:
            params: dictionary of parameters.
        """
        takers = [Sequential.fit, Sequential.predict, Sequential.predict_classes,
                  Sequential.evaluate, self._builder()]
        for name in params:
            if name not in _OLD_NAMES and not any(has_arg(taker, name) for taker in takers):
                known = {x for taker in takers for x in inspect.signature(taker).parameters}
                raise ValueError(
                    '%s is not a legal parameter of %s: neither build_fn nor fit, predict, '
                    'predict_classes or evaluate of Sequential have it as an argument.%s' % (
                        name, type(self).__name__, did_you_mean(name, known)))

    def get_params(self, **params):
        """Returns the parameters, `build_fn` among them, as a dictionary.

        Args:
            **params: ignored; scikit-learn passes `deep`.
        """
        return dict(self.sk_params, build_fn=self.build_fn)

    def set_params(self, **params):
        """Sets parameters.

        Args:
            **params: parameters as for the constructor.

        Returns:
            The estimator.
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
            y: array of targets `(samples,)` or `(samples, outputs)`; class numbers become one-hot
                vectors if the model's loss is the categorical cross-entropy.
            sample_weight: array `(samples,)` of weights in the loss.
            **kwargs: arguments of `Sequential.fit`, which go before the parameters.

        Returns:
            `keras.callbacks.History`.
        """
        self.model = self._builder()(**self.filter_sk_params(self._builder()))
        self.model_ = self.model  # older versions of scikit-learn look for such a name
        return self.model.fit(x, self._targets(y),
                              **self._weighted(Sequential.fit, kwargs, sample_weight))

    def filter_sk_params(self, fn, override=None):
        """Picks the parameters that a function takes.

        Args:
            fn: function.
            override: dictionary of arguments that go before the parameters.

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
    """A model for classification as an estimator of scikit-learn.

    The model has one output for each class (softmax), or a single one (sigmoid) for two classes.

    Attributes:
        classes_: array of the classes that `fit` has seen, sorted.
        n_classes_: number of these.

    Example::

        def build(units=16):
            model = Sequential([Dense(units, activation='relu', input_shape=(4,)),
                                Dense(3, activation='softmax')])
            model.compile('adam', 'sparse_categorical_crossentropy')
            return model

        classifier = KerasClassifier(build, epochs=20, verbose=0)
        GridSearchCV(classifier, {'units': [8, 16], 'epochs': [10, 20]}).fit(x, y)
    """

    _estimator_type = 'classifier'

    def fit(self, x, y, sample_weight=None, **kwargs):
        """Builds a new model and trains it.

        Args:
            x: array of inputs `(samples, ...)`.
            y: array of classes, numbers or strings, `(samples,)` or `(samples, 1)`; or one-hot
                vectors `(samples, classes)`.
            sample_weight: array `(samples,)` of weights in the loss.
            **kwargs: arguments of `Sequential.fit`, which go before the parameters.

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
                             'classes), but has the shape %s.' % (y.shape,))
        self.n_classes_ = len(self.classes_)
        return super().fit(x, y, sample_weight, **kwargs)

    def predict(self, x, **kwargs):
        """Computes the most probable classes.

        Args:
            x: array of inputs `(samples, ...)`.
            **kwargs: arguments of `Sequential.predict`, which go before the parameters.

        Returns:
            Array of classes `(samples,)`.
        """
        numbers = np.argmax(self.predict_proba(x, **kwargs), axis=1)
        return self.classes_[numbers]

    def predict_proba(self, x, **kwargs):
        """Computes the probabilities of the classes.

        Args:
            x: array of inputs `(samples, ...)`.
            **kwargs: arguments of `Sequential.predict`, which go before the parameters.

        Returns:
            Array `(samples, classes)`, in the order of `classes_`.
        """
        outputs = self._outputs(x, kwargs)
        if outputs.shape[1] == 1:
            outputs = np.hstack([1 - outputs, outputs])
        return outputs

    def score(self, x, y, sample_weight=None, **kwargs):
        """Computes the share of the samples whose classes are predicted.

        Args:
            x: array of inputs `(samples, ...)`.
            y: array of classes or one-hot vectors, as for `fit`.
            sample_weight: array `(samples,)` to weigh the samples with.
            **kwargs: arguments of `Sequential.predict`, which go before the parameters.

        Returns:
            Float from 0 to 1.
        """
        predicted = self.predict(x, **kwargs)
        y = np.array(y)
        if y.ndim == 2 and y.shape[1] > 1:
            y = self.classes_[np.argmax(y, axis=1)]
        return float(np.average(predicted == y.reshape(-1), weights=sample_weight))


class KerasRegressor(BaseWrapper):
    """A model for regression as an estimator of scikit-learn (see `BaseWrapper`)."""

    _estimator_type = 'regressor'

    def predict(self, x, **kwargs):
        """Computes predictions.

        Args:
            x: array of inputs `(samples, ...)`.
            **kwargs: arguments of `Sequential.predict`, which go before the parameters.

        Returns:
            Array `(samples,)`; `(samples, outputs)` if the model has several.
        """
        outputs = self._outputs(x, kwargs)
        return outputs[:, 0] if outputs.shape[1:] == (1,) else outputs

    def score(self, x, y, sample_weight=None, **kwargs):
        """Computes the negative loss, so that a higher score is better.

        Args:
            x: array of inputs `(samples, ...)`.
            y: array of targets.
            sample_weight: array `(samples,)` of weights in the loss.
            **kwargs: arguments of `Sequential.evaluate`, which go before the parameters.

        Returns:
            Float.
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
