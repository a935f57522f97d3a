"""Fills an empty database for a drill: python -m tests.drill.filled PLAYERS KEY; prints what `hall.fill` returns."""

import json
import sys

import django


def main(players: int, key: str) -> None:
    django.setup()
    from django.core.management import call_command

    from tests.load.hall import fill

    call_command("migrate", verbosity=0)
    print(json.dumps(fill(players, key)))


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
