"""All recorded runs of the book, one module a theme. Each module ends in a tuple ``RUNS``.

A run is a declaration, never a program: a job (a function of ``dlbook.runs.jobs``) and, for each variant,
its settings. To add one, in five steps:

1. Find a job whose settings say what you need. ``classify.train`` with ``Training(...)`` covers most; its
   defaults are the book's: intermediate net, SGD 0.1, batch 128, 10 epochs, clean protocol. Without one,
   write a job of your own in ``dlbook/runs/jobs/``, one module each: a function ``(settings, seed, data, *,
   stop_after=None) -> Outcome`` whose randomness all comes from ``stream(seed, ...)``; with ``stop_after``
   it leaves off after so many epochs and returns only numbers that the whole training gives too.
2. Declare ``Run(name=..., title=..., chapter=..., about=..., job=..., variants={...})`` here, the book's own
   variant first. Names of variants have no dots: ``"1e-2"``, not ``"0.01"``. Metrics get Keras' names.
3. Append it to ``RUNS`` of its theme (a new theme goes into ``registry.THEMES``).
4. ``dlbook run NAME --seeds 1`` to see what it costs; choose epochs, variants and seeds so that all NumPy
   runs together stay under an hour on two cores (``dlbook runs`` lists their durations).
5. ``dlbook run NAME`` writes ``results/NAME.json``: commit it. Figures read it with
   ``Results().read(name)``, prose with a claim (``dlbook.runs.claims``).

Hyperparameters are chosen on validation digits, never on the test set; a comparison that picks the best of
several then trains fresh seeds (see ``optimisers``).
"""
