"""About accounts and sessions. English, then German."""

from __future__ import annotations

MESSAGES: dict[str, tuple[str, str]] = {
    "auth.account_gone": (
        "This account no longer exists.",
        "Dieses Konto gibt es nicht mehr.",
    ),
    "auth.bad_credentials": (
        "The email address or the password is wrong.",
        "Die E-Mail-Adresse oder das Passwort ist falsch.",
    ),
    "auth.busy": (
        "Too many people are signing in right now. Please try again in {retryAfter} s.",
        "Gerade melden sich zu viele an. Bitte versuche es in {retryAfter} s noch einmal.",
    ),
    "auth.email_taken": (
        "There is already an account with this email address.",
        "Zu dieser E-Mail-Adresse gibt es schon ein Konto.",
    ),
    "auth.invalid_email": (
        "This is not a valid email address.",
        "Das ist keine gültige E-Mail-Adresse.",
    ),
    "auth.invalid_token": (
        "Your session has ended. Please sign in again.",
        "Deine Sitzung ist beendet. Bitte melde dich erneut an.",
    ),
    "auth.password_characters": (
        "The password contains a character that is not text.",
        "Das Passwort enthält ein Zeichen, das kein Text ist.",
    ),
    "auth.password_length": (
        "The password must have {min} to {max} characters.",
        "Das Passwort muss {min} bis {max} Zeichen haben.",
    ),
    "auth.registration_closed": (
        "Registration is closed here.",
        "Die Registrierung ist hier geschlossen.",
    ),
    "auth.required": ("Please sign in.", "Bitte melde dich an."),
    "auth.too_many_attempts": (
        "Too many failed logins. Please try again in {retryAfter} s.",
        "Zu viele fehlgeschlagene Anmeldungen. Bitte versuche es in {retryAfter} s noch einmal.",
    ),
    "auth.unknown_address": (
        "Nobody has an account with this email address.",
        "Zu dieser E-Mail-Adresse gibt es kein Konto.",
    ),
    "auth.wrong_password": (
        "This is not your current password.",
        "Das ist nicht dein bisheriges Passwort.",
    ),
    "session.not_found": (
        "There is no such session; it may have ended.",
        "Diese Sitzung gibt es nicht; vielleicht ist sie schon beendet.",
    ),
}
