"""The tools come from this area's environment (Scripts/requirements/manifests.txt); Debian gives nothing."""
