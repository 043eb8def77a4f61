from base.errors import Conflict, Invalid


class NotReviewable(Conflict):
    code = "not_reviewable"
    sentence = "There is no finished result to judge yet. Wait until the clip is assessed."


class UnknownRepetition(Invalid):
    code = "unknown_repetition"
    sentence = "The report has no such repetition. Reload the page and choose again."
