"""Each pattern on small texts and on clauses of real ones."""

import re
from dataclasses import replace
from datetime import date

import pytest

from questionbank.drafting import Source, amounts, authorities, definitions, effects, memberships, prohibitions, shares
from questionbank.drafting.reading import read
from tests.questionbank.drafting.laws import drawn, key, law, proposed, source
from tests.regulations.texts import shipped

LIMITS = law(
    """Điều 1. Thời hạn trả lời
1. Trong thời hạn 05 ngày làm việc kể từ ngày nhận đơn, cơ quan tiếp nhận phải trả lời người nộp đơn.
2. Cơ quan tiếp nhận có trách nhiệm sau đây:
a) Gửi kết quả cho người nộp đơn chậm nhất 07 ngày làm việc kể từ ngày ký quyết định giải quyết;
b) Lưu đơn theo quy định.
3. Thời gian lưu giữ hồ sơ không quá 10 năm. Báo cáo được gửi trước ngày 15 tháng 6 năm 2024.
Điều 2. Bổ sung hồ sơ
Người nộp đơn phải bổ sung hồ sơ trong thời hạn 08 ngày làm việc kể từ ngày được yêu cầu.
"""
)


class TestAmounts:
    def test_the_sentence_asks_where_its_figure_stood(self) -> None:
        first = drawn(amounts, LIMITS)[0]
        assert first.stem == (
            "Theo khoản 1 Điều 1 Nghị định số 9/2024/NĐ-CP, trong thời hạn bao nhiêu ngày làm việc kể từ ngày nhận đơn,"
            " cơ quan tiếp nhận phải trả lời người nộp đơn?"
        )
        assert key(first) == ["05 ngày làm việc"]
        assert first.keep_order

    def test_choices_ascend_in_one_unit_and_one_form(self) -> None:
        for draft in drawn(amounts, LIMITS):
            figures = [int(choice.split()[0]) for choice in draft.choices]
            assert figures == sorted(set(figures))
            assert len({choice.split(" ", 1)[1] for choice in draft.choices}) == 1
            assert all(re.match(r"\d\d", choice) for choice in draft.choices)

    def test_limits_of_the_same_document_come_first(self) -> None:
        first = drawn(amounts, LIMITS)[0]
        assert "08 ngày làm việc" in first.choices

    def test_another_limit_of_the_same_article_is_no_wrong_choice(self) -> None:
        first = drawn(amounts, LIMITS)[0]
        assert "07 ngày làm việc" not in first.choices

    def test_an_age_is_asked_where_it_is_a_limit(self) -> None:
        text = law("Điều 1. Dự thi\nNgười dự thi phải đủ 18 tuổi trở lên vào ngày khai mạc hội thi.\n")
        (draft,) = drawn(amounts, text)
        assert key(draft) == ["18 tuổi"]
        assert all(12 <= int(choice.split()[0]) <= 29 for choice in draft.choices)

    def test_an_age_that_names_a_class_of_persons_is_no_limit(self) -> None:
        lines = (
            "có quyền nhờ người đại diện",
            "phải có người giám hộ",
            "được bố trí phòng thi riêng",
            "được miễn lệ phí",
        )
        text = law(
            "Điều 1. Dự thi\n"
            + "".join(f"{n}. Người dự thi là người dưới 18 tuổi {words}.\n" for n, words in enumerate(lines, start=1))
        )
        assert drawn(amounts, text) == []

    def test_a_title_that_states_the_answer_is_left_out(self) -> None:
        text = law("Điều 1. Quy định đối với thí sinh trên 60 tuổi\nNgười dự thi trên 60 tuổi được nghỉ giữa giờ.\n")
        assert not any("(" in draft.stem for draft in drawn(amounts, text))

    def test_choices_lie_between_the_other_figures_of_the_sentence(self) -> None:
        text = law(
            "Điều 1. Họp\nPhiên họp phải được mở sớm nhất là 06 tháng và chậm nhất là 08 tháng, kể từ ngày thông báo.\n"
        )
        late = next(d for d in drawn(amounts, text) if key(d) == ["08 tháng"])
        assert all(int(choice.split()[0]) > 6 for choice in late.choices)

    def test_shares_in_percent_keep_the_step_of_the_right_one(self) -> None:
        text = law(
            "Điều 1. Điểm\nSố điểm của mỗi thí sinh phải đạt ít nhất 85% tổng số điểm.\n"
            "Điều 2. Đề\nSố câu hỏi của mỗi bộ đề phải đạt ít nhất 81% tổng số câu.\n"
        )
        first = drawn(amounts, text)[0]
        assert key(first) == ["85%"]
        assert "81%" not in first.choices

    def test_a_point_is_joined_to_the_duty_above_it(self) -> None:
        stems = [draft.stem for draft in drawn(amounts, LIMITS)]
        assert any(
            "cơ quan tiếp nhận có trách nhiệm gửi kết quả cho người nộp đơn chậm nhất bao nhiêu" in s for s in stems
        )

    def test_dates_and_addresses_are_no_amounts(self) -> None:
        assert [
            a.text for a in amounts.amounts("trước ngày 15 tháng 6 năm 2024, theo khoản 3 Điều 5, đạt 20% hồ sơ")
        ] == ["20%"]
        assert amounts.amounts("từ 03 tháng đến 06 tháng") == []

    def test_money_keeps_its_points(self) -> None:
        text = law("Điều 1. Mức chi\nMức hỗ trợ không quá 2.000.000 đồng cho mỗi người tham gia cuộc thi.\n")
        (draft,) = drawn(amounts, text)
        assert key(draft) == ["2.000.000 đồng"]
        assert {"1.000.000 đồng", "3.000.000 đồng"} & set(draft.choices)

    def test_a_question_with_two_answers_is_not_asked(self) -> None:
        twice = law(
            "Điều 1. Mục tiêu\n1. Tỷ lệ hồ sơ trực tuyến của các bộ đạt tối thiểu 50%.\n"
            "2. Tỷ lệ hồ sơ trực tuyến của các bộ đạt tối thiểu 80%.\n"
        )
        assert drawn(amounts, twice) == []

    def test_a_plan_is_asked_year_by_year(self) -> None:
        plan = law(
            "Điều 1. Mục tiêu\n1. Chỉ tiêu\na) Nhiệm vụ\n- Đến năm 2025:\n- Tỷ lệ hồ sơ trực tuyến"
            " của các bộ đạt tối thiểu"
            " 50%.\n- Đến năm 2030:\n- Tỷ lệ hồ sơ trực tuyến của các bộ đạt tối thiểu 80%.\n"
        )
        stems = [draft.stem for draft in drawn(amounts, plan)]
        assert [("đến năm 2025" in stem, "đến năm 2030" in stem) for stem in stems] == [(True, False), (False, True)]

    def test_a_target_of_a_plan_is_asked_though_it_begins_with_its_figure(self) -> None:
        plan = law(
            "Điều 1. Mục tiêu\n1. Chỉ tiêu\na) Nhiệm vụ\n- Đến năm 2025:\n"
            "- 90% hồ sơ công việc của các bộ được xử lý trên môi trường mạng.\n"
        )
        (draft,) = drawn(amounts, plan)
        assert "đến năm 2025, bao nhiêu phần trăm hồ sơ công việc của các bộ được xử lý" in draft.stem
        assert key(draft) == ["90%"]

    def test_an_offence_without_its_penalty_is_no_sentence(self) -> None:
        text = law(
            "Điều 1. Gian lận\nNgười nào gây thiệt hại không quá 2.000.000 đồng có hành vi gian lận; tái phạm.\n"
        )
        assert drawn(amounts, text) == []

    def test_a_case_torn_from_its_rule_is_not_asked(self) -> None:
        cases = law(
            "Điều 1. Chấm dứt\n1. Đơn vị được chấm dứt hợp đồng trong các trường hợp sau đây:\n"
            "a) Viên chức có 02 năm liên tiếp không hoàn thành nhiệm vụ được giao;\nb) Viên chức bị buộc thôi việc.\n"
        )
        assert drawn(amounts, cases) == []


class TestShares:
    ARTICLE = "Điều 1. Biểu quyết\nQuyết định của ban giám khảo phải được {} tổng số thành viên biểu quyết tán thành.\n"

    def test_a_share_is_asked_for_in_its_sentence(self) -> None:
        (draft,) = drawn(shares, law(self.ARTICLE.format("ít nhất hai phần ba")))
        assert draft.stem.endswith("phải được ít nhất tỷ lệ nào sau đây của tổng số thành viên biểu quyết tán thành?")
        assert key(draft) == ["Hai phần ba"]

    def test_more_than_half_stands_among_others_of_its_form(self) -> None:
        (draft,) = drawn(shares, law(self.ARTICLE.format("quá nửa")))
        assert key(draft) == ["Quá nửa"]
        assert all(choice.startswith("Quá ") for choice in draft.choices)

    def test_an_article_with_two_shares_asks_for_neither(self) -> None:
        more = "Trường hợp sửa thể lệ, quyết định phải được ít nhất ba phần tư tổng số thành viên tán thành.\n"
        assert drawn(shares, law(self.ARTICLE.format("quá nửa") + more)) == []


class TestAuthorities:
    TEXT = law(
        """Điều 1. Quản lý nhà nước
1. Chính phủ thống nhất quản lý nhà nước về hội thi tìm hiểu pháp luật trong phạm vi cả nước.
2. Bộ Nội vụ có trách nhiệm:
a) Hướng dẫn các địa phương tổ chức hội thi tìm hiểu cải cách hành chính;
b) Tổng hợp kết quả hội thi của các địa phương để báo cáo hằng năm.
3. Số lượng thành viên ban giám khảo do Chủ tịch Ủy ban nhân dân cấp tỉnh quyết định.
4. Bộ Tài chính chủ trì, phối hợp với Bộ Tư pháp hướng dẫn việc sử dụng kinh phí tổ chức hội thi.
"""
    )

    def test_who_does_it_is_asked_for(self) -> None:
        by_address = {draft.address: draft for draft in drawn(authorities, self.TEXT)}
        assert key(by_address["khoản 1 Điều 1"]) == ["Chính phủ"]
        assert "cơ quan nào sau đây thống nhất quản lý" in by_address["khoản 1 Điều 1"].stem
        assert key(by_address["điểm a khoản 2 Điều 1"]) == ["Bộ Nội vụ"]
        assert "có trách nhiệm hướng dẫn các địa phương" in by_address["điểm a khoản 2 Điều 1"].stem

    def test_a_person_is_asked_for_as_one_in_the_passive_too(self) -> None:
        draft = next(d for d in drawn(authorities, self.TEXT) if d.address == "khoản 3 Điều 1")
        assert draft.stem.endswith("thành viên ban giám khảo do người nào sau đây quyết định?")
        assert all(choice.startswith(("Chủ tịch", "Bộ trưởng", "Thủ tướng")) for choice in draft.choices)

    def test_a_body_that_the_stem_names_is_no_choice(self) -> None:
        draft = next(d for d in drawn(authorities, self.TEXT) if d.address == "khoản 4 Điều 1")
        assert "Bộ Tư pháp" not in draft.choices
        assert "Bộ Nội vụ" in draft.choices

    def test_a_list_of_bodies_asks_nothing_of_one(self) -> None:
        text = law(
            "Điều 1. Quyết định\nBộ trưởng, Thủ trưởng cơ quan ngang bộ, Chủ tịch Ủy ban nhân dân cấp tỉnh quyết định"
            " việc khen thưởng cá nhân đạt giải hội thi.\n"
        )
        assert drawn(authorities, text) == []

    def test_departments_of_a_province_stand_beside_each_other(self) -> None:
        text = law("Điều 1. Tổ chức\nSở Nội vụ chủ trì, phối hợp với các cơ quan liên quan tổ chức hội thi hằng năm.\n")
        (draft,) = drawn(authorities, text)
        assert key(draft) == ["Sở Nội vụ"]
        assert all(choice.startswith("Sở ") for choice in draft.choices)
        assert "Sở Công an" not in draft.choices

    def test_since_the_reform_no_district_is_offered(self) -> None:
        text = source(
            "Điều 1. Tổ chức\nỦy ban nhân dân cấp tỉnh quyết định thành lập ban tổ chức hội thi của địa phương.\n"
        )
        later = Source("9/2026/NĐ-CP", "Nghị định", "", text.nodes, issued_on=date(2026, 1, 1))
        drafts = drawn(authorities, read(later))
        assert drafts
        assert not any("cấp huyện" in choice for draft in drafts for choice in draft.choices)


class TestDefinitions:
    def test_terms_and_senses_of_a_real_law(self) -> None:
        drafts = drawn(definitions, read(Source.of(shipped("129-2025-QH15"))))
        which = next(d for d in drafts if d.stem.startswith("Theo khoản 8 Điều 4") and "thuật ngữ nào" in d.stem)
        assert key(which) == ["Biệt phái"]
        sense = next(d for d in drafts if "“bổ nhiệm” được hiểu là gì" in d.stem)
        assert key(sense) == ["Việc cấp có thẩm quyền quyết định giao viên chức giữ một chức vụ quản lý"]

    def test_a_definition_that_repeats_its_term_does_not_ask_for_it(self) -> None:
        drafts = drawn(definitions, read(Source.of(shipped("30-2020-NĐ-CP"))))
        assert not any("thuật ngữ nào" in d.stem and key(d) == ["Văn bản điện tử"] for d in drafts)


FORMS = """Điều 1. Hình thức công bố kết quả hội thi
1. Đăng tải trên Cổng thông tin điện tử của tỉnh;
2. Niêm yết tại trụ sở cơ quan tổ chức hội thi;
3. Gửi thư điện tử đến từng người dự hội thi.
Điều 2. Hình thức khen thưởng đơn vị tiêu biểu của vòng chung khảo toàn quốc
1. Biểu dương trước toàn thể hội thi tại lễ tổng kết;
2. Ghi tên đơn vị vào sổ truyền thống của hội thi;
3. Đề nghị cơ quan cấp trên khen thưởng sau hội thi.
4. Mời đơn vị giao lưu với người dự hội thi năm sau.
"""
DUTIES = FORMS.replace("Hình thức công bố kết quả hội thi", "Quyền của người dự thi").replace(
    "Hình thức khen thưởng đơn vị tiêu biểu của vòng chung khảo toàn quốc", "Nghĩa vụ của người dự thi"
)


class TestMemberships:
    def test_what_is_no_item_is_taken_from_the_list_beside_it(self) -> None:
        drafts = drawn(memberships, law(FORMS))
        assert drafts
        for draft in drafts:
            if "KHÔNG" in draft.stem:
                assert key(draft)[0] not in draft.quote
                assert all(
                    choice.lower() in draft.quote.lower() for choice in draft.choices if choice not in key(draft)
                )
            else:
                assert all(answer.lower() in draft.quote.lower() for answer in key(draft))

    @pytest.mark.parametrize("noun", ["Quyền", "Nghĩa vụ", "Trách nhiệm", "Nhiệm vụ, quyền hạn"])
    def test_whose_duty_or_right_something_is_is_never_asked(self, noun: str) -> None:
        assert drawn(memberships, law(DUTIES.replace("Quyền", noun))) == []

    def test_what_a_paper_holds_is_never_asked(self) -> None:
        papers = FORMS.replace("Hình thức công bố", "Nội dung văn bản").replace(
            "Hình thức khen", "Nội dung văn bản khen"
        )
        assert drawn(memberships, law(papers)) == []

    def test_a_list_that_refers_to_another_article_is_left_alone(self) -> None:
        text = law(FORMS.replace("3. Gửi thư", "3. Hình thức quy định tại Điều 2;\n4. Gửi thư"))
        assert not any(draft.eid.startswith("art_1") for draft in drawn(memberships, text))

    def test_a_list_left_open_is_left_alone(self) -> None:
        open_end = "người dự hội thi;\n4. Các hình thức khác theo quy định của pháp luật."
        text = law(FORMS.replace("người dự hội thi.", open_end, 1))
        assert not any(draft.eid.startswith("art_1") for draft in drawn(memberships, text))


class TestProhibitions:
    def test_a_ban_becomes_a_statement_to_judge(self) -> None:
        text = law(
            "Điều 1. Dự thi\nThành viên ban tổ chức cuộc thi không được tham gia dự thi. Kết quả được công bố.\n"
        )
        (draft,) = drawn(prohibitions, text)
        assert draft.choices == ("Đúng", "Sai")
        assert ("không được" in draft.stem) == (key(draft) == ["Đúng"])
        assert draft.stem.endswith(". Nhận định này đúng hay sai?")

    def test_an_absurd_permission_is_not_stated(self) -> None:
        text = law("Điều 1. Cấm\nNgười dự thi không được lợi dụng cuộc thi để xúc phạm người khác.\n")
        assert drawn(prohibitions, text) == []

    @pytest.mark.parametrize("word", ["hàng không", "đường không"])
    def test_a_word_that_ends_in_khong_forbids_nothing(self, word: str) -> None:
        text = law(f"Điều 1. Nghề\nNgười lao động trong lĩnh vực {word} được áp dụng chế độ riêng về bồi dưỡng.\n")
        assert drawn(prohibitions, text) == []

    @pytest.mark.parametrize(
        "words",
        [
            "Người không được triệu tập phải báo cáo ban tổ chức hội thi bằng văn bản",
            "Ban tổ chức hủy kết quả nếu người dự thi không được xác minh nhân thân",
            "Người dự thi có nghĩa vụ không được trao đổi trong giờ làm bài của hội thi",
            "Ngày công bố không được tính mà tính từ ngày tiếp theo của hội thi",
        ],
    )
    def test_a_denial_that_cannot_be_turned_is_not_stated(self, words: str) -> None:
        assert drawn(prohibitions, law(f"Điều 1. Hội thi\n{words}.\n")) == []

    def test_a_ban_in_a_condition_is_no_ban(self) -> None:
        text = law(
            "Điều 1. Bố trí\nViên chức không được bổ nhiệm lại thì cơ quan có thẩm quyền bố trí công tác khác.\n"
        )
        assert drawn(prohibitions, text) == []

    def test_a_condition_stands_or_is_taken_away(self) -> None:
        text = law("Điều 1. Họp\nPhiên họp chỉ được tiến hành khi có ít nhất hai phần ba tổng số thành viên tham dự.\n")
        (draft,) = drawn(prohibitions, text)
        assert ("trong mọi trường hợp" in draft.stem) == (key(draft) == ["Sai"])


class TestEffects:
    def test_the_day_of_effect_of_a_real_law(self) -> None:
        draft = next(d for d in proposed("129-2025-QH15") if "có hiệu lực thi hành kể từ ngày nào" in d.stem)
        assert key(draft) == ["Ngày 01 tháng 7 năm 2026"]
        assert draft.keep_order

    def test_a_day_that_was_put_off_is_not_asked(self) -> None:
        text = "Điều 1. Hiệu lực\nNghị định này có hiệu lực thi hành từ ngày 01 tháng 7 năm 2024.\n"
        whole = source(text)
        day = replace(whole, effective_on=date(2024, 7, 1))
        assert drawn(effects, read(day))
        assert drawn(effects, read(replace(day, effective_on=date(2025, 1, 1)))) == []

    def test_what_a_law_ends_is_named_by_number_alone(self) -> None:
        draft = next(d for d in proposed("129-2025-QH15") if "hết hiệu lực thi hành" in d.stem)
        assert key(draft) == ["Luật số 58/2010/QH12"]
        assert all(re.fullmatch(r"Luật số \S+", choice) for choice in draft.choices)

    def test_no_later_document_could_have_been_replaced(self) -> None:
        for draft in proposed("36-2018-QH14"):
            if "hết hiệu lực" in draft.stem:
                assert all(int(choice.split("/")[1]) <= 2018 for choice in draft.choices)
