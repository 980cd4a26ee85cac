"""A place where what was made is kept, up to a number of things."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, TypeVar, cast

T = TypeVar("T")


@dataclass
class Shelf:
    """Of each thing the state it was last made for; beyond `most` things the least used are forgotten."""

    most: int
    things: OrderedDict[Hashable, tuple[Hashable, Any]] = field(default_factory=OrderedDict)
    lock: Lock = field(default_factory=Lock)

    def take(self, thing: Hashable, state: Hashable, make: Callable[[], T]) -> T:
        """The thing as made for this state; made now where it was made for another, which is then forgotten."""
        with self.lock:
            if thing in self.things and self.things[thing][0] == state:
                self.things.move_to_end(thing)
                return cast(T, self.things[thing][1])
        made = make()
        with self.lock:
            self.things[thing] = (state, made)
            self.things.move_to_end(thing)
            while len(self.things) > self.most:
                self.things.popitem(last=False)
        return made

    def clear(self) -> None:
        """Keep nothing."""
        with self.lock:
            self.things.clear()
