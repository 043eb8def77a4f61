"""What tenants refuses."""

from base import errors


class LastAdmin(errors.Conflict):
    code = "last_admin"
    sentence = "This is the only administrator. Make someone else an administrator first."


class AlreadyMember(errors.Conflict):
    code = "already_member"
    sentence = "This person belongs to the organisation already. Change the role instead."


class AlreadyInvited(errors.Conflict):
    code = "already_invited"
    sentence = "There is an open invitation for this address. Send that one again."


class GuestRoleFixed(errors.Conflict):
    code = "guest_role_fixed"
    sentence = "A guest stays a guest. Remove the guest and invite the person in the new role."


class SlugTaken(errors.Conflict):
    code = "slug_taken"
    sentence = "Another organisation has this address already. Choose another."


class InvitationClosed(errors.Conflict):
    """The root of every reason for which a known invitation no longer opens."""

    status = 410


class InvitationExpired(InvitationClosed):
    code = "invitation_expired"
    sentence = "This invitation has expired. Ask for a new one."


class InvitationUsed(InvitationClosed):
    code = "invitation_used"
    sentence = "This invitation was used already. Sign in instead."


class InvitationRevoked(InvitationClosed):
    code = "invitation_revoked"
    sentence = "This invitation was taken back. Ask for a new one."


class SignInToAccept(errors.Conflict):
    code = "sign_in_to_accept"
    sentence = "There is an account with this address already. Sign in, then open the link again."


class InvitedSomeoneElse(errors.Conflict):
    code = "invited_someone_else"
    sentence = (
        "This invitation is for another address than yours. Sign out, then open the link again."
    )


class MailNotSent(errors.PlumblineError):
    code = "mail_not_sent"
    status = 502
    sentence = "The invitation is kept, but its mail could not be sent. Send it again later."


class AskedAlready(errors.Conflict):
    code = "asked_already"
    sentence = "You have asked for this already. Wait for the answer."


class GrantDecided(errors.Conflict):
    code = "grant_decided"
    sentence = "This has been answered meanwhile. Reload and look again."
