"""What accounts refuses."""

from base import errors


class EmailTaken(errors.Conflict):
    code = "email_taken"
    sentence = "There is an account with this address already. Sign in with it."


class PasswordTooWeak(errors.Invalid):
    code = "password_too_weak"
    sentence = "This password is too easy to guess. Choose a longer or less common one."


class SignUpClosed(errors.Refused):
    code = "sign_up_closed"
    sentence = "Accounts are made by invitation. Ask your clinic or school to invite you."
