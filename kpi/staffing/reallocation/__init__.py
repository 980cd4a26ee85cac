"""Moves of people between units and job families that remove most shortage at least disturbance; numbers only."""

from kpi.staffing.reallocation.plan import Broken, Move, Plan
from kpi.staffing.reallocation.problem import Arc, KeptTeam, Problem, Reinforcement
from kpi.staffing.reallocation.solve import Impossible, solve

__all__ = ["Arc", "Broken", "Impossible", "KeptTeam", "Move", "Plan", "Problem", "Reinforcement", "solve"]
