#!/usr/bin/env python3
"""generic_coverage.py ROOT <lcov.info >coverage.xml

Turns LLVM's lcov into SonarQube's generic test coverage, in which paths are those of the repository. Files outside it are left out.
"""

import sys
from pathlib import Path
from xml.etree import ElementTree


def convert(lines: list[str], root: Path) -> ElementTree.Element:
    coverage = ElementTree.Element("coverage", version="1")
    file = None
    for line in lines:
        kind, _, value = line.strip().partition(":")
        if kind == "SF":
            path = Path(value)
            inside = path.is_relative_to(root)
            file = ElementTree.SubElement(coverage, "file", path=str(path.relative_to(root))) if inside else None
        elif kind == "DA" and file is not None:
            number, count = value.split(",")[:2]
            ElementTree.SubElement(file, "lineToCover", lineNumber=number, covered="true" if int(count) else "false")
    return coverage


if __name__ == "__main__":
    ElementTree.ElementTree(convert(sys.stdin.readlines(), Path(sys.argv[1]))).write(sys.stdout.buffer, encoding="utf-8")
