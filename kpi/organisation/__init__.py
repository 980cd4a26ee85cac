"""Units with dated life, officials, posts, and who leads whom."""
