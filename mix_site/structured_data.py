from django.templatetags.static import static

from editorial.structured_data import absolute, described, mix


def website_data(image):
    """Return the site and who makes it, with the address that searches it.

    `image` is the address of the site's preview.
    """
    target = described(
        "EntryPoint", urlTemplate=absolute("/cerca/?q={search_term_string}")
    )
    action = described("SearchAction", target=target) | {
        "query-input": "required name=search_term_string"
    }
    publisher = mix() | {
        "logo": absolute(static("img/icon-512.png")),
        "image": absolute(image),
        "description": "Nove progetti di quartiere a Milano, uno per Municipio.",
        "alternateName": "Mix. Coesione sociale a Milano",
        "parentOrganization": described("Organization", name="Comune di Milano"),
    }
    return described(
        "WebSite",
        name="Mix",
        alternateName="Mix, coesione sociale a Milano",
        url=absolute("/"),
        inLanguage="it",
        publisher=publisher,
        potentialAction=action,
    )
