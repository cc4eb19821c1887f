"""The web server's entry."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from dayan_safety.names import pinyin_initials

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dayan_safety.settings")
application = get_wsgi_application()

# Loaded before the server forks, pages and dictionaries are in memory once, not once a process.
pages = get_resolver().url_patterns
pinyin_initials("")
