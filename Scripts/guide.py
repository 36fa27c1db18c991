"""Applies a page of documentation to a copy of the sources: `guide.py PAGE FOLDER`.

A fenced block after a line that is a path in backticks and a colon is that file. A `diff` block belongs to the file that was
named last in the text; its lines without a plus are there already, one after the other, in one place only.
"""

import pathlib
import re
import sys

page, folder = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
named = None
lines = iter(page.read_text().split("\n"))
for line in lines:
    paths = re.findall(r"`((?:Sources|Workers|Tests)/[\w/+]+\.\w+|Package\.swift)`", line)
    named = paths[-1] if paths else named
    fence = re.fullmatch(r"```(\w+)", line)
    if not fence:
        continue
    block = []
    for text in lines:
        if text == "```":
            break
        block.append(text)
    if fence[1] == "diff":
        file = folder / named
        known = "".join(text[1:] + "\n" for text in block if not text.startswith("+"))
        new = "".join(text[1:] + "\n" for text in block)
        source = file.read_text()
        if source.count("\n" + known) != 1:
            sys.exit(f"{page.name}: {named} has {source.count(chr(10) + known)} places like\n{known}")
        file.write_text(source.replace("\n" + known, "\n" + new))
    elif fence[1] in ("swift", "sql"):
        file = folder / named
        if file.exists():
            sys.exit(f"{page.name}: {named} is there already")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("\n".join(block) + "\n")
