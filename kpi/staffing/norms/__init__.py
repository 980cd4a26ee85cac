"""Administrative norms of posts: dated, sourced, editable parameters, and the posts they give a unit."""

from kpi.staffing.norms.apply import (
    NormValues,
    commune_norm,
    norm_posts,
    party_range,
    proposed_posts,
)
from kpi.staffing.norms.published import Published, published
from kpi.staffing.norms.source import Norm, mountain_units, norms

__all__ = [
    "Norm",
    "NormValues",
    "Published",
    "commune_norm",
    "mountain_units",
    "norm_posts",
    "norms",
    "party_range",
    "proposed_posts",
    "published",
]
