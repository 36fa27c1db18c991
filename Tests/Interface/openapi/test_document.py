"""The document itself."""

from openapi_spec_validator import OpenAPIV31SpecValidator


def test_it_is_valid(document):
    OpenAPIV31SpecValidator(document).validate()
