#!/usr/bin/env python3
"""How fast the API answers over a database that fill.sql filled: a tenant's list, its findings, a 7-day chart.

    python3 Benchmarks/Volume/measure.py --api http://127.0.0.1:8080 --database postgresql://… --secret JWT_SECRET

Each request is another company's, one after the other; the first round meets what the database has not read before.
"""
import argparse, base64, hashlib, hmac, http.client, json, random, subprocess, time, urllib.parse, uuid

parser = argparse.ArgumentParser()
parser.add_argument("--api", required=True)
parser.add_argument("--database", required=True)
parser.add_argument("--secret", required=True)
parser.add_argument("--requests", type=int, default=200)
options = parser.parse_args()


def rows(sql):
    text = subprocess.run(
        ["psql", options.database, "-At", "-F", " ", "-c", sql], check=True, capture_output=True, text=True).stdout
    return [line.split(" ") for line in text.splitlines()]


def token(account):
    def part(value):
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=")
    claims = {"sub": str(uuid.uuid4()), "tenant": account, "role": "school", "iat": int(time.time()),
              "exp": int(time.time()) + 3600}
    text = part({"alg": "HS256", "typ": "JWT"}) + b"." + part(claims)
    mark = base64.urlsafe_b64encode(hmac.new(options.secret.encode(), text, hashlib.sha256).digest()).rstrip(b"=")
    return (text + b"." + mark).decode()


resources = rows(
    "select account, id from resources where type = 'ec2_instance' order by md5(id::text) limit 1000")
random.seed(7)
connection = http.client.HTTPConnection(urllib.parse.urlparse(options.api).netloc)
paths = {
    "list": lambda id: "/resources?type=s3_bucket&is_public=true&is_encrypted=false",
    "list unknown": lambda id: "/resources?type=s3_bucket&is_public=unknown",
    "findings": lambda id: "/findings?status=open",
    "findings of a rule": lambda id: "/findings?rule=s3_bucket_public_unencrypted&limit=100",
    "chart of 7 days": lambda id: f"/resources/ec2_instance/{id}/metrics?name=cpu_utilization&step=3600",
}
for name, path in paths.items():
    times = []
    for account, resource in random.choices(resources, k=options.requests):
        start = time.perf_counter()
        connection.request("GET", path(resource), headers={"Authorization": "Bearer " + token(account)})
        answer = connection.getresponse()
        body = answer.read()
        times.append((time.perf_counter() - start) * 1000)
        assert answer.status == 200, (path(resource), body)
    first = times[0]
    times.sort()
    print(f"{name:20} first {first:7.1f} ms   p50 {times[len(times) // 2]:7.1f} ms   "
          f"p99 {times[int(len(times) * 0.99)]:7.1f} ms   max {times[-1]:7.1f} ms   {len(body)} bytes")
