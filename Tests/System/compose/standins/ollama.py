#!/usr/bin/python3
"""Answers as Ollama does (https://github.com/ollama/ollama/blob/main/docs/api.md): serve, list, show MODEL, pull MODEL.

No model writes: an answer is the same words each time, a word an eighth of a second; a vector depends on its text alone."""

import hashlib
import json
import os
import sys
import time
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

WORDS = "Water is a molecule of two atoms of hydrogen and one of oxygen .".split()
pulled: set[str] = set()


class Answers(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.0"

    def log_message(self, *arguments: object) -> None:
        pass

    def send(self, body: dict, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def do_GET(self) -> None:
        if self.path == "/api/tags":
            return self.send({"models": [{"name": name, "model": name} for name in sorted(pulled)]})
        self.send({"version": "0.12.6"})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or b"{}")
        model = body.get("model", "")
        if self.path == "/api/pull":
            pulled.add(model)
            return self.send({"status": "success"})
        if model not in pulled:
            return self.send({"error": f"model '{model}' not found"}, 404)
        if self.path == "/api/embed":
            texts = body["input"] if isinstance(body["input"], list) else [body["input"]]
            vectors = [[byte / 255 - 0.5 for byte in hashlib.sha512(text.encode()).digest()] for text in texts]
            return self.send({"model": model, "embeddings": vectors, "prompt_eval_count": len(texts)})
        if self.path == "/api/chat":
            return self.chat(model)
        self.send({"details": {"family": "none"}})

    def chat(self, model: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/x-ndjson")
        self.end_headers()
        for word in WORDS:
            self.piece({"model": model, "message": {"role": "assistant", "content": word + " "}, "done": False})
            time.sleep(0.125)
        end = {"done": True, "done_reason": "stop", "prompt_eval_count": 9, "eval_count": len(WORDS)}
        self.piece({"model": model, "message": {"role": "assistant", "content": ""}} | end)

    def piece(self, value: dict) -> None:
        self.wfile.write(json.dumps(value).encode() + b"\n")
        self.wfile.flush()


def ask(path: str, body: dict | None = None) -> dict:
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen("http://127.0.0.1:11434" + path, data, timeout=5) as answer:
        return json.load(answer)


def main() -> None:
    command, *names = sys.argv[1:]
    if command == "serve":
        host, port = os.environ.get("OLLAMA_HOST", "127.0.0.1:11434").split(":")
        ThreadingHTTPServer((host, int(port)), Answers).serve_forever()
    try:
        path, body = {"list": ("/api/tags", None), "show": ("/api/show", {}), "pull": ("/api/pull", {})}[command]
        print(ask(path, None if body is None else {"model": names[0]}))
    except OSError as error:
        sys.exit(f"Error: {error}")


main()
