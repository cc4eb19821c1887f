"""The town at a glance 全镇概览: six figures, leagues, the red list and coverage, for the chair's page and the wall."""
