"""The photographs of a page in its form: a row for each, with its words and people."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.validators import MaxValueValidator
from django.forms import Script
from django.utils.functional import cached_property

from editorial.admin.photos import PhotoUseFormSet, PhotoUseInline
from editorial.images import ImageRefused
from editorial.previews import focus_picker, thumbnail
from editorial.publishing import State
from projects.admin.photo_locks import WHY, locked_changes
from projects.admin.photo_uploads import may_edit, projects_open_to
from projects.models import Photo, Release
from projects.photo_intake import take_in

# What a row says of the photograph itself, wherever it is shown.
PHOTO_FIELDS = ("author", "people", "release", "focus_x", "focus_y")
# What the page fills in by itself: alone, it makes no row out of an empty one.
BY_ITSELF = {"position", "is_cover", *PHOTO_FIELDS}
MOST_AT_ONCE = 30
TOO_MANY = (
    f"Le foto si mandano al massimo {MOST_AT_ONCE} alla volta. "
    "Queste non sono arrivate, mandale adesso: {}."
)
NOT_ALLOWED = "Non puoi caricare foto: chiedi alla redazione. Non sono arrivate: {}."
UNSAID = ("", "Da dire")
IN_THE_ARCHIVE = (
    "«{}» è nell’archivio «Foto» del progetto. Questa pagina è già pubblicata: "
    "di’ prima chi si riconosce, poi aggiungila con il suo testo alternativo."
)


class OneLine(forms.CharField):
    """Two rows to read what one writes on a phone, one line in the page."""

    widget = forms.Textarea(attrs={"rows": 2})

    def clean(self, value):
        return " ".join(super().clean(value).split())


def share_field(label):
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        validators=[MaxValueValidator(100)],
        widget=forms.NumberInput(attrs={"max": 100}),
        show_hidden_initial=True,
    )


class PhotoRowForm(forms.ModelForm):
    alt = OneLine(
        label="Testo alternativo",
        required=False,
        max_length=250,
        help_text="Che cosa si vede nella foto? Scrivilo come lo diresti al telefono.",
    )
    caption = OneLine(label="Didascalia", required=False, max_length=250)
    # Beside each of these the browser sends back what it was shown: nobody undoes,
    # by saving a page, what somebody else has said of its photo in the meantime.
    author = forms.CharField(
        label="Autore o autrice",
        required=False,
        max_length=120,
        show_hidden_initial=True,
        help_text="Chi l’ha scattata: lo scriviamo.",
    )
    people = forms.ChoiceField(
        label="Chi si riconosce",
        required=False,
        choices=[UNSAID, *Photo.People.choices],
        show_hidden_initial=True,
        help_text="Si riconosce un volto? Nel dubbio, sì.",
    )
    release = forms.ModelChoiceField(
        label="Liberatoria",
        required=False,
        queryset=Release.objects.none(),
        show_hidden_initial=True,
        help_text="Senza una liberatoria valida la foto non si vede sul sito.",
    )
    focus_x = share_field("Da sinistra, da 0 a 100")
    focus_y = share_field("Dall’alto, da 0 a 100")

    def __init__(self, *args, user=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        widget = AutocompleteSelect(Photo._meta.get_field("release"), admin.site)
        widget.choices = self.fields["release"].choices
        self.fields["release"].widget = widget
        self.fields["release"].queryset = Release.objects.filter(
            project__in=projects_open_to(user)
        )
        if self.instance.photo_id:
            self._show(self.instance.photo)

    def _show(self, photo):
        self.fields["photo"].widget = forms.HiddenInput()
        for name in PHOTO_FIELDS:
            self.initial[name] = getattr(photo, name)
            self.fields[name].disabled = not may_edit(self.user, photo)

    def has_changed(self):
        if self.instance.pk:
            return super().has_changed()
        return bool({*self.changed_data} - BY_ITSELF)

    def clean(self):
        cleaned = super().clean()
        photo, release = cleaned.get("photo"), cleaned.get("release")
        if photo and release and photo.project_id != release.project_id:
            self.add_error("release", "Questa liberatoria è di un altro progetto.")
        if photo and may_edit(self.user, photo):
            for name in locked_changes(self.user, photo, self._photo_changes):
                self.add_error(name, WHY)
        return cleaned

    def save(self, commit=True):
        self._save_photo(self.cleaned_data["photo"])
        return super().save(commit)

    def _save_photo(self, photo):
        changes = self._photo_changes
        if changes and may_edit(self.user, photo):
            for name, value in changes.items():
                setattr(photo, name, value)
            photo.save(update_fields=[*changes])

    @property
    def _photo_changes(self):
        """Return what was said anew; an answer left blank takes nothing back."""
        said = self.cleaned_data
        return {
            name: said[name]
            for name in PHOTO_FIELDS
            if name in said and name in self.changed_data
            if name == "release" or said[name] not in (None, "")
        }

    @cached_property
    def shown(self):
        """The photo that the row shows, or None."""
        chosen = getattr(self, "cleaned_data", {}).get("photo")
        return chosen or (self.instance.photo if self.instance.photo_id else None)

    def thumbnail(self):
        return thumbnail(self.shown) if self.shown else ""

    def focus_picker(self):
        return focus_picker(self.shown or Photo())

    def gaps(self):
        """What is still to be said, by the name of the field."""
        return self.instance.gaps() if self.instance.photo_id else {}


class PhotoRowFormSet(PhotoUseFormSet):
    # Set by the inline, for each request.
    request = None

    def get_form_kwargs(self, index):
        return super().get_form_kwargs(index) | {"user": self.request.user}

    def is_multipart(self):
        return True

    @property
    def files_name(self):
        return f"{self.prefix}-files"

    @property
    def upload_project(self):
        """The project whose photos these are, when there is no doubt; or ""."""
        if self.instance.project_id:
            return self.instance.project_id
        mine = projects_open_to(self.request.user).values_list("pk", flat=True)[:2]
        return mine[0] if len(mine) == 1 else ""

    def save(self, commit=True):
        saved = super().save(commit)
        if commit:
            self._keep_one_cover()
            saved += self._add_sent_files()
        return saved

    def _keep_one_cover(self):
        """The one that was marked last takes the place of the one before."""
        forms = [form for form in self.forms if form.cleaned_data.get("is_cover")]
        forms = [form for form in forms if form not in self.deleted_forms]
        forms.sort(key=lambda form: "is_cover" not in form.changed_data)
        for form in forms[1:]:
            form.instance.is_cover = False
            form.instance.save(update_fields=["is_cover"])

    def _add_sent_files(self):
        """Make rows of the files that came with the form, where no script sent them."""
        files = self.files.getlist(self.files_name) if self.files else []
        if not self.request.user.has_perm("projects.add_photo"):
            self._tell_left_out(NOT_ALLOWED, files)
            return []
        self._tell_left_out(TOO_MANY, files[MOST_AT_ONCE:])
        uses = [use for file in files[:MOST_AT_ONCE] if (use := self._use_of(file))]
        self.new_objects += uses
        return uses

    def _tell_left_out(self, words, files):
        if files:
            names = ", ".join(f"«{file.name}»" for file in files)
            messages.warning(self.request, words.format(names))

    def _use_of(self, file):
        try:
            photo = take_in(file, self.instance.project, self.request.user)
        except ImageRefused as error:
            messages.warning(self.request, error.messages[0])
            return None
        if self.instance.state == State.PUBLISHED:
            # What everybody reads gets no photo of which nothing has been said.
            messages.warning(self.request, IN_THE_ARCHIVE.format(photo))
            return None
        position = self.instance.photo_uses.count()
        return self.instance.photo_uses.create(photo=photo, position=position)


class PhotoRowsInline(PhotoUseInline):
    """The photos of a page that has a `project`; a subclass names the `model`."""

    template = "admin/projects/photo_rows.html"
    form = PhotoRowForm
    formset = PhotoRowFormSet
    fields = [
        "photo",
        "alt",
        "is_decorative",
        "caption",
        *PHOTO_FIELDS,
        "position",
    ]
    readonly_fields = []
    verbose_name = "foto"
    verbose_name_plural = "Foto"

    class Media:
        css = {"all": ["css/photo-rows.css"]}
        js = [
            Script("js/admin-focus.js", defer=True),
            Script("js/photo-rows.js", defer=True),
            Script("js/photo-upload.js", defer=True),
        ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("photo__release")

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.request = request
        return formset
