"""How the installation fares: the few numbers that matter, the alarms they raise, and counts for machines."""

from engine.watching.alarms import ALARMS, Alarm, raised
from engine.watching.numbers import Heart, Numbers, read_numbers

__all__ = ["ALARMS", "Alarm", "Heart", "Numbers", "raised", "read_numbers"]
