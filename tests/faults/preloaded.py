"""What the server of forked processes has read before it forks."""

from tests.faults.serving import procedure

procedure()
