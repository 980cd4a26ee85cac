"""A month from assignment to approval, and what is kept of it."""

from kpi.audit.verify import verify
from tests.assessment.scene import Scene


def test_a_month_goes_from_assignment_to_approval_and_every_step_is_in_its_history(scene: Scene):
    scene.approved("an")
    assert scene.month("an").state == "approved"
    assert [step for step, _ in scene.events("an")] == ["assigned", "submitted", "reviewed", "approved"]
    assert scene.score("an").total == 100
    assert scene.score("an").rank == "excellent"
    assert verify(scene.engine).intact
