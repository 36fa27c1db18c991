"""Reads an Ollama by its official client: ollama_client.py URL MODEL. Prints what it read as one JSON line."""

import json
import sys

import ollama

client = ollama.Client(host=sys.argv[1])
model = sys.argv[2]
messages = [{"role": "user", "content": "hello"}]
options = {"temperature": 0, "seed": 3, "num_predict": 24}

pieces = list(client.chat(model=model, messages=messages, options=options, stream=True))
at_once = client.chat(model=model, messages=messages, options=options)
vectors = client.embed(model=model, input=["one text", "another"])
errors = []
for call in (
    lambda: client.chat(model="absent", messages=messages),
    lambda: list(client.chat(model=model, messages=[{"role": "user", "content": "a" * 600}], options={"num_ctx": 64})),
):
    try:
        call()
        errors.append(None)
    except ollama.ResponseError as error:
        errors.append({"status": error.status_code, "text": error.error})
print(json.dumps({
    "text": "".join(piece.message.content or "" for piece in pieces),
    "atOnce": at_once.message.content,
    "finish": pieces[-1].done_reason,
    "prompt": pieces[-1].prompt_eval_count,
    "completion": pieces[-1].eval_count,
    "vectors": [list(vector) for vector in vectors.embeddings],
    "models": [entry.model for entry in client.list().models],
    "errors": errors,
}), flush=True)
sys.stdin.read()
