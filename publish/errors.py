"""What every step of publishing raises when it cannot go on."""


class BuildError(Exception):
    """The site could not be built; the message is for the person who asked for it."""
