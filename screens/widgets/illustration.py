"""A picture made of shapes, drawn smaller where there is no room for it."""

from __future__ import annotations

from kivy.properties import NumericProperty
from kivy.uix.relativelayout import RelativeLayout


class Illustration(RelativeLayout):
    """`across` by `high` units, in which its shapes and signs are placed; a unit is one dp, or less in a small parent. So
    small that nobody would know what it shows, it is not there: words say it as well.
    """

    across = NumericProperty(760)
    high = NumericProperty(360)
    unit = NumericProperty(1)
