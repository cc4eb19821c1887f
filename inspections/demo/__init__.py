"""The inspections of the demo town."""

from inspections.demo.findings import plan_findings
from inspections.demo.inspecting import plan_inspections
from inspections.demo.residents import plan_residents
from inspections.demo.sites import build_inspections

__all__ = ["build_inspections", "plan_findings", "plan_inspections", "plan_residents"]
