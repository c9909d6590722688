"""What happens round the build: building safely, previewing, and after-build checks.

This package reads the built site and the data. It knows nothing of the engine that builds the site
except the command that starts it, so that another engine can take its place.
"""
