"""The gate: a request passes only where the permission table lets it."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import translation

from config.access import ROUTES
from config.ahead import Ahead

GetResponse = Callable[[HttpRequest], HttpResponse]


class AccessMiddleware:
    """Answers 404 for what does not exist, sign-in for nobody, 403 for somebody who may not."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        access = ROUTES.get(name)
        if access is None:
            raise PermissionDenied(f"undeclared route {name}")
        ahead: Ahead | None = getattr(request, "ahead", None)
        target = (ahead.target if ahead else access.load(kwargs)) if access.load else None
        if access.load and target is None:
            raise Http404
        request.target = target  # type: ignore[attr-defined]  # what the route is about, fetched through its guard
        if access.who(request.user, target):
            return None
        return self._refuse(request)

    @staticmethod
    def _refuse(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            raise PermissionDenied
        if request.path.startswith("/api/"):
            return JsonResponse({"detail": "Sign in first."}, status=401)
        if request.headers.get("HX-Request"):
            response = HttpResponse(status=204)
            response["HX-Redirect"] = redirect_to_login(request.path).url
            return response
        return redirect_to_login(request.get_full_path())


class NoNulMiddleware:
    """Answers 400 to a NUL in what was sent: no page sends one, and PostgreSQL takes none in a text."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        boxes = (*request.GET.lists(), *request.POST.lists())
        if "\0" in request.path or any("\0" in each for name, values in boxes for each in (name, *values)):
            raise BadRequest


class NoStoreMiddleware:
    """Keeps pages out of shared caches: what one person may see, the next may not."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


class LanguageMiddleware:
    """Vietnamese unless the person has chosen otherwise: phones here are often set to English by their seller."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response
