"""Learns to balance a pole on a cart by deep Q-learning: by trial and error, told only how it ends.

The script computes the physics itself: a pole stands on a cart that is pushed to the left or to the
right 50 times a second. An episode is over when the pole leans by more than 12 degrees, the cart is
more than 2.4 away from the middle, or after 500 steps.

The network predicts for each push its value: -1 if the pole falls now, and nearer to 0 the later it
will fall. Its targets are made of its own predictions: the value of the best push in the next
state, times 0.99. Three things keep this stable: steps are drawn from a memory of many episodes, so
that a batch is not all of one kind; a second network, an older copy of the first, values the next
states, so that the targets do not run away; and the first network chooses the push that the second
one values, lest errors add up.

After 30,000 steps, less than half a minute on a CPU, the pole stands for 500 steps, in all of 20
test episodes; pushed at random, it falls after 22.

References: Mnih et al. (2015), "Human-level control through deep reinforcement learning",
https://www.nature.com/articles/nature14236; van Hasselt, Guez and Silver (2015), "Deep
Reinforcement Learning with Double Q-learning", https://arxiv.org/abs/1509.06461.
"""
import argparse

import example_pictures
import numpy as np

from keras.layers import Dense
from keras.models import Sequential
from keras.optimizers import Adam

GRAVITY, CART_MASS, POLE_MASS, HALF_LENGTH = 9.8, 1.0, 0.1, 0.5
FORCE, SECONDS = 10.0, 0.02  # of a push, and of a step
MOST_DEGREES, FARTHEST, MOST_STEPS = 12, 2.4, 500

UNITS = 128
LEARNING_RATE = 0.001
DISCOUNT = 0.99
MEMORY, BATCH = 50000, 64
ROUND, BATCHES = 256, 128  # after so many steps in the world, so many batches to learn from
RANDOM_STEPS, LEAST_RANDOM = 5000, 0.04


def next_state(state, push):
    """Returns position, speed, angle and angular speed after a step; `push` is 0 (left) or 1."""
    position, speed, angle, turning = state
    mass = CART_MASS + POLE_MASS
    sine, cosine = np.sin(angle), np.cos(angle)
    force = FORCE if push else -FORCE
    pushed = (force + POLE_MASS * HALF_LENGTH * turning ** 2 * sine) / mass
    turned = (GRAVITY * sine - cosine * pushed) / (
        HALF_LENGTH * (4 / 3 - POLE_MASS * cosine ** 2 / mass))
    accelerated = pushed - POLE_MASS * HALF_LENGTH * turned * cosine / mass
    return np.array([position + SECONDS * speed, speed + SECONDS * accelerated,
                     angle + SECONDS * turning, turning + SECONDS * turned])


def fallen(state):
    return abs(state[0]) > FARTHEST or abs(state[2]) > np.radians(MOST_DEGREES)


def build_model():
    model = Sequential()
    model.add(Dense(UNITS, activation='relu', input_shape=(4,)))
    model.add(Dense(UNITS, activation='relu'))
    model.add(Dense(2))
    model.compile(loss='mse', optimizer=Adam(LEARNING_RATE))
    return model


class Learner:
    """Two networks and the memory that they learn from."""

    def __init__(self):
        self.model, self.copy = build_model(), build_model()
        self.states = np.zeros((MEMORY, 4))
        self.pushes = np.zeros(MEMORY, dtype=int)
        self.next_states = np.zeros((MEMORY, 4))
        self.over = np.zeros(MEMORY, dtype=bool)
        self.seen = 0

    def best_push(self, state):
        return self.model.predict_on_batch(state[None])[0].argmax()

    def remember(self, state, push, following, over):
        at = self.seen % MEMORY  # the oldest step gives way
        self.states[at], self.pushes[at] = state, push
        self.next_states[at], self.over[at] = following, over
        self.seen += 1
        if self.seen % ROUND == 0:
            self.copy.set_weights(self.model.get_weights())
            for _ in range(BATCHES):
                self.train(np.random.randint(min(self.seen, MEMORY), size=BATCH))

    def train(self, of):
        rows = np.arange(len(of))
        both = self.model.predict_on_batch(np.concatenate([self.states[of], self.next_states[of]]))
        targets, best = both[:len(of)], both[len(of):].argmax(axis=1)
        to_come = self.copy.predict_on_batch(self.next_states[of])[rows, best]
        # The value of the push that was not made stays what it is: its loss is 0.
        targets[rows, self.pushes[of]] = np.where(self.over[of], -1, DISCOUNT * to_come)
        self.model.train_on_batch(self.states[of], targets)


def run_episode(choose, learner=None):
    """Returns after how many steps the pole has fallen, MOST_STEPS if it has not."""
    state = np.random.uniform(-0.05, 0.05, 4)
    steps = 0
    while steps < MOST_STEPS and not fallen(state):
        push = choose(state)
        following = next_state(state, push)
        if learner:
            # An episode that ends because time is up could have gone on: its values do not end.
            learner.remember(state, push, following, fallen(following))
        state = following
        steps += 1
    return steps


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--samples', type=int, default=30000, help='how many steps to learn from')
    parser.add_argument('--epochs', type=int, default=20, help='how many episodes to test with')
    parser.add_argument('--picture', default='dqn_cartpole.png')
    options = parser.parse_args()
    np.random.seed(0)

    learner = Learner()
    learner.model.summary()

    def choose(state):
        """Pushes at random at first, and later less and less often."""
        if np.random.rand() < max(LEAST_RANDOM, 1 - learner.seen / RANDOM_STEPS):
            return np.random.randint(2)
        return learner.best_push(state)
    lengths, best = [], 0
    while learner.seen < options.samples:
        lengths.append(run_episode(choose, learner))
        mean = np.mean(lengths[-20:])
        if mean >= best:  # it may do worse later
            best, weights = mean, learner.model.get_weights()
        if len(lengths) % 20 == 0:
            print('%6d steps, %4d episodes, mean length of the last 20: %5.1f'
                  % (learner.seen, len(lengths), mean), flush=True)

    learner.model.set_weights(weights)
    tests = [run_episode(learner.best_push) for _ in range(options.epochs)]
    random = [run_episode(lambda state: np.random.randint(2)) for _ in range(100)]
    example_pictures.save_plot(options.picture, lambda pyplot: draw(pyplot, lengths))
    print('Mean length of random episodes: %.1f' % np.mean(random))
    print('Mean length of test episodes: %.1f' % np.mean(tests))


def draw(pyplot, lengths):
    pyplot.plot(lengths)
    pyplot.xlabel('episode')
    pyplot.ylabel('steps until the pole falls')


if __name__ == '__main__':
    main()
