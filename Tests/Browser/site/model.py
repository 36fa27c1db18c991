"""What stands in for a model server: OpenAI's API over HTTP, with answers that are written beforehand, word by word."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ANSWER = ("The stone in the middle is the keystone. Each stone of the arch presses against its neighbours, and the keystone closes the ring: "
          "without it the two halves would fall. Look at the arch from the side, and say which way each stone pushes.")
STEPS = [
    ("How an arch carries", "Say why the stones of an arch do not fall.", "Its stones press against each other and lead the load to the ground."),
    ("The keystone", "Name the parts of an arch.", "The stone in the middle closes the arch. It is set last, on a wooden frame."),
    ("Roman bridges", "Know a bridge of the Romans.", "The Pont du Gard has three rows of arches, and was built without mortar."),
]
QUESTIONS = [
    ("What is the stone in the middle of an arch called?", ["Keystone", "Corner stone", "Paving stone", "Headstone"]),
    ("What keeps the stones of an arch in their place?", ["They press against each other", "Glue", "Their colour", "Iron bars"]),
    ("What was the Pont du Gard built without?", ["Mortar", "Stones", "Arches", "Workers"]),
    ("What holds an arch while it is built?", ["A wooden frame", "A rope", "Water", "The keystone"]),
]


def value(schema):
    """Something that fits a schema: the lesson where it asks for steps or questions, else as little as it takes."""
    properties = schema.get("properties", {})
    if "steps" in properties:
        return {"title": "Bridges", "steps": [
            {"title": title, "objective": objective, "content": content, "minutes": 20} for title, objective, content in STEPS]}
    if "questions" in properties:
        return {"questions": [
            {"kind": "single", "question": question, "choices": choices, "correct": [0], "explanation": f"{choices[0]}.",
             "difficulty": "easy", "skill": "arches"} for question, choices in QUESTIONS]}
    if "enum" in schema:
        return schema["enum"][0]
    if schema.get("type") == "object":
        return {name: value(one) for name, one in properties.items()}
    return {"array": [], "boolean": False, "integer": 0, "number": 0}.get(schema.get("type"), "")



class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, body):
        data = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self):
        self.answer({"object": "list", "data": [{"id": "lesson", "object": "model"}]})

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path.endswith("/embeddings"):
            texts = asked["input"] if isinstance(asked["input"], list) else [asked["input"]]
            self.answer({"object": "list", "model": asked["model"], "usage": {"prompt_tokens": 1, "total_tokens": 1}, "data": [
                {"object": "embedding", "index": index, "embedding": [1.0, len(text) % 7 / 7, 0.5]} for index, text in enumerate(texts)]})
            return
        schema = asked.get("response_format", {}).get("json_schema", {}).get("schema")
        words = [json.dumps(value(schema))] if schema else [f"{word} " for word in ANSWER.split()]
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        for word in words:
            self.event({"choices": [{"index": 0, "delta": {"role": "assistant", "content": word}, "finish_reason": None}]}, asked)
            time.sleep(0.02)
        self.event({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}, asked)
        self.event({"choices": [], "usage": {"prompt_tokens": 180, "completion_tokens": len(words), "total_tokens": 180 + len(words)}}, asked)
        self.wfile.write(b"data: [DONE]\n\n")
        self.close_connection = True

    def event(self, body, asked):
        event = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": asked["model"], **body}
        self.wfile.write(f"data: {json.dumps(event)}\n\n".encode())
        self.wfile.flush()


def start():
    """Serves until the test process ends. Gives the settings by which a fleet asks it."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return {"OPENAI_BASE_URL": f"http://127.0.0.1:{server.server_address[1]}/v1", "AI_MODEL": "lesson", "AI_EMBEDDING_MODEL": "lesson"}
