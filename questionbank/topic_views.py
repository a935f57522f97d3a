"""The page on which the tree of topics is kept, and who changed what when."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from people.models import User
from questionbank import topics
from questionbank.models import Topic, TopicEvent
from realtime import clock

PER_PAGE = 30


class TopicRequest(HttpRequest):
    """A request that the permission table let through; `target` is the topic it is about."""

    target: Topic
    user: User


@require_http_methods(["GET", "HEAD", "POST"])
def tree(request: TopicRequest) -> HttpResponse:
    """Show all topics; a POST adds one."""
    typed = {name: _text(request, name) for name in ("code", "name", "parent")}
    refusal = None
    if request.method == "POST":
        try:
            parent = _topic(typed["parent"])
            added = topics.add(code=typed["code"], name=typed["name"], parent=parent, by=request.user, now=clock.now())
        except topics.Refused as refused:
            refusal = refused
        else:
            messages.success(request, _("Added: %(topic)s") % {"topic": added})
            return redirect("questionbank:topics")
    events = TopicEvent.objects.select_related("topic", "by").order_by("-at", "-pk")
    context = {
        "lines": topics.in_order(),
        "typed": typed,
        "refusal": refusal,
        "page": Paginator(events, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "questionbank/topics.html", context, status=422 if refusal else 200)


@require_http_methods(["GET", "HEAD"])
def edit(request: TopicRequest, pk: int) -> HttpResponse:
    return _edit(request, {}, None)


@require_POST
def rename(request: TopicRequest, pk: int) -> HttpResponse:
    return _step(request, topics.rename, _("The topic has its new name."), name=_text(request, "name"),
                 seen=_text(request, "seen"))  # fmt: skip


@require_POST
def move(request: TopicRequest, pk: int) -> HttpResponse:
    seen = _text(request, "seen")
    return _step(request, topics.move, _("The topic stands in its new place."), parent=_topic(_text(request, "parent")),
                 seen=int(seen) if seen.isdecimal() and len(seen) < 10 else None)  # fmt: skip


@require_POST
def shift(request: TopicRequest, pk: int) -> HttpResponse:
    seen = _text(request, "seen")
    given = {"up": _text(request, "to") == "up", "seen": int(seen) if seen.isdecimal() and len(seen) < 10 else -1}
    try:
        topics.shift(topic=request.target, by=request.user, now=clock.now(), **given)
    except topics.Refused as refused:
        messages.error(request, str(refused))
    return redirect("questionbank:topics")


@require_POST
def retire(request: TopicRequest, pk: int) -> HttpResponse:
    """Take a topic out of use, or into use again."""
    if _text(request, "do") == "restore":
        return _step(request, topics.restore, _("The topic is offered again."))
    return _step(request, topics.retire, _("The topic is offered no more. Its questions stay."))


def _step(request: TopicRequest, action: Callable[..., None], done: str, **given: Any) -> HttpResponse:
    try:
        action(topic=request.target, by=request.user, now=clock.now(), **given)
    except topics.Refused as refused:
        request.target.refresh_from_db()
        return _edit(request, given, refused)
    messages.success(request, done)
    return redirect("questionbank:topic", request.target.pk)


def _edit(request: TopicRequest, typed: dict[str, Any], refusal: topics.Refused | None) -> HttpResponse:
    topic = request.target
    events = topic.events.select_related("by").order_by("-at", "-pk")
    context = {
        "topic": topic,
        "typed": typed,
        "refusal": refusal,
        "lines": topics.in_order(),
        "events": events[:PER_PAGE],
        "held": topic.questions.count(),
    }
    return render(request, "questionbank/topic.html", context, status=422 if refusal else 200)


def _text(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "").replace("\x00", "").strip()[:300]


def _topic(key: str) -> Topic | None:
    """Return the topic with this key, None for the top and for a key that is none."""
    return Topic.objects.filter(pk=int(key)).first() if key.isdecimal() and len(key) < 19 else None
