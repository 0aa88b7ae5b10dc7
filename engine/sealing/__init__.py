"""The log of all cases sealed together each minute, so that what is taken away whole is missed.

The chain of a case proves its lines, but not that the case is still there, nor that its newest lines are:
who removes them and sets the head back leaves a chain that holds. So each minute the heads of the cases that
changed, and new lines that belong to no case, are added to one keyed sum; the sum is sealed onto the seal
before it, and once a day the newest seal goes to a file outside the database. No step ever waits for this.

The sum is of numbers that only the audit key makes, modulo 2^256: adding one and taking its forerunner away
costs the same however many cases there are, and the whole is checked by adding all of them up.
"""

from engine.sealing.job import seal_changes
from engine.sealing.sums import Head, newest

__all__ = ["Head", "newest", "seal_changes"]
