"""Setting a database up: a real province, or a demonstration with generated people."""
