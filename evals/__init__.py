"""The evals: cases, metrics, a runner and the gate that compares a run with the baseline."""
