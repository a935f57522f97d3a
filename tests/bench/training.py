"""How long the measurements take: python -m tests.bench.training [--answers N] [--json]

Makes N answers (50 of a person's, to 500 questions of 9 topics, in 100 units), and times items, Rasch, 2PL and mastery
with needs on them. Seconds are of the clock, CPU seconds those of all threads; on a machine that others use the latter
say more. Memory is the most that the process has held, with the answers themselves.
"""

import argparse
import json
import resource
import time
from collections.abc import Callable

import numpy as np

from training.measure.answers import Answers
from training.measure.item_fit import fit_of
from training.measure.items import Scored, analyse, papers_of
from training.measure.latent import fit
from training.measure.latent_errors import errors_of
from training.measure.mastery import estimate_mastery
from training.measure.needs import Rule, needs_of

PER_PERSON, ITEMS, UNITS, TOPICS = 50, 500, 100, 9


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--answers", type=int, default=1_000_000)
    arguments.add_argument("--json", action="store_true")
    given = arguments.parse_args()
    figures = measure(given.answers)
    if given.json:
        print(json.dumps(figures))
        return
    for name, (seconds, cpu, memory) in figures.items():
        print(f"{name:34} {seconds:8.2f} s {cpu:8.2f} CPU s {memory:8.0f} MB")


def measure(count: int) -> dict[str, tuple[float, float, float]]:
    answers, unit_of, topic_of = made_up(count)
    figures = {"nothing but the answers": (0.0, 0.0, memory())}

    def needs() -> None:
        needs_of(estimate_mastery(answers, unit_of, topic_of), Rule())

    figures["items"] = timed(lambda: (analyse(scored := Scored(answers)), papers_of(scored)))
    figures["mastery and needs"] = timed(needs)
    for model in ("rasch", "2pl"):
        figures[model] = timed(lambda model=model: fit(answers, model))  # type: ignore[misc]
        found = fit(answers, model)  # type: ignore[arg-type]
        figures[f"{model}: standard errors"] = timed(lambda found=found: errors_of(answers, found))  # type: ignore[misc]
        figures[f"{model}: item fit"] = timed(lambda found=found: fit_of(answers, found))  # type: ignore[misc]
    return figures


def made_up(count: int) -> tuple[Answers, np.ndarray, np.ndarray]:
    chance = np.random.default_rng(1)
    people = count // PER_PERSON
    item = np.empty((people, PER_PERSON), dtype=np.int32)
    for first in range(0, people, 20_000):
        lot = chance.random((min(20_000, people - first), ITEMS), dtype=np.float32)
        item[first : first + 20_000] = np.argpartition(lot, PER_PERSON, axis=1)[:, :PER_PERSON]
    flat, person = item.ravel(), np.repeat(np.arange(people, dtype=np.int32), PER_PERSON)
    unit_of, topic_of = chance.integers(0, UNITS, people), np.arange(ITEMS) % TOPICS
    ability = chance.normal(0, 0.9, people) + chance.normal(0, 0.3, UNITS)[unit_of]
    cells = chance.normal(0, 0.4, (UNITS, TOPICS))[unit_of[person], topic_of[flat]]
    slope, hard = np.exp(chance.normal(0, 0.25, ITEMS)), chance.normal(-0.8, 0.8, ITEMS)
    right = chance.random(len(flat)) < 1 / (1 + np.exp(-slope[flat] * (ability[person] + cells - hard[flat])))
    return Answers(person, flat, right.astype(np.float64)), unit_of, topic_of


def timed(work: Callable[[], object]) -> tuple[float, float, float]:
    """Seconds, CPU seconds, and the most memory held until now in MB."""
    begun, cpu = time.perf_counter(), time.process_time()
    work()
    return round(time.perf_counter() - begun, 2), round(time.process_time() - cpu, 2), memory()


def memory() -> float:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


if __name__ == "__main__":
    main()
