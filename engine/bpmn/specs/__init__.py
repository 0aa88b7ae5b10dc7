"""What each element of a diagram does: SpiffWorkflow's task specifications with their traps taken out."""
