"""manage.py demo: load the demonstration through the product's own doors, once, and say where it is."""

import io
from typing import Any

import segno
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from demo.accounts import ACCOUNTS, PASSWORD, TRIAL
from demo.addresses import local_addresses
from demo.stages import STAGES, load
from realtime import clock


class Command(BaseCommand):
    help = "Load the demonstration (what is there already is left alone) and print addresses and accounts."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--stage", choices=list(STAGES), default=list(STAGES)[-1], help="load up to this stage")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--quiet", action="store_true", help="do not print addresses and accounts")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Set HOITHI_DEMO=true: the demonstration makes accounts whose password everybody knows.")
        for line in load(up_to=options["stage"], now=clock.now()):
            self.stderr.write(line)
        if not options["quiet"]:
            self._say_where(options["port"])

    def _say_where(self, port: int) -> None:
        addresses = [f"http://{host}:{port}/" for host in local_addresses() if host != "127.0.0.1"]
        self.stdout.write("\nHội Thi · bản trình diễn / demonstration\n")
        for address in addresses:
            self.stdout.write(f"  {address}")
        self.stdout.write(f"\n  Mật khẩu chung / password for all: {PASSWORD}\n")
        for account in ACCOUNTS:
            self.stdout.write(f"  {account.username:<10} {account.full_name:<22} {account.told}")
        self.stdout.write(f"  {TRIAL[0].username} … {TRIAL[-1].username}  thí sinh thử thêm / more participants\n")
        self.stdout.write("\nĐiện thoại cùng mạng quét mã này / phones in the same network scan this:\n")
        picture = io.StringIO()
        segno.make(addresses[-1], error="l").terminal(out=picture, compact=True)
        self.stdout.write(picture.getvalue())
