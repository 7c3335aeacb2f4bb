from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe


def read_only(view):
    """Decorate a view that is only read: anything but GET and HEAD is a 405.

    Without the exemption a POST would be answered 403 by the check for forged
    forms, which comes first; where nothing is written nothing can be forged.
    """
    return csrf_exempt(require_safe(view))
