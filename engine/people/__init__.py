"""Units, the officers who serve in them, how they log in, and who stands in for whom."""
