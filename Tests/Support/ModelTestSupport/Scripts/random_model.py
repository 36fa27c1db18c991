"""A language model of half a megabyte whose weights are drawn by a seed: it writes nonsense, but by the server that real models run in.

It is a llama of two layers whose vocabulary is the 256 bytes and the printable characters of ASCII, so that a token is a character.
`good` favours printable characters, so that a grammar always finds one that fits, and the end; `endless` has no end of its own, and is
wide, which makes it slow (some 3 ms a token); `bad` knows no such bias, writes bytes that are no UTF-8, and with them answers that its own
server cannot read back. Vectors of texts are the mean of their tokens' (64 numbers).
"""

import gguf
import numpy

WIDTH, LAYERS, HEADS, KEY_HEADS = 64, 2, 4, 2
INNER = {"good": 128, "bad": 128, "endless": 16384}
CONTEXT = 8192
TEMPLATE = "{% for m in messages %}<|{{ m['role'] }}|>{{ m['content'] }}\n{% endfor %}<|assistant|>"
SPECIAL = [("<unk>", gguf.TokenType.UNKNOWN), ("<s>", gguf.TokenType.CONTROL), ("</s>", gguf.TokenType.CONTROL)]


def vocabulary():
    """Of each token its text, its type and its score; the tokeniser prefers a character to its byte."""
    tokens = [(text, kind, 0.0) for text, kind in SPECIAL]
    tokens += [(f"<0x{byte:02X}>", gguf.TokenType.BYTE, 0.0) for byte in range(256)]
    printable = ["\u2581"] + [chr(code) for code in range(33, 127)]
    tokens += [(text, gguf.TokenType.NORMAL, -1 - number / 100) for number, text in enumerate(printable)]
    return tokens


def write(path, kind, seed=11):
    random = numpy.random.default_rng(seed)
    tokens = vocabulary()
    end, bytes_at, printable_at = 2, len(SPECIAL), len(SPECIAL) + 256
    inner = INNER[kind]

    def drawn(*shape):
        return random.normal(0, 0.08, shape).astype(numpy.float32)

    file = gguf.GGUFWriter(path, "llama")
    file.add_context_length(CONTEXT)
    file.add_embedding_length(WIDTH)
    file.add_block_count(LAYERS)
    file.add_feed_forward_length(inner)
    file.add_head_count(HEADS)
    file.add_head_count_kv(KEY_HEADS)
    file.add_layer_norm_rms_eps(1e-5)
    file.add_rope_dimension_count(WIDTH // HEADS)
    file.add_file_type(gguf.LlamaFileType.ALL_F32)
    file.add_vocab_size(len(tokens))
    file.add_tokenizer_model("llama")
    file.add_token_list([text for text, _, _ in tokens])
    file.add_token_types([kind for _, kind, _ in tokens])
    file.add_token_scores([score for _, _, score in tokens])
    file.add_unk_token_id(0)
    file.add_bos_token_id(1)
    file.add_eos_token_id(end)
    file.add_add_bos_token(True)
    file.add_add_space_prefix(False)
    file.add_chat_template(TEMPLATE)
    file.add_pooling_type(gguf.PoolingType.MEAN)

    output = drawn(len(tokens), WIDTH)
    if kind != "bad":
        output[printable_at:] *= 6
        output[end] *= 8 if kind == "good" else 0
        output[bytes_at:printable_at] = 0
    file.add_tensor("token_embd.weight", drawn(len(tokens), WIDTH))
    file.add_tensor("output.weight", output)
    file.add_tensor("output_norm.weight", numpy.ones(WIDTH, numpy.float32))
    keys = WIDTH // HEADS * KEY_HEADS
    for layer in range(LAYERS):
        shapes = {
            "attn_q": (WIDTH, WIDTH), "attn_k": (keys, WIDTH), "attn_v": (keys, WIDTH), "attn_output": (WIDTH, WIDTH),
            "ffn_gate": (inner, WIDTH), "ffn_up": (inner, WIDTH), "ffn_down": (WIDTH, inner),
        }
        for name, shape in shapes.items():
            file.add_tensor(f"blk.{layer}.{name}.weight", drawn(*shape))
        for name in ("attn_norm", "ffn_norm"):
            file.add_tensor(f"blk.{layer}.{name}.weight", numpy.ones(WIDTH, numpy.float32))
    file.write_header_to_file()
    file.write_kv_data_to_file()
    file.write_tensors_to_file()
    file.close()
