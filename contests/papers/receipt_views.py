"""Whose paper a receipt is, for organisers who are shown one."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from contests.papers import receipts
from contests.views import ContestRequest

LONGEST = 40


@require_safe
def check(request: ContestRequest, slug: str) -> HttpResponse:
    """Find the paper with the code in `ma`, and say whether its answers are still those that it stands for."""
    asked = request.GET.get("ma", "").strip()[:LONGEST]
    found = receipts.find(request.target, asked) if asked else None
    return render(request, "contests/check_receipt.html", {"contest": request.target, "asked": asked, "found": found})
