"""The reform plan and its indicators: tasks, quantities, targets, and what follows from them."""
