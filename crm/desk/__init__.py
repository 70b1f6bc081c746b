"""The staff desk: pages for a browser, rendered at the server. Works without JavaScript; loads nothing from elsewhere."""

from crm.desk.application import build_desk
from crm.desk.settings import DeskSettings

__all__ = ["DeskSettings", "build_desk"]
