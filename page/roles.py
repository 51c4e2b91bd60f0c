"""Who is asking: what the door (``page/guard.py`` and what stands before it) found out, told to the page's handlers.

The door sets one header on every request that it lets through, and removes whatever a browser sent under that name.
Without room mode everyone at this machine is the secretariat.
"""

from collections.abc import Mapping
from enum import StrEnum

ROLE_HEADER = "x-kildesvar-role"


class Role(StrEnum):
    """What a visitor may do: members ask and see sources; the secretariat also changes documents and settings."""

    MEMBER = "member"
    SECRETARIAT = "secretariat"


def role_in(headers: Mapping[str, str]) -> Role:
    """Returns the role that the door wrote into ``headers`` of a request; MEMBER when it wrote none.

    Args:
        headers: names in lower case, as ``gradio.Request.headers`` has them.
    """
    return Role.SECRETARIAT if headers.get(ROLE_HEADER) == Role.SECRETARIAT else Role.MEMBER
