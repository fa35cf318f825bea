"""Disputes and their mediation (矛盾纠纷)."""
