"""What a page shows to people who read it otherwise: larger, respaced, read aloud.

Each function takes a playwright page and returns the faults, or what was found.
"""

from pathlib import Path

# A comment, then an object of functions.
SCRIPT = Path(__file__).with_suffix(".js").read_text("utf-8").strip()


def look(page, name):
    """Return what the function `name` of access.js finds in the page."""
    return page.evaluate(
        f"() => {{ const looks =\n{SCRIPT};\nreturn looks.{name}(); }}"
    )


def set_text_size(page, per_cent):
    """Let the reader's browser have larger letters; what is in px stays."""
    size = round(16 * per_cent / 100)
    sizes = {"fontSizes": {"standard": size, "fixed": round(size * 13 / 16)}}
    page.context.new_cdp_session(page).send("Page.setFontSizes", sizes)


def tree(page):
    """Return the accessibility tree as a list of nodes in the order of reading.

    Each is {role, name, level, url, depth}; nodes that are not exposed are left out.
    """
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")
    by_id = {node["nodeId"]: node for node in nodes["nodes"]}
    found = []

    def visit(node, depth):
        if not node["ignored"]:
            found.append(exposed(node, depth))
            depth += 1
        for child in node.get("childIds", []):
            visit(by_id[child], depth)

    visit(nodes["nodes"][0], 0)
    return found


def exposed(node, depth):
    more = {p["name"]: p["value"].get("value") for p in node.get("properties", [])}
    return {
        "role": node["role"]["value"],
        "name": node.get("name", {}).get("value", ""),
        "level": more.get("level"),
        "url": more.get("url"),
        "depth": depth,
    }
