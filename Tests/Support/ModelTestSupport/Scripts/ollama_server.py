"""Ollama's API (https://github.com/ollama/ollama/blob/main/docs/api.md) over a llama.cpp server: ollama_server.py URL MODEL.

Only what a client of models uses: /api/chat, /api/embed, /api/tags, /api/version. As Ollama does, it leaves out counts that are zero,
writes times in nanoseconds, drops the oldest messages of a conversation that is longer than `num_ctx` unless `truncate` is false, and
ends the generation when the client goes. Prints {"url"}, then answers commands: `requests` are the bodies so far.
"""

import http.client
import json
import os
import sys
import threading
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../PythonHelpers/Scripts"))

from helper import end_with_parent, say, serve

DEFAULT_CONTEXT = 4096
TOO_LONG = "the input length exceeds the context length"
requests = []


class Refused(Exception):
    def __init__(self, status, text):
        self.status, self.text = status, text


def now():
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


def upstream(method, path, body=None):
    connection = http.client.HTTPConnection(engine.hostname, engine.port, timeout=60)
    connection.request(method, path, None if body is None else json.dumps(body), {"Content-Type": "application/json"})
    return connection, connection.getresponse()


def whole(path, body):
    connection, answer = upstream("POST", path, body)
    value = json.loads(answer.read())
    connection.close()
    if answer.status != 200:
        raise Refused(400 if answer.status == 400 else 500, value["error"]["message"])
    return value


def tokens(text):
    return len(whole("/tokenize", {"content": text, "add_special": True})["tokens"])


def prompt_tokens(messages):
    return tokens(whole("/apply-template", {"messages": messages})["prompt"])


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def answer(self, status, value):
        data = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self):
        if self.path == "/api/tags":
            self.answer(200, {"models": [{"name": model, "model": model, "modified_at": now(), "size": 487008}]})
        elif self.path == "/api/version":
            self.answer(200, {"version": "0.30.5"})
        else:
            self.answer(404, {"error": "404 page not found"})

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)))
        requests.append({"path": self.path, "body": body})
        try:
            if body.get("model") != model:
                raise Refused(404, f"model '{body.get('model')}' not found")
            {"/api/chat": self.chat, "/api/embed": self.embed}[self.path](body)
        except Refused as refused:
            self.answer(refused.status, {"error": refused.text})
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def embed(self, body):
        texts = [body["input"]] if isinstance(body["input"], str) else body["input"]
        started = time.monotonic_ns()
        value = whole("/v1/embeddings", {"model": model, "input": texts}) if texts else {"data": []}
        rows = sorted(value["data"], key=lambda row: row["index"])
        counted = value.get("usage", {}).get("prompt_tokens", 0)
        result = {"model": model, "embeddings": [row["embedding"] for row in rows]}
        result["total_duration"] = time.monotonic_ns() - started
        self.answer(200, result | ({"prompt_eval_count": counted} if counted else {}))

    def chat(self, body):
        options = body.get("options") or {}
        messages = list(body["messages"])
        context = options.get("num_ctx") or DEFAULT_CONTEXT
        while prompt_tokens(messages) > context:
            if body.get("truncate") is False:
                raise Refused(400, TOO_LONG)
            if len(messages) > 1:
                messages.pop(0)
            else:
                content = messages[0]["content"]
                messages[0] = messages[0] | {"content": content[len(content) // 4 or 1:]}
        asked = {"messages": messages, "stream": True, "stream_options": {"include_usage": True}}
        for ours, theirs in (("temperature", "temperature"), ("seed", "seed"), ("num_predict", "max_tokens")):
            if ours in options:
                asked[theirs] = options[ours]
        if body.get("format"):
            schema = {} if body["format"] == "json" else body["format"]
            asked["response_format"] = {"type": "json_schema", "json_schema": {"name": "format", "schema": schema}}
        connection, answer = upstream("POST", "/v1/chat/completions", asked)
        if answer.status != 200:
            raise Refused(answer.status, json.loads(answer.read())["error"]["message"])
        try:
            self.relay(answer, body.get("stream", True))
        finally:
            # The engine ends with its connection.
            connection.close()

    def relay(self, answer, is_streamed):
        started = time.monotonic_ns()
        self.send_response(200)
        self.send_header("Content-Type", "application/x-ndjson" if is_streamed else "application/json")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        finish, usage, text = "stop", {}, []
        for line in answer:
            if not line.startswith(b"data: ") or line.startswith(b"data: [DONE]"):
                continue
            chunk = json.loads(line[6:])
            if "error" in chunk:
                self.line({"error": chunk["error"]["message"]})
                return self.wfile.write(b"0\r\n\r\n")
            usage = chunk.get("usage") or usage
            for choice in chunk["choices"]:
                finish = choice["finish_reason"] or finish
                piece = choice["delta"].get("content")
                if piece:
                    text.append(piece)
                    if is_streamed:
                        self.line(self.piece(piece) | {"done": False})
        end = self.piece("" if is_streamed else "".join(text)) | {"done": True, "done_reason": finish}
        end["total_duration"] = time.monotonic_ns() - started
        counts = {"prompt_eval_count": usage.get("prompt_tokens"), "eval_count": usage.get("completion_tokens")}
        self.line(end | {name: count for name, count in counts.items() if count})
        self.wfile.write(b"0\r\n\r\n")

    def piece(self, text):
        return {"model": model, "created_at": now(), "message": {"role": "assistant", "content": text}}

    def line(self, value):
        data = json.dumps(value).encode() + b"\n"
        self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))


engine = urllib.parse.urlparse(sys.argv[1])
model = sys.argv[2]


def main():
    end_with_parent()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    say({"url": f"http://127.0.0.1:{server.server_port}"})
    serve({"requests": lambda command: requests})


if __name__ == "__main__":
    main()
