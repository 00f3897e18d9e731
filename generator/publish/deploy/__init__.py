"""The built site, to where readers are: each target is turned over at once, and a broken-off deployment is taken up.

``folder.deploy(version, where)``, ``git.deploy(version, repository, branch, at=…)`` and
``rsync.deploy(version, target)`` return a ``Deployed``; ``version`` is ``Built.version``.
"""
