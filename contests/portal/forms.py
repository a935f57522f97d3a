"""What organisers type for the public page of their contest."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from contests.models import Notice, PublicPage
from contests.portal.hosts import NotAHost, hosts_in

MOST_WORDS = 4000


class PortalForm(forms.Form):
    """Whom to call, and which portals may show the small page."""

    hotline = forms.CharField(
        label=_("Hotline"), max_length=120, required=False,
        help_text=_("Numbers and hours as people should read them. It stands on the page and on its poster."),
    )  # fmt: skip
    contacts = forms.CharField(
        label=_("Contacts"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Office, address, e-mail: whatever helps who has a question. Everybody reads it."),
    )  # fmt: skip
    hosts = forms.CharField(
        label=_("Portals that may show the small page"), required=False,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "autocapitalize": "none"}),
        help_text=_("One host a line, such as camau.gov.vn. No other site can put it in a frame."),
    )  # fmt: skip

    def clean_hosts(self) -> list[str]:
        try:
            return hosts_in(self.cleaned_data["hosts"], plain=settings.PLAIN_HTTP)
        except NotAHost as fault:
            said = _("“%(given)s” is not a host. Write it as it stands in the portal's address: camau.gov.vn")
            raise forms.ValidationError(said, params={"given": fault.given}) from fault


def initial_of(page: PublicPage) -> dict[str, str]:
    return {"hotline": page.hotline, "contacts": page.contacts, "hosts": "\n".join(page.hosts)}


class NoticeForm(forms.Form):
    """An announcement."""

    title = forms.CharField(label=_("Title of the announcement"), max_length=Notice._meta.get_field("title").max_length)
    words = forms.CharField(
        label=_("What is announced"), max_length=MOST_WORDS, required=False, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Portals copy announcements and keep the copies: name no person who has not agreed to it."),
    )  # fmt: skip
