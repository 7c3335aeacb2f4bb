import re

_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text):
    """Return `text` without the characters that XML 1.0 (2.2) cannot hold at all.

    A form lets some of them in, pasted from elsewhere, and no escape helps.
    """
    return _NOT_XML.sub("", text)
