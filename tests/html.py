"""A page as a list of elements, read with the standard library."""

from html.parser import HTMLParser

VOID = set("area base br col hr img input link meta source wbr".split())
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


class Element:
    def __init__(self, tag, attributes, parents=()):
        self.tag, self.attributes, self.parents = tag, attributes, parents
        self.text = ""

    def __repr__(self):
        said = "".join(f' {name}="{value}"' for name, value in self.attributes.items())
        return f"<{self.tag}{said}>"

    def get(self, name):
        return self.attributes.get(name)


class Page(HTMLParser):
    """`elements` in order; `faults` are tags closed wrongly or never."""

    def __init__(self, html):
        super().__init__()
        self.elements, self.faults, self.open = [], [], []
        self.feed(html)
        self.close()
        self.faults += [f"{element} is never closed" for element in self.open]

    def handle_starttag(self, tag, attributes):
        element = self._add(tag, attributes)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag, attributes):
        self._add(tag, attributes)

    def _add(self, tag, attributes):
        names = [name for name, _ in attributes]
        if len(names) != len(set(names)):
            self.faults.append(f"<{tag}> says an attribute twice")
        parents = tuple(element.tag for element in self.open)
        element = Element(tag, dict(attributes), parents)
        self.elements.append(element)
        return element

    def handle_endtag(self, tag):
        if not self.open or self.open[-1].tag != tag:
            self.faults.append(f"</{tag}> closes {self.open[-1:]}")
        elif self.open:
            self.open.pop()

    def handle_data(self, data):
        for element in self.open:
            element.text += data

    def all(self, *tags):
        return [element for element in self.elements if element.tag in tags]

    def texts(self, *tags):
        """Return the words of every `tags`, spaces made one."""
        return [" ".join(element.text.split()) for element in self.all(*tags)]

    def values(self, attribute):
        """Return every value of an attribute, in order."""
        return [
            element.get(attribute)
            for element in self.elements
            if attribute in element.attributes
        ]
