"""Where the files of a site lead, and which of these places do not exist."""

import re
from html.parser import HTMLParser
from urllib.parse import unquote, urldefrag, urljoin

_LEADING = {"href", "src", "action", "poster", "data"}
#: An address of the site in any text: a feed, JSON-LD, a sitemap, llms.txt.
_ANYWHERE = r"{base}(?:/[^\s\"'<>()&\\]*)?"


class _Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.ids, self.leads = set(), set()

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            if name == "id":
                self.ids.add(value)
            elif name in _LEADING and value is not None:
                self.leads.add((tag, value))

    handle_startendtag = handle_starttag


def dead_ends(files, base):
    """Yield where it leads and the file, for each link of a site's files that leads to nothing of the site.

    ``files`` are path → text, or bytes for what is not read.

    A folder is its ``index.html``; a fragment must be an id. Links to other sites are left alone.
    """
    pages = {}
    for path, text in files.items():
        if path.endswith(".html"):
            pages[path] = _Page()
            pages[path].feed(text)
            pages[path].close()
    for path, page in pages.items():
        for _, target in sorted(page.leads):
            if not _leads(urljoin(f"{base}/{path}", target), base, files, pages):
                yield target, path
    anywhere = re.compile(_ANYWHERE.format(base=re.escape(base)))
    for path, text in files.items():
        if isinstance(text, str):
            for address in sorted(set(anywhere.findall(text))):
                if not _leads(address, base, files, pages):
                    yield address, path


def _leads(address, base, files, pages):
    whole, fragment = urldefrag(address)
    host = "/".join(base.split("/")[:3])
    if not whole.startswith(host):
        return True
    if not f"{whole}/".startswith(f"{base}/"):
        return False
    path = unquote(whole.removeprefix(base).lstrip("/").partition("?")[0])
    target = f"{path}index.html" if path == "" or path.endswith("/") else path
    if target not in files:
        return False
    # JSON-LD names things by fragments that no page needs to have.
    return not fragment or fragment == "article" or (target in pages and fragment in pages[target].ids)
