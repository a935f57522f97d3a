"""Which hosts organisers may name for frames: exactly one origin each, nothing that a policy would read otherwise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contests.portal.hosts import NotAHost, hosts_in


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("camau.gov.vn", ["https://camau.gov.vn"]),
        ("https://CaMau.gov.vn/trang-chu?x=1", ["https://camau.gov.vn"]),
        ("camau.gov.vn:8443", ["https://camau.gov.vn:8443"]),
        ("a.vn, b.vn\nhttps://a.vn", ["https://a.vn", "https://b.vn"]),
        ("cà-mau.vn", ["https://xn--c-mau-rqa.vn"]),
        ("", []),
    ],
)
def test_what_is_typed_becomes_origins(typed: str, meant: list[str]) -> None:
    assert hosts_in(typed) == meant


@pytest.mark.parametrize(
    "typed",
    ["*", "*.gov.vn", "https://*.gov.vn", "'self'", "http://camau.gov.vn", "a.vn;script-src", "javascript://a.vn",
     "-a.vn", "a..vn", "a.vn:0", "a.vn:99999", "data:", "https://", "user@a.vn", "a" * 64 + ".vn"],
)  # fmt: skip
def test_what_names_no_single_host_is_refused(typed: str) -> None:
    with pytest.raises(NotAHost):
        hosts_in(typed)


def test_plain_http_only_where_the_office_runs_without_tls() -> None:
    assert hosts_in("http://cong.noi-bo", plain=True) == ["http://cong.noi-bo"]
    with pytest.raises(NotAHost):
        hosts_in("http://cong.noi-bo")


@given(st.text(max_size=80))
def test_nothing_that_passes_could_end_the_directive(typed: str) -> None:
    try:
        found = hosts_in(typed)
    except NotAHost:
        return
    for origin in found:
        assert origin.startswith("https://")
        assert not set(origin) & set(" ;,'\"*\r\n\t<>")
        assert hosts_in(origin) == [origin]
