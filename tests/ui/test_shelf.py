"""What is kept is made once for its state, and what is old or little used does not fill the memory."""

from kpi.ui.shelf import Shelf


def made(shelf: Shelf, thing: str, state: int) -> str:
    """How it was answered: newly made, or from the shelf."""
    answers: list[str] = []

    def make() -> str:
        answers.append("made")
        return f"{thing} of {state}"

    assert shelf.take(thing, state, make) == f"{thing} of {state}"
    return answers[0] if answers else "kept"


def test_a_thing_is_made_once_for_a_state_and_again_for_the_next():
    shelf = Shelf(3)
    assert [made(shelf, "map", state) for state in (1, 1, 2, 2)] == ["made", "kept", "made", "kept"]


def test_of_a_thing_only_the_newest_state_is_held():
    shelf = Shelf(3)
    for state in range(100):
        made(shelf, "map", state)
    assert list(shelf.things.values()) == [(99, "map of 99")]


def test_the_least_used_thing_goes_first():
    shelf = Shelf(2)
    answers = [made(shelf, thing, 1) for thing in ("map", "list", "map", "chart", "map", "list")]
    assert answers == ["made", "made", "kept", "made", "kept", "made"]


def test_a_cleared_shelf_makes_everything_anew():
    shelf = Shelf(2)
    made(shelf, "map", 1)
    shelf.clear()
    assert made(shelf, "map", 1) == "made"
