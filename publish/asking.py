"""Ask hosts: what `verify` and `outside` share."""

import urllib.request


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """Take a redirect for an answer."""

    def redirect_request(self, *args: object, **more: object) -> None:
        """Follow nowhere."""
