"""Signing in, and finding one's unit."""

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from people.models import Unit
from realtime import clock


class SignInForm(AuthenticationForm):
    error_messages = {
        "invalid_login": _("The account name or the password is not right. Check both and try again."),
        "inactive": _("This account is closed. Ask your unit's administrator."),
    }


class SignIn(LoginView):
    template_name = "people/sign_in.html"
    authentication_form = SignInForm


@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """Units of today whose name holds the words asked for, at most twenty."""
    words = request.GET.get("q", "")[:80]
    found = Unit.objects.valid_on(clock.now().date()).named_like(words).order_by("name_folded")[:20]
    return render(request, "people/_unit_options.html", {"units": found})
