"""Petitions against published results (Decree 335/2025 Art. 24): filed, answered, and followed by a correction."""
