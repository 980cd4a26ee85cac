"""Demonstrations: generated people in the real units, with months in every state."""

from kpi.installation.demo.accounts import DEMO_PASSWORD, DemoAccount, demo_accounts
from kpi.installation.demo.build import SIZES, build, fill_demo

__all__ = ["DEMO_PASSWORD", "SIZES", "DemoAccount", "build", "demo_accounts", "fill_demo"]
