"""Publishing a closed period: to each person their own result, to a unit its names and ranks, with a petition day."""
