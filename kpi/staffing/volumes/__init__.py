"""Workload volumes: where each comes from, entering, importing, and notes beside figures."""
