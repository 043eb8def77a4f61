"""THE table: which role may do what, and to whose things. Nothing else decides.

Verbs are `noun:verb`. A role's reach over a verb is ALL (everything in the organisation), OWN
(things of the person itself: its own clips; for a guest, those of the participants that a grant in
force opens; for a device the same, and what it uploaded) or absent (no).
"""

import enum


class Role(enum.StrEnum):
    ADMIN = "admin"
    PROFESSIONAL = "professional"  # physiotherapist in a clinic, coach in a school
    PARTICIPANT = "participant"  # patient, athlete
    DEVICE = "device"
    GUEST = "guest"


class Reach(enum.StrEnum):
    OWN = "own"
    ALL = "all"


class Perm(enum.StrEnum):
    ACCESS_LIST = "access:list"  # who looked at an assessment

    AGREEMENT_VIEW = "agreement:view"  # how far reviewers and verdicts agree

    ASSESSMENT_AGAIN = "assessment:again"  # analyse again, and see what other models judged
    ASSESSMENT_CANCEL = "assessment:cancel"
    ASSESSMENT_CREATE = "assessment:create"
    ASSESSMENT_FOLLOW = "assessment:follow"  # say which person of the picture is meant
    ASSESSMENT_REVIEW = "assessment:review"
    ASSESSMENT_VIEW = "assessment:view"

    BASELINE_MANAGE = "baseline:manage"
    BASELINE_VIEW = "baseline:view"

    CLIP_DOWNLOAD = "clip:download"
    CLIP_VIEW = "clip:view"

    CONSENT_GIVE = "consent:give"

    DEVICE_LIST = "device:list"
    DEVICE_MANAGE = "device:manage"

    GRANT_DECIDE = "grant:decide"
    GRANT_LIST = "grant:list"
    GRANT_REQUEST = "grant:request"

    INVITATION_LIST = "invitation:list"
    INVITATION_MANAGE = "invitation:manage"

    LEDGER_FOLLOW = "ledger:follow"  # what a monitor needs; it says nothing about anyone
    LEDGER_MANAGE = "ledger:manage"
    LEDGER_VIEW = "ledger:view"

    MEMBER_LIST = "member:list"
    MEMBER_MANAGE = "member:manage"

    PARTICIPANT_ERASE = "participant:erase"
    PARTICIPANT_LIST = "participant:list"

    PROOF_EXPORT = "proof:export"


_ALL_HEALTH = {
    Perm.ACCESS_LIST: Reach.ALL,
    Perm.AGREEMENT_VIEW: Reach.ALL,
    Perm.ASSESSMENT_AGAIN: Reach.ALL,
    Perm.ASSESSMENT_CANCEL: Reach.ALL,
    Perm.ASSESSMENT_CREATE: Reach.ALL,
    Perm.ASSESSMENT_FOLLOW: Reach.ALL,
    Perm.ASSESSMENT_VIEW: Reach.ALL,
    Perm.BASELINE_VIEW: Reach.ALL,
    Perm.CLIP_DOWNLOAD: Reach.ALL,
    Perm.CLIP_VIEW: Reach.ALL,
    Perm.GRANT_DECIDE: Reach.ALL,
    Perm.GRANT_LIST: Reach.ALL,
    Perm.PARTICIPANT_LIST: Reach.ALL,
    Perm.PROOF_EXPORT: Reach.ALL,
}

TABLE: dict[Role, dict[Perm, Reach]] = {
    Role.ADMIN: {
        **_ALL_HEALTH,
        Perm.CONSENT_GIVE: Reach.OWN,
        Perm.DEVICE_LIST: Reach.ALL,
        Perm.DEVICE_MANAGE: Reach.ALL,
        Perm.INVITATION_LIST: Reach.ALL,
        Perm.INVITATION_MANAGE: Reach.ALL,
        Perm.LEDGER_FOLLOW: Reach.ALL,
        Perm.LEDGER_MANAGE: Reach.ALL,
        Perm.LEDGER_VIEW: Reach.ALL,
        Perm.MEMBER_LIST: Reach.ALL,
        Perm.MEMBER_MANAGE: Reach.ALL,
        Perm.PARTICIPANT_ERASE: Reach.ALL,
    },
    Role.PROFESSIONAL: {
        **_ALL_HEALTH,
        Perm.ASSESSMENT_REVIEW: Reach.ALL,
        Perm.BASELINE_MANAGE: Reach.ALL,
        Perm.CONSENT_GIVE: Reach.OWN,
        Perm.INVITATION_LIST: Reach.ALL,
        Perm.LEDGER_FOLLOW: Reach.ALL,
        Perm.LEDGER_VIEW: Reach.ALL,
        Perm.MEMBER_LIST: Reach.ALL,
    },
    Role.PARTICIPANT: {
        Perm.ACCESS_LIST: Reach.OWN,
        Perm.ASSESSMENT_CANCEL: Reach.OWN,
        Perm.ASSESSMENT_CREATE: Reach.OWN,
        Perm.ASSESSMENT_FOLLOW: Reach.OWN,
        Perm.ASSESSMENT_VIEW: Reach.OWN,
        Perm.BASELINE_VIEW: Reach.OWN,
        Perm.CLIP_DOWNLOAD: Reach.OWN,
        Perm.CLIP_VIEW: Reach.OWN,
        Perm.CONSENT_GIVE: Reach.OWN,
        Perm.GRANT_LIST: Reach.OWN,
        Perm.LEDGER_FOLLOW: Reach.ALL,
        Perm.PROOF_EXPORT: Reach.OWN,
    },
    Role.DEVICE: {
        Perm.ASSESSMENT_CREATE: Reach.ALL,
        Perm.ASSESSMENT_VIEW: Reach.OWN,
        Perm.GRANT_LIST: Reach.OWN,
        Perm.GRANT_REQUEST: Reach.OWN,
        Perm.LEDGER_FOLLOW: Reach.ALL,
        Perm.PROOF_EXPORT: Reach.OWN,
    },
    Role.GUEST: {
        Perm.ASSESSMENT_VIEW: Reach.OWN,
        Perm.CLIP_VIEW: Reach.OWN,
        Perm.GRANT_LIST: Reach.OWN,
        Perm.GRANT_REQUEST: Reach.OWN,
        Perm.LEDGER_FOLLOW: Reach.ALL,
        Perm.PROOF_EXPORT: Reach.OWN,
    },
}

DEVICE_SCOPES = tuple(TABLE[Role.DEVICE])


def reach(role: Role, perm: Perm) -> Reach | None:
    """How far `role` reaches with `perm`; None means not at all."""
    return TABLE[role].get(perm)


def permissions_of(role: Role) -> list[Perm]:
    return sorted(TABLE[role])
