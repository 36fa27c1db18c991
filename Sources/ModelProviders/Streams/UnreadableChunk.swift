/// A piece of an answer that is not in its format, and what was read before it in the same bytes.
struct UnreadableChunk: Error {
    var before: [ChatChunk] = []
}
