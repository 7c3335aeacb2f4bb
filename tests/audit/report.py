"""What the audit found, as tables for the terminal and as a list of faults."""

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
FULL = 100


def faults(found):
    """Return a line for everything in `found` that is below the bar."""
    return [
        *([] if found["lighthouse"] else ["Lighthouse measured nothing"]),
        *([] if found["pages asked by axe"] else ["axe was asked of nothing"]),
        *(
            f"broken link: {path} answers {status}"
            for path, status in found["broken links"]
        ),
        *(
            line
            for name, page in found["lighthouse"].items()
            for line in low(name, page)
        ),
        *("axe: {page} ({view}) {rule} {where}".format(**f) for f in found["axe"]),
        *(
            "Gulpease {gulpease:.0f}: {where}".format(**text)
            for text in found["gulpease"]
            if not text["is_fine"]
        ),
    ]


def low(name, page):
    """Return the scores of one page that are not full, each with what cost points."""
    lost = ", ".join(f"{a['audit']} {a['value']}".strip() for a in page["lost"])
    return [
        f"Lighthouse: {name}, {category} {score} ({lost})"
        for category, score in page["scores"].items()
        if score < FULL
    ]


def tables(found):
    """Return the whole report as text."""
    scores = [
        [name, *(str(page["scores"][category]) for category in CATEGORIES)]
        for name, page in found["lighthouse"].items()
    ]
    texts = sorted(found["gulpease"], key=lambda text: text["gulpease"])
    gulpease = [[f"{t['gulpease']:.0f}", str(t["words"]), t["where"]] for t in texts]
    asked = len(found["pages asked by axe"])
    said = [f"- {line}" for line in found["faults"]] or ["Nothing below the bar."]
    return "\n".join(
        [
            *("", "Lighthouse, phone, slow line", table(["", *CATEGORIES], scores)),
            *("", f"axe: {asked} pages, twice: {len(found['axe'])} findings"),
            *("", "Gulpease, the ten hardest texts (60 or more)"),
            table(["index", "words", "text"], gulpease[:10]),
            *("", *said),
        ]
    )


def table(head, rows):
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in [head, *rows]
    )
