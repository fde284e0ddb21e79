"""Following and steering the jobs of other processes of the same user on this machine."""
