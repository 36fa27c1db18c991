"""Lets the demonstration's role be assumed with one external id only, as the estate's owner would.

    demo_trust.py EXTERNAL_ID        AWS_ENDPOINT_URL and the owner's AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY
"""

import sys

import boto3

import demo_estate

boto3.client("iam", region_name="us-east-1").update_assume_role_policy(
    RoleName=demo_estate.ROLE,
    PolicyDocument=demo_estate.trust({"StringEquals": {"sts:ExternalId": sys.argv[1]}}),
)
