"""What a text alternative must not be: a name of a file, a repetition, a shrug."""

import re

# Words that say of a photo only that it is one.
EMPTY_WORDS = set(
    "foto fotografia fotografie immagine immagini figura scatto photo photograph "
    "image picture pic img alt decorativa decorativo titolo senza untitled "
    "la le il una un di n nr numero".split()
)
EXTENSION = re.compile(r"\.(jpe?g|png|webp|hei[cf]|gif|tiff?|bmp|avif)$", re.IGNORECASE)
# What cameras, telephones and messages call a picture when nobody names it.
GIVEN_NAME = re.compile(
    r"(img|dsc[nf]?|pxl|p|dcim|mvimg|screenshot|image|foto|photo|wa|signal|whatsapp "
    r"image)?[\s_-]*\d{3,}(at|alle|ore|wa|hdr|mp|edit(ed)?|[\s_\-.\d])*",
    re.IGNORECASE,
)


def alt_problem(alt, caption=""):
    """Return what is wrong with a text alternative, in Italian; "" when it will do.

    An empty one is not judged: whether a photo may be without says its page.
    """
    said = _words(alt)
    if not alt.strip():
        return ""
    if _is_file_name(alt.strip()):
        return "Questo è il nome del file: scrivi che cosa si vede nella foto."
    if all(word in EMPTY_WORDS or word.isdigit() for word in said):
        return "Che è una foto lo sa già chi legge: scrivi che cosa si vede."
    if said == _words(caption):
        return (
            "È uguale alla didascalia: chi non vede la leggerebbe due volte. "
            "Scrivi che cosa si vede."
        )
    return ""


def _words(text):
    return re.findall(r"\w+", text.casefold().replace("_", " "))


def _is_file_name(alt):
    return bool(EXTENSION.search(alt) or GIVEN_NAME.fullmatch(alt))
