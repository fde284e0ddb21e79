"""Runs tasks for a job, in this process or in a worker process, and speaks with the job by messages."""
