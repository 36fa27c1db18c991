"""A collector of traces: takes OTLP over HTTP, and decodes it with OpenTelemetry's own messages.

Prints its port. Commands: `spans` (all that came, decoded), `await` (until spans with the names came, at most `seconds`),
`answer` (the statuses that the next requests get, with `headers`; 0 is no answer at all), `requests` (what came, by header).
"""

import os
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from opentelemetry.proto.collector.trace.v1 import trace_service_pb2 as service

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../PythonHelpers/Scripts"))
from helper import end_with_parent, say, serve

change = threading.Condition()
spans, requests, answers = [], [], []


def value(any_value):
    kind = any_value.WhichOneof("value")
    if kind == "array_value":
        return ",".join(value(item) for item in any_value.array_value.values)
    return str(getattr(any_value, kind)) if kind else ""


def attributes(pairs):
    return {pair.key: value(pair.value) for pair in pairs}


def decoded(body):
    message = service.ExportTraceServiceRequest.FromString(body)
    # What the writer left, another writer must write alike: no unknown field, no lost one.
    assert service.ExportTraceServiceRequest.FromString(message.SerializeToString()) == message
    for resource in message.resource_spans:
        for scope in resource.scope_spans:
            for span in scope.spans:
                assert len(span.trace_id) == 16 and len(span.span_id) == 8, span
                assert span.start_time_unix_nano <= span.end_time_unix_nano, span
                yield {
                    "trace": span.trace_id.hex(),
                    "id": span.span_id.hex(),
                    "parent": span.parent_span_id.hex(),
                    "state": span.trace_state,
                    "name": span.name,
                    "kind": span.SpanKind.Name(span.kind).removeprefix("SPAN_KIND_"),
                    "start": span.start_time_unix_nano,
                    "end": span.end_time_unix_nano,
                    "attributes": attributes(span.attributes),
                    "links": [{"trace": link.trace_id.hex(), "id": link.span_id.hex()} for link in span.links],
                    "status": span.status.StatusCode.Name(span.status.code).removeprefix("STATUS_CODE_"),
                    "resource": attributes(resource.resource.attributes),
                }


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        with change:
            requests.append({"path": self.path, "headers": {k.lower(): v for k, v in self.headers.items()}})
            answer = answers.pop(0) if answers else {"status": 200, "headers": {}, "rejected": 0}
            change.notify_all()
            if answer["status"] == 0:
                change.wait_for(lambda: False, timeout=60)
                return
            if answer["status"] == 200:
                spans.extend(decoded(body))
            change.notify_all()
        reply = service.ExportTraceServiceResponse()
        if answer["rejected"]:
            reply.partial_success.rejected_spans = answer["rejected"]
            reply.partial_success.error_message = "too many"
        data = reply.SerializeToString()
        self.send_response(answer["status"])
        for name, text in answer["headers"].items():
            self.send_header(name, text)
        self.send_header("Content-Type", "application/x-protobuf")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass


def all_spans(_):
    with change:
        return spans


def all_requests(_):
    with change:
        return requests


def wait(command):
    def came():
        counts = {}
        for span in spans:
            counts[span["name"]] = counts.get(span["name"], 0) + 1
        return all(counts.get(name, 0) >= count for name, count in command["names"].items())

    with change:
        change.wait_for(came, timeout=command["seconds"])
        return spans


def wait_for_requests(command):
    with change:
        return change.wait_for(lambda: len(requests) >= command["count"], timeout=command["seconds"])


def prepare(command):
    with change:
        answers.extend(command["answers"])
    return True


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
end_with_parent()
threading.Thread(target=server.serve_forever, daemon=True).start()
say(server.server_address[1])
serve(
    {
        "spans": all_spans,
        "await": wait,
        "requests": all_requests,
        "await_requests": wait_for_requests,
        "answer": prepare,
    }
)
