"""Random choices."""
import random


class Draw(random.Random):
    """Random numbers, and what is decided once for a whole model.

    Args:
        seed: int.

    Attributes:
        noisy: whether there may be layers that draw random numbers in training. Engines draw
            different ones, so such a model is not trained.
        stateful: whether recurrent layers may keep their states; batches have a fixed size then.
        floatx: string, the type of floats.
    """

    def __init__(self, seed):
        super().__init__(seed)
        self.noisy = self.chance(.1)
        self.stateful = self.chance(.1)
        self.floatx = 'float64' if self.chance(.04) else 'float32'

    def chance(self, probability):
        return self.random() < probability

    def size(self, most=4):
        """Draws a size from 1 to `most`; 1 is where engines go wrong, so it comes more often."""
        return 1 if self.chance(.35) else self.randint(1, most)

    def shape(self, rank, most=4):
        return tuple(self.size(most) for _ in range(rank))

    def sometimes(self, probability, **options):
        """Returns some of the options, each with this probability."""
        return {name: value for name, value in options.items() if self.chance(probability)}

    def weighted(self, table):
        """Draws from a list of pairs of a weight and what it belongs to."""
        return self.choices([entry for _, entry in table], [weight for weight, _ in table])[0]
