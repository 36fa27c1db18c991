"""Says of each pair of a schema and a value whether the package `jsonschema` finds the value valid (draft 2020-12)."""
import json
import sys
from decimal import Decimal

from jsonschema import Draft202012Validator


def number(text):
    """Exact; and an int where it is one, since for the package a Decimal is none."""
    value = Decimal(text)
    return int(value) if value == value.to_integral_value() else value


print(json.dumps("ready"), flush=True)
for text in sys.stdin:
    answers = []
    for schema, value in json.loads(json.loads(text), parse_float=number):
        Draft202012Validator.check_schema(schema)
        answers.append(Draft202012Validator(schema).is_valid(value))
    print(json.dumps(answers), flush=True)
