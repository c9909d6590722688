"""What goes wrong between the sources and a published site."""


class BuildError(Exception):
    """The site could not be built; the message is for the person who asked for it."""
