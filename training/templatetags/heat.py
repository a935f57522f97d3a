"""Cells of the map: a map has a thousand of them, for which a template of their own would be slow."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from training.heatmap import HeatCell

register = template.Library()


@register.simple_tag
def heat_cells(cells: Iterable[HeatCell], behind: str, figures: bool) -> SafeString:
    """Return the cells of a row. behind: address of the evidence. figures: write the figures out for the eye too."""
    return format_html_join("", "{}", ((_cell(cell, behind, figures),) for cell in cells))


def _cell(cell: HeatCell, behind: str, figures: bool) -> SafeString:
    if not cell.query:
        return format_html(
            '<td class="{}"><span aria-hidden="true">{}</span><span class="visually-hidden">{}</span></td>',
            cell.style,
            cell.mark,
            cell.words,
        )
    counted = {"people": cell.cell.people, "answers": cell.cell.answers}
    return format_html(
        '<td class="{}"><a href="{}?{}"><span aria-hidden="true">{}</span> {}<span class="{}"> {}</span></a></td>',
        cell.style,
        behind,
        cell.query,
        cell.mark,
        cell.figure,
        "small" if figures else "visually-hidden",
        f"{cell.words}, {_('%(people)s people, %(answers)s answers') % counted}" if figures else cell.words,
    )
