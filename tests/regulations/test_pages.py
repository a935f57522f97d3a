"""The pages on regulations: who may, what they show, and that nothing sent is lost."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from people.models import User
from realtime.clock import Moving, now
from regulations.forms import ExpiryForm, FactsForm, UploadForm
from regulations.importing import LARGEST, import_document
from regulations.models import Document, Upload
from regulations.reading import outline, paragraphs, search_within
from tests.regulations.office import blank_pdf, line, word
from tests.regulations.test_importing import DECREE
from tests.regulations.texts import COLLECTION, SHIPPED

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

UPLOAD = "/van-ban/tai-len/"


@pytest.fixture
def decree() -> Document:
    return import_document(DECREE.encode(), by=None, now=now(), facts={"effective_on": date(2018, 6, 21)})


@pytest.fixture
def law() -> Document:
    return import_document((SHIPPED / "36-2018-QH14.txt").read_bytes(), by=None, now=now())


@pytest.fixture
def trainer(client: Client, tam: User) -> Client:
    client.force_login(tam)
    return client


@pytest.fixture
def reader(bob: User) -> Client:
    client = Client()
    client.force_login(bob)
    return client


def words(response: HttpResponse) -> str:
    return response.content.decode()


def long_law(articles: int) -> str:
    """A law of about 240 KB when it has 143 articles."""
    body = "\n".join(
        f"Điều {n}. Quy định thứ {n}\n"
        + "".join(f"{k}. {'Cơ quan có trách nhiệm thực hiện. ' * 6}\n" for k in range(1, 8))
        for n in range(1, articles + 1)
    )
    return f"LUẬT\nVỀ MỘT VIỆC DÀI\n\nChương I\nQUY ĐỊNH CHUNG\n{body}"


# -- who may ---------------------------------------------------------------


def addresses_of(document: Document) -> dict[str, str]:
    provision = document.provisions.get(eid="art_2")
    return {
        "list": "/van-ban/",
        "detail": reverse("regulations:detail", args=[document.pk]),
        "provision": reverse("regulations:provision", args=[provision.pk]),
        "upload": UPLOAD,
        "mark-expired": reverse("regulations:mark-expired", args=[document.pk]),
    }


@pytest.mark.parametrize("page", ["list", "detail", "provision", "upload", "mark-expired"])
def test_nobody_is_sent_to_sign_in(page: str, decree: Document) -> None:
    response = Client().get(addresses_of(decree)[page])
    assert (response.status_code, response["Location"].split("?")[0]) == (302, "/dang-nhap/")


@pytest.mark.parametrize(
    ("page", "status"), [("list", 200), ("detail", 200), ("provision", 200), ("upload", 403), ("mark-expired", 403)]
)
def test_a_civil_servant_reads_but_changes_nothing(page: str, status: int, decree: Document, reader: Client) -> None:
    assert reader.get(addresses_of(decree)[page]).status_code == status


@pytest.mark.parametrize("page", ["list", "detail", "provision", "upload", "mark-expired"])
def test_a_trainer_opens_every_page(page: str, decree: Document, trainer: Client) -> None:
    assert trainer.get(addresses_of(decree)[page]).status_code == 200


def test_an_upload_is_its_owners_alone(trainer: Client, thao: User) -> None:
    address = trainer.post(UPLOAD, {"text": DECREE})["Location"]
    other = Client()
    other.force_login(thao)
    assert (trainer.get(address).status_code, other.get(address).status_code) == (200, 403)


# -- bringing a text ---------------------------------------------------------


def facts(**changed: str) -> dict[str, str]:
    given = {
        "number": "61/2018/NĐ-CP", "doc_type": "Nghị định", "title": "Về cơ chế một cửa", "issuer": "Chính phủ",
        "signer": "", "issued_on": "2018-04-23", "effective_on": "2018-06-21", "expired_on": "", "expiry_reason": "",
    }  # fmt: skip
    return given | changed


def test_a_pasted_text_is_read_then_confirmed_then_there(trainer: Client, tam: User) -> None:
    address = trainer.post(UPLOAD, {"text": DECREE})["Location"]
    assert not Document.objects.exists()
    form = trainer.get(address).context["form"]
    assert (form["number"].value(), form["issued_on"].value()) == ("61/2018/NĐ-CP", date(2018, 4, 23))
    response = trainer.post(address, facts(title="Về cơ chế  một cửa"))
    document = Document.objects.get()
    assert response["Location"] == f"/van-ban/{document.pk}/"
    assert (document.title, document.created_by, document.created_at) == ("Về cơ chế một cửa", tam, now())
    assert not Upload.objects.exists()


def test_a_file_is_read_like_a_pasted_text(trainer: Client) -> None:
    file = SimpleUploadedFile("61-2018.txt", DECREE.encode("utf-16"))
    address = trainer.post(UPLOAD, {"file": file})["Location"]
    assert dict(trainer.get(address).context["counts"]) == {"Phần mở đầu": 1, "Điều": 2, "Khoản": 2, "Điểm": 2}


def test_facts_that_cannot_be_are_refused_and_kept_for_correction(trainer: Client) -> None:
    address = trainer.post(UPLOAD, {"text": DECREE})["Location"]
    response = trainer.post(address, facts(number="", effective_on="2018-01-01", signer="Nguyễn Văn A"))
    assert set(response.context["form"].errors) == {"number", "effective_on"}
    assert 'value="Nguyễn Văn A"' in words(response)
    assert (Document.objects.count(), Upload.objects.count()) == (0, 1)


def test_a_text_that_is_no_regulation_is_explained_and_not_lost(trainer: Client) -> None:
    response = trainer.post(UPLOAD, {"text": "Kính gửi các đồng chí <b>thân mến</b>."})
    assert "Không nhận ra văn bản quy định nào" in words(response)
    assert "Kính gửi các đồng chí &lt;b&gt;thân mến&lt;/b&gt;." in words(response)
    assert not Upload.objects.exists()


def test_a_file_that_is_no_regulation_is_shown_in_the_text_box(trainer: Client) -> None:
    response = trainer.post(UPLOAD, {"file": SimpleUploadedFile("thu.txt", "Kính gửi.".encode())})
    assert response.context["form"]["text"].value() == "Kính gửi."


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("luat.docx", b"PK\x03\x04" + bytes(30), "Tệp này bị hỏng"),
        ("luat.pdf", blank_pdf(), "Các trang của tệp PDF này là ảnh"),
        ("luat.txt", bytes(range(256)), "Không đọc được chữ trong tệp này"),
        ("luat.txt", b"", "Chưa có gì để đọc"),
        ("luat.txt", b"a" * (LARGEST + 1), "lớn hơn 10 MB"),
    ],
)
def test_a_bad_file_gets_a_sentence_and_nothing_is_stored(
    name: str, content: bytes, said: str, trainer: Client
) -> None:
    response = trainer.post(UPLOAD, {"file": SimpleUploadedFile(name, content)})
    assert (response.status_code, said in words(response)) == (200, True)
    assert not Upload.objects.exists()


def test_nothing_sent_gets_a_sentence(trainer: Client) -> None:
    assert "Chưa có gì để đọc" in words(trainer.post(UPLOAD, {"text": "  \n "}))


def test_a_file_and_a_text_at_once_are_not_guessed_between(trainer: Client) -> None:
    response = trainer.post(UPLOAD, {"text": DECREE, "file": SimpleUploadedFile("a.txt", DECREE.encode())})
    assert "chỉ gửi một trong hai" in words(response)


def test_a_text_that_is_there_already_is_refused_with_a_link(trainer: Client, decree: Document) -> None:
    response = trainer.post(UPLOAD, {"text": DECREE})
    assert "đã được nhập trước đây" in words(response)
    assert f'href="/van-ban/{decree.pk}/"' in words(response)


def test_a_number_that_is_taken_can_be_corrected_on_the_same_page(trainer: Client, decree: Document) -> None:
    address = trainer.post(UPLOAD, {"text": DECREE.replace("minh bạch", "công bằng")})["Location"]
    refused = trainer.post(address, facts())
    assert f'href="/van-ban/{decree.pk}/"' in words(refused)
    accepted = trainer.post(address, facts(number="61a/2018/NĐ-CP"))
    assert (accepted.status_code, Document.objects.count()) == (302, 2)


def test_the_form_takes_dates_as_offices_write_them() -> None:
    form = FactsForm(facts(issued_on="23/04/2018"))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["issued_on"] == date(2018, 4, 23)


def test_a_form_keeps_the_bytes_of_its_file() -> None:
    form = UploadForm({}, {"file": SimpleUploadedFile("a.txt", b"abc")})
    assert (form.is_valid(), form.raw, form.file_name) == (True, b"abc", "a.txt")


# -- the list ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 2),
        ("?q=tham+nhung", 1),
        ("?q=61%2F2018", 1),
        ("?q=khong+co", 0),
        ("?status=in_force", 2),
        ("?status=expired", 0),
    ],
)
def test_the_list_is_searched_without_tones_and_by_effect(
    query: str, found: int, decree: Document, law: Document, reader: Client
) -> None:
    assert reader.get(f"/van-ban/{query}").context["page"].paginator.count == found


def test_the_list_asks_as_often_for_three_as_for_one(
    reader: Client, decree: Document, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(6):  # session, person, roles, count, documents, suspensions
        reader.get("/van-ban/")
    for year in (2019, 2020):
        changed = DECREE.replace("minh bạch", f"năm {year}")
        import_document(changed.encode(), by=None, now=now(), facts={"issued_on": date(year, 1, 1)})
    with django_assert_num_queries(6):
        assert len(reader.get("/van-ban/").context["page"]) == 3


# -- one regulation ------------------------------------------------------------


@pytest.mark.parametrize("articles", [3, 143])
def test_a_law_of_any_length_opens_with_six_questions_to_the_database(
    articles: int, reader: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    document = import_document(
        long_law(articles).encode(), by=None, now=now(), facts={"number": "1/2026/QH16", "doc_type": "Luật"}
    )
    with django_assert_num_queries(6):  # session, person, document, roles, relations, outline
        response = reader.get(f"/van-ban/{document.pk}/")
    assert words(response).count("<details") - words(response).count('id="menu"') == articles + 2
    assert "Cơ quan có trách nhiệm" not in words(response)


def test_an_article_opens_by_itself_and_links_to_its_page(reader: Client, decree: Document) -> None:
    address = reverse("regulations:provision", args=[decree.provisions.get(eid="art_2").pk])
    page = words(reader.get(f"/van-ban/{decree.pk}/"))
    assert f'hx-get="{address}"' in page
    assert f'<a href="{address}">' in page
    part = words(reader.get(address, headers={"HX-Request": "true"}))
    assert 'id="art_2__cl_1__pt_b"' in part
    assert "<html" not in part


def test_a_point_asked_for_is_open_at_once(reader: Client, law: Document) -> None:
    response = reader.get(f"/van-ban/{law.pk}/?open=art_11__cl_1__pt_d")
    assert 'id="art_11__cl_1__pt_d"' in words(response)
    opened = [b for root in response.context["roots"] for b in every(root) if b.is_open and b.words]
    assert [branch.provision.eid for branch in opened] == ["art_11"]


def every(branch: object) -> list:
    return [branch, *(inner for child in branch.children for inner in every(child))]  # type: ignore[attr-defined]


def test_every_part_of_the_outline_is_shown_once(law: Document) -> None:
    roots, _ = outline(law)
    shown = [branch.provision.eid for root in roots for branch in every(root)]
    kinds = ["chapter", "section", "article"]
    assert shown == list(law.provisions.filter(kind__in=kinds).order_by("position").values_list("eid", flat=True))


def test_words_are_found_inside_with_and_without_tones(law: Document) -> None:
    plain, toned = search_within(law, "nhung nhieu"), search_within(law, "nhũng nhiễu")
    assert {hit.provision.pk for hit in toned} <= {hit.provision.pk for hit in plain}
    assert [text for text, is_match in toned[0].pieces if is_match] == ["Nhũng nhiễu"]
    assert search_within(law, "nhúng nhiều") == []


def test_a_search_that_finds_nothing_says_so_and_is_escaped(reader: Client, decree: Document) -> None:
    page = words(reader.get(f"/van-ban/{decree.pk}/?q=<script>"))
    assert "&lt;script&gt;” trong văn bản này" in page
    assert "<script>”" not in page


def test_the_effect_is_shown_on_the_day(reader: Client, decree: Document, clock: Moving) -> None:
    Document.objects.filter(pk=decree.pk).update(expired_on=date(2026, 11, 3), expiry_reason="Bị thay thế")
    address = f"/van-ban/{decree.pk}/"
    assert "Còn hiệu lực" in words(reader.get(address))
    clock.on(hours=12)  # 00:00 of 3 November in Cà Mau, still the 2nd in UTC
    assert "Hết hiệu lực toàn bộ" in words(reader.get(address))


def test_a_regulation_that_is_not_there_is_not_found(reader: Client) -> None:
    assert [reader.get(f"/van-ban/{end}/").status_code for end in ("999", "dieu-khoan/999")] == [404, 404]


# -- one provision ---------------------------------------------------------------


def test_a_provision_shows_its_path_words_and_address(reader: Client, decree: Document) -> None:
    point = decree.provisions.get(eid="art_2__cl_1__pt_b")
    response = reader.get(point.get_absolute_url())
    assert [above.eid for above in response.context["path"]] == ["art_2", "art_2__cl_1"]
    assert "b) Công khai." in words(response)
    assert 'value="điểm b khoản 1 Điều 2 Nghị định số 61/2018/NĐ-CP"' in words(response)
    assert (response.context["before"].number, response.context["after"]) == ("a", None)


def test_lines_that_go_on_in_small_letters_are_one_paragraph() -> None:
    text = "1. Cơ quan\nhành chính;\na) Một\nb) Hai.\n\nĐoạn mới"
    assert paragraphs(text) == ["1. Cơ quan hành chính;", "a) Một", "b) Hai.", "Đoạn mới"]


# -- losing force ------------------------------------------------------------------


def test_a_trainer_records_that_a_document_lost_force_and_takes_it_back(trainer: Client, decree: Document) -> None:
    address = reverse("regulations:mark-expired", args=[decree.pk])
    trainer.post(address, {"expired_on": "2025-06-09", "reason": "Bị thay thế bởi Nghị định 118/2025/NĐ-CP"})
    decree.refresh_from_db()
    assert (decree.expired_on, decree.expiry_reason[:12]) == (date(2025, 6, 9), "Bị thay thế ")
    trainer.post(address, {"expired_on": "", "reason": ""})
    decree.refresh_from_db()
    assert (decree.expired_on, decree.expiry_reason) == (None, "")


def test_losing_force_before_having_it_is_refused(trainer: Client, decree: Document) -> None:
    address = reverse("regulations:mark-expired", args=[decree.pk])
    response = trainer.post(address, {"expired_on": "2018-01-01", "reason": "Nhầm"})
    assert list(response.context["form"].errors) == ["expired_on"]
    decree.refresh_from_db()
    assert decree.expired_on is None


def test_a_day_without_a_reason_is_refused() -> None:
    assert list(ExpiryForm({"expired_on": "2025-06-09", "reason": ""}).errors) == ["reason"]


def test_a_word_file_is_read_and_shown(trainer: Client) -> None:
    raw = word("".join(line(words) for words in DECREE.splitlines()))
    page = trainer.post(UPLOAD, {"file": SimpleUploadedFile("nghi-dinh.docx", raw)}, follow=True)
    assert page.context["counts"] == [("Phần mở đầu", 1), ("Điều", 2), ("Khoản", 2), ("Điểm", 2)]
    assert Upload.objects.get().file_name == "nghi-dinh.docx"


def test_a_page_of_the_electronic_code_is_shown_and_imported_as_a_whole(trainer: Client) -> None:
    raw = next((COLLECTION / "html").glob("*.html")).read_bytes()
    page = trainer.post(UPLOAD, {"file": SimpleUploadedFile("44.5.html", raw)}, follow=True)
    assert "Nghị định 63/2010/NĐ-CP" in words(page)
    assert "Thông tư 167/2012/TT-BTC" in words(page)
    assert not Document.objects.exists()

    done = trainer.post(page.request["PATH_INFO"], follow=True)

    assert Document.objects.count() == 7
    assert not Upload.objects.exists()
    assert "Số văn bản đã nhập: 7" in words(done)

    again = trainer.post(UPLOAD, {"file": SimpleUploadedFile("44.5.html", raw)}, follow=True)
    assert "Sẽ bỏ qua" in words(again)
    done = trainer.post(again.request["PATH_INFO"], follow=True)
    assert Document.objects.count() == 7
    assert "Nghị định 63/2010/NĐ-CP bị bỏ qua" in words(done)
