#!/usr/bin/env python3
"""How fast the API answers over a database that fill.sql filled: lists, findings, charts, scans and what changed.

    python3 Benchmarks/Volume/measure.py --api http://127.0.0.1:8080 --database postgresql://… --secret JWT_SECRET

Each request is another company's, one after the other; the first round meets what the database has not read before.
Beside it stand the machine's load and what one row by its primary key takes in psql in the same run: "times" is the
median over that. Exit status 1 when a path is slower than `--limit` milliseconds (p99).
"""
import argparse, base64, hashlib, hmac, http.client, json, os, random, subprocess, sys, time, urllib.parse, uuid

parser = argparse.ArgumentParser()
parser.add_argument("--api", required=True)
parser.add_argument("--database", required=True)
parser.add_argument("--secret", required=True)
parser.add_argument("--requests", type=int, default=200)
parser.add_argument("--limit", type=float, default=float("inf"))
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
    "select account, id from flotilla.resources where type = 'ec2_instance' order by md5(id::text) limit 1000")
random.seed(7)
connection = http.client.HTTPConnection(urllib.parse.urlparse(options.api).netloc)


def get(account, path):
    """The answer as JSON, its size, and the milliseconds that it took."""
    bearer = token(account)
    start = time.perf_counter()
    connection.request("GET", path, headers={"Authorization": "Bearer " + bearer})
    answer = connection.getresponse()
    body = answer.read()
    taken = (time.perf_counter() - start) * 1000
    assert answer.status == 200, (path, body)
    return json.loads(body), len(body), taken


def deep(path, pages):
    """Goes on from page to page, and answers the path of the last one."""
    def last(account, id):
        url = path
        for _ in range(pages):
            cursor = get(account, url)[0]["next_cursor"]
            if cursor is None:
                break
            url = path + "&cursor=" + urllib.parse.quote(cursor)
        return url
    return last


def scan(place, rest):
    """A scan of the company, counted from the latest."""
    def path(account, id):
        return "/scans/" + get(account, "/scans?limit=50")[0]["items"][place]["id"] + rest
    return path


def report(name, times, size):
    first = times[0]
    times = sorted(times)
    median, high = times[len(times) // 2], times[int(len(times) * 0.99)]
    print(f"{name:28} first {first:7.1f}   p50 {median:6.1f}   p99 {high:6.1f}   max {times[-1]:6.1f} ms"
          f"   times {median / trivial:5.1f}   load {os.getloadavg()[0]:4.1f}   {size} bytes", flush=True)
    return high <= options.limit


def one_row():
    """The milliseconds of one row by its primary key, over a connection that stays."""
    client = subprocess.Popen(["psql", options.database, "-AtX"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    times = []
    for _, resource in random.choices(resources, k=200):
        start = time.perf_counter()
        client.stdin.write(f"select id from flotilla.resources where id = '{resource}';\n")
        client.stdin.flush()
        client.stdout.readline()
        times.append((time.perf_counter() - start) * 1000)
    client.stdin.close()
    client.wait()
    return times


paths = {
    "list": lambda account, id: "/resources?type=s3_bucket&is_public=true&is_encrypted=false",
    "list unknown": lambda account, id: "/resources?type=s3_bucket&is_public=unknown",
    "list, third page": deep("/resources?type=ec2_instance&limit=10", 2),
    "resource": lambda account, id: f"/resources/ec2_instance/{id}",
    "findings": lambda account, id: "/findings?status=open",
    "findings of a rule": lambda account, id: "/findings?rule=s3_bucket_public_unencrypted&limit=100",
    "findings, tenth page": deep("/findings?severity=critical&status=closed&limit=20", 9),
    "chart of 7 days": lambda account, id: f"/resources/ec2_instance/{id}/metrics?name=cpu_utilization&step=3600",
    "scans": lambda account, id: "/scans?limit=50",
    "scans, sixth page": deep("/scans?limit=50", 5),
    "resources of a scan": scan(20, "/resources?type=ec2_instance"),
    "what changed": scan(20, "/diff"),
}
trivial_times = one_row()
trivial = sorted(trivial_times)[100]
report("one row", trivial_times, 36)
isFast = True
for name, path in paths.items():
    times = []
    for account, resource in random.choices(resources, k=options.requests):
        _, size, taken = get(account, path(account, resource))
        times.append(taken)
    isFast = report(name, times, size) and isFast
sys.exit(0 if isFast else 1)
