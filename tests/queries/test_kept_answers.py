from coi_app.queries.kept_answers import KeptAnswers


def test_an_answer_is_worked_out_once_until_others_push_it_out() -> None:
    worked_out: list[str] = []

    def of(key: str) -> str:
        return kept.of(key, lambda: worked_out.append(key) or key.upper())

    kept: KeptAnswers[str] = KeptAnswers(2)
    assert [of(key) for key in ("a", "b", "a", "c", "a", "b")] == ["A", "B", "A", "C", "A", "B"]
    assert worked_out == ["a", "b", "c", "b"]
