"""Recorded runs: named, seeded trainings whose numbers the book quotes and draws.

Figures and pages read records (``Results``, ``Record``) and resolve claims (``claim``); ``dlbook run`` makes
them. How to add a run stands in ``dlbook.runs.definitions``.
"""

from dlbook.runs.claims import Claim, claim
from dlbook.runs.record import Record
from dlbook.runs.results import Results
from dlbook.runs.statistics import Summary, summarise

__all__ = ["Claim", "Record", "Results", "Summary", "claim", "summarise"]
