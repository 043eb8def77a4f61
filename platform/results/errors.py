from base.errors import Conflict, Invalid


class NotReviewable(Conflict):
    code = "not_reviewable"
    sentence = "There is no finished result to judge yet. Wait until the clip is assessed."


class NotAgainNow(Conflict):
    code = "not_again_now"
    sentence = "The clip is being assessed. Wait until that has ended, or stop it first."


class AlreadyJudged(Conflict):
    code = "already_judged"
    sentence = "Somebody has judged this result. Ask them to take that back first."


class NoBaseline(Conflict):
    code = "no_baseline"
    sentence = "There is no own baseline in force for this person and exercise."


class BaselineRefused(Conflict):
    """With the engine's own sentence."""

    code = "baseline_refused"
    sentence = "No own baseline can be made from this clip."


class TooFewAccepted(Conflict):
    code = "too_few_accepted"
    sentence = "An own baseline needs three repetitions that somebody judged correct."


class BaselineTaken(Conflict):
    code = "baseline_taken"
    sentence = (
        "Somebody set a baseline for this person at the same moment. Reload the page, and set "
        "yours again if it should take its place."
    )


class NothingOutdated(Conflict):
    code = "nothing_outdated"
    sentence = "Every result of this exercise was made by the models of today."


class NothingToProve(Conflict):
    code = "nothing_to_prove"
    sentence = "There is no finished result yet. Wait until the clip is assessed."


class NotThisPerson(Invalid):
    code = "not_this_person"
    sentence = "The name does not match. Type the person's name exactly as it is shown."


class UnknownElement(Invalid):
    code = "unknown_element"
    sentence = "There is no such element. Reload the page and choose again."


class NotARoutine(Conflict):
    code = "not_a_routine"
    sentence = "No elements were looked for in this clip. Send it again as a routine."


class UnknownRepetition(Invalid):
    code = "unknown_repetition"
    sentence = "The report has no such repetition. Reload the page and choose again."
