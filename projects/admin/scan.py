"""The scan of a release: checked by what is in it, reached only through a view."""

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.urls import reverse
from PIL import Image, UnidentifiedImageError

MAX_BYTES = 10 * 1024 * 1024
# What Pillow calls a JPEG with several pictures inside: to whoever sends it, a JPEG.
ALIASES = {"MPO": "JPEG"}
EXTENSIONS = {"PDF": {"pdf"}, "JPEG": {"jpg", "jpeg"}, "PNG": {"png"}}
PDF_MAGIC = b"%PDF-"


def kind_of(upload):
    """Return "PDF", "JPEG" or "PNG" by the first bytes of `upload`, or None."""
    upload.seek(0)
    if upload.read(len(PDF_MAGIC)) == PDF_MAGIC:
        return "PDF"
    upload.seek(0)
    try:
        with Image.open(upload, formats=("JPEG", "PNG")) as image:
            image.verify()
            return ALIASES.get(image.format, image.format)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        return None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return None


class ScanInput(forms.ClearableFileInput):
    template_name = "projects/_scan_input.html"
    clear_checkbox_label = "Togli la scansione"

    def is_initial(self, value):
        # Django's own asks for `.url`, and a private file has none.
        return bool(value and getattr(value, "instance", None))

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        if self.is_initial(value):
            pk = value.instance.pk
            context["scan_url"] = reverse("admin:projects_release_scan", args=[pk])
        return context

    def render(self, name, value, attrs=None, renderer=None):
        """The renderer of forms does not look into our folder of templates."""
        return render_to_string(
            self.template_name, self.get_context(name, value, attrs)
        )


class ScanField(forms.FileField):
    widget = ScanInput
    default_error_messages = {
        "too_big": "Questo file pesa troppo: al massimo 10 MB.",
        "unreadable": "Questo file non è un PDF né un’immagine JPEG o PNG.",
        "misnamed": "Questo file è un %(kind)s, ma il suo nome dice altro: rinominalo.",
    }

    def widget_attrs(self, widget):
        accept = "application/pdf,image/jpeg,image/png"
        return super().widget_attrs(widget) | {"accept": accept}

    def to_python(self, data):
        upload = super().to_python(data)
        if upload is None:
            return None
        if upload.size > MAX_BYTES:
            raise self._error("too_big")
        kind = kind_of(upload)
        upload.seek(0)
        if kind is None:
            raise self._error("unreadable")
        if upload.name.rsplit(".", 1)[-1].lower() not in EXTENSIONS[kind]:
            raise self._error("misnamed", kind=kind)
        return upload

    def _error(self, code, **params):
        return ValidationError(self.error_messages[code], code=code, params=params)
