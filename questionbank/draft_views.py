"""Questions proposed from the text of a regulation: a trainer looks at them and keeps those that are good."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from people.models import User
from questionbank.drafted import NotImported, corpus, keep, source_of_document
from questionbank.drafting import Draft, propose
from questionbank.fields import LETTERS
from questionbank.models import Topic
from questionbank.writing import BadWording
from realtime import clock
from regulations.models import Document, Provision

PER_PAGE = 20
PATTERNS = {
    "amount": gettext_lazy("Time limits and amounts"),
    "authority": gettext_lazy("Competent authority"),
    "definition": gettext_lazy("Definitions"),
    "membership": gettext_lazy("Items of a list"),
    "prohibition": gettext_lazy("Conditions and prohibitions"),
    "effect": gettext_lazy("Effect and dates"),
}


class DraftRequest(HttpRequest):
    """A request that the permission table let through; `target` is the regulation."""

    target: Document
    user: User


class TopicForm(forms.Form):
    topic = forms.ModelChoiceField(
        Topic.objects.offered(),
        label=gettext_lazy("Topic of the drafts"),
        empty_label=gettext_lazy("Choose a topic"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def drafts(request: DraftRequest, pk: int) -> HttpResponse:
    """Show what can be asked about a regulation; keep what the trainer ticked."""
    document = request.target
    article = request.POST.get("article", request.GET.get("article", ""))[:10]
    proposed = propose(source_of_document(document), corpus(), [article] if article else None)
    form = TopicForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        wanted = {name for name in request.POST.getlist("draft") if name}
        chosen = [draft for draft in proposed if name_of(draft) in wanted]
        return _keep(request, document, article, chosen, form.cleaned_data["topic"])
    page = Paginator(proposed, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "document": document,
        "form": form,
        "article": article,
        "articles": _articles(document),
        "page": page,
        "rows": [_row(draft) for draft in page],
    }
    return render(request, "questionbank/drafts.html", context, status=400 if form.errors else 200)


def name_of(draft: Draft) -> str:
    """Return what stands for a draft in the page: the same for the same draft, whatever else is proposed."""
    return f"{draft.pattern}:{draft.eid}:{draft.stem[-40:]}"


def _row(draft: Draft) -> dict[str, Any]:
    choices = [(LETTERS[place], text, place in draft.right) for place, text in enumerate(draft.choices)]
    pattern = PATTERNS.get(draft.pattern, draft.pattern)
    return {"draft": draft, "name": name_of(draft), "choices": choices, "pattern": pattern}


def _articles(document: Document) -> list[str]:
    kept = document.provisions.filter(kind=Provision.Kind.ARTICLE).order_by("position")
    return list(dict.fromkeys(kept.values_list("number", flat=True)))


def _keep(request: DraftRequest, document: Document, article: str, chosen: list[Draft], topic: Topic) -> HttpResponse:
    back = f"{reverse('questionbank:drafts', args=[document.pk])}{f'?article={article}' if article else ''}"
    if not chosen:
        messages.error(request, _("Tick the drafts to keep first."))
        return redirect(back)
    try:
        written, asked = keep(drafts=chosen, document=document, topic=topic, by=request.user, now=clock.now())
    except (NotImported, BadWording) as refused:
        messages.error(request, str(refused))
        return redirect(back)
    said = ngettext(
        "%(count)s draft is kept. Read it, mend it and send it to review.",
        "%(count)s drafts are kept. Read them, mend them and send them to review.",
        len(written),
    )
    messages.success(request, said % {"count": len(written)})
    if asked:
        messages.warning(
            request, _("%(count)s of them are asked in the bank already and were left out.") % {"count": len(asked)}
        )
    return redirect(f"{reverse('questionbank:list')}?state=draft&document={document.pk}")
