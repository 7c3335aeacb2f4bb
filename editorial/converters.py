"""Parts of an address that a number stands for, written in one way only."""

from django.urls import register_converter


class NumberConverter:
    """From 1, without leading zeros: `/pagina/02/` would be a second address."""

    regex = "[1-9][0-9]{0,8}"

    def to_python(self, value):
        return int(value)

    def to_url(self, value):
        return str(value)


register_converter(NumberConverter, "number")
