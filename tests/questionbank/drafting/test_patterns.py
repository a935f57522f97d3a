"""Each pattern on small texts and on clauses of real ones."""

import re
from datetime import date

from questionbank.drafting import Source, amounts, authorities, definitions, memberships, prohibitions
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
        assert "07 ngày làm việc" in first.choices

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

    def test_a_case_torn_from_its_rule_is_not_asked(self) -> None:
        cases = law(
            "Điều 1. Chấm dứt\n1. Đơn vị được chấm dứt hợp đồng trong các trường hợp sau đây:\n"
            "a) Viên chức có 02 năm liên tiếp không hoàn thành nhiệm vụ được giao;\nb) Viên chức bị buộc thôi việc.\n"
        )
        assert drawn(amounts, cases) == []


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


LISTS = """Điều 1. Quyền của người dự thi
1. Yêu cầu ban tổ chức công khai thể lệ của cuộc thi trực tuyến;
2. Kiến nghị ban tổ chức xem xét lại kết quả bài thi của mình;
3. Tham gia góp ý hoàn thiện nội dung câu hỏi của cuộc thi.
Điều 2. Nghĩa vụ của người dự thi
1. Kê khai đầy đủ, trung thực thông tin khi đăng ký cuộc thi;
2. Chấp hành thể lệ và hướng dẫn của ban tổ chức cuộc thi;
3. Bảo mật nội dung câu hỏi trong thời gian của cuộc thi.
"""


class TestMemberships:
    def test_what_is_no_item_is_taken_from_the_list_beside_it(self) -> None:
        drafts = drawn(memberships, law(LISTS))
        assert drafts
        for draft in drafts:
            if "KHÔNG" in draft.stem:
                assert key(draft)[0] not in draft.quote
                assert all(
                    choice.lower() in draft.quote.lower() for choice in draft.choices if choice not in key(draft)
                )
            else:
                assert all(answer.lower() in draft.quote.lower() for answer in key(draft))

    def test_a_list_that_refers_to_another_article_is_left_alone(self) -> None:
        text = law(
            LISTS.replace("3. Tham gia góp ý hoàn thiện", "3. Thực hiện quyền quy định tại Điều 2;\n4. Tham gia góp ý")
        )
        assert not any(draft.eid.startswith("art_1") for draft in drawn(memberships, text))

    def test_a_list_left_open_denies_nothing(self) -> None:
        open_end = "nội dung câu hỏi;\n4. Các quyền khác theo quy định của pháp luật."
        text = law(LISTS.replace("nội dung câu hỏi của cuộc thi.", open_end, 1))
        assert not any("KHÔNG" in draft.stem for draft in drawn(memberships, text) if draft.eid.startswith("art_1"))


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

    def test_what_a_law_ends_is_named_by_number_alone(self) -> None:
        draft = next(d for d in proposed("129-2025-QH15") if "hết hiệu lực thi hành" in d.stem)
        assert key(draft) == ["Luật số 58/2010/QH12"]
        assert all(re.fullmatch(r"Luật số \S+", choice) for choice in draft.choices)

    def test_no_later_document_could_have_been_replaced(self) -> None:
        for draft in proposed("36-2018-QH14"):
            if "hết hiệu lực" in draft.stem:
                assert all(int(choice.split("/")[1]) <= 2018 for choice in draft.choices)
