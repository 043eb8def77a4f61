"""
LeaseLost       another worker holds the job now, or it has ended: stop, write nothing
JobCancelled    its owner asked to stop
JobFailed       it cannot succeed: the sentence says what its owner can do
"""

from base.errors import Conflict, PlumblineError


class LeaseLost(PlumblineError):
    code = "lease_lost"


class JobCancelled(PlumblineError):
    code = "job_cancelled"
    sentence = "You stopped this. The clip is kept; start it again whenever you like."


class JobFailed(PlumblineError):
    code = "job_failed"


class NotNow(Conflict):
    code = "job_not_now"
    sentence = "This has ended or changed meanwhile. Reload and look again."
