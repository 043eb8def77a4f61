from base.errors import PlumblineError


class UnknownEventKind(PlumblineError):
    code = "unknown_event_kind"
