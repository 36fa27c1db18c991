"""Which action a request asks for, in both protocols: a form's Action, or the permission that reading a part of S3 takes."""

import urllib.parse

BUCKET_ACTIONS = {
    "location": "GetBucketLocation",
    "publicAccessBlock": "GetBucketPublicAccessBlock",
    "policyStatus": "GetBucketPolicyStatus",
    "acl": "GetBucketAcl",
    "ownershipControls": "GetBucketOwnershipControls",
    "encryption": "GetEncryptionConfiguration",
    "versioning": "GetBucketVersioning",
}


def identify(target, body):
    """The action, the bucket if there is one, and the parameters."""
    parameters = dict(urllib.parse.parse_qsl(body, keep_blank_values=True))
    if "Action" in parameters:
        return parameters["Action"], "", parameters
    url = urllib.parse.urlsplit(target)
    query = dict(urllib.parse.parse_qsl(url.query, keep_blank_values=True))
    if url.path.endswith("/configuration/publicAccessBlock"):
        return "GetAccountPublicAccessBlock", "", query
    bucket = urllib.parse.unquote(url.path.strip("/"))
    if not bucket:
        return "ListAllMyBuckets", "", query
    part = next((name for name in query if name in BUCKET_ACTIONS), "")
    return BUCKET_ACTIONS.get(part, "ListBucket"), bucket, query
