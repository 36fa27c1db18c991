"""llama.cpp's own HTTP server with a random model: model_server.py good|endless|bad.

Prints {"url", "model"} when it answers, then answers commands, a JSON line each: `active` is how many requests it generates for.
"""

import http.client
import json
import os
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../PythonHelpers/Scripts"))
# The engine's threads spin at each other's barriers, unless this is set before it is loaded.
os.environ["OMP_WAIT_POLICY"] = "passive"

import xllamacpp

import random_model
from helper import end_with_parent, say, serve

SLOTS = 8


def start(kind, name):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "random.gguf")
        random_model.write(path, kind)
        options = xllamacpp.CommonParams()
        options.model.path = path
        options.model_alias = {name}
        options.hostnames = ["127.0.0.1"]
        options.port = 0
        options.n_parallel = SLOTS
        options.n_ctx = SLOTS * random_model.CONTEXT
        options.n_predict = random_model.CONTEXT
        # A text to be embedded is one batch.
        options.n_batch = options.n_ubatch = 2048
        options.cpuparams.n_threads = options.cpuparams_batch.n_threads = 1
        # A cache of prompts that would grow to 8 GiB.
        options.cache_ram_mib = 0
        options.embedding = True
        options.endpoint_slots = True
        options.ui = False
        options.warmup = False
        options.offline = True
        options.verbosity = 0
        return xllamacpp.Server(options)


def main():
    end_with_parent()
    kind = sys.argv[1]
    name = f"random-{kind}"
    server = start(kind, name)

    def active(command):
        connection = http.client.HTTPConnection(server.listening_address.removeprefix("http://"), timeout=10)
        connection.request("GET", "/slots")
        slots = json.load(connection.getresponse())
        connection.close()
        return sum(slot["is_processing"] for slot in slots)

    say({"url": server.listening_address, "model": name})
    serve({"active": active})


if __name__ == "__main__":
    main()
