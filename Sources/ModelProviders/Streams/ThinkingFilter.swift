/// Leaves out what a model thinks aloud, where its server does not set it apart: a text that begins with `<think>`, up to
/// `</think>` and the space after it. What cannot be decided yet is held back.
struct ThinkingFilter {
    private enum State {
        /// Nothing but space and the beginning of the mark has come.
        case start([UInt8])
        /// With the bytes that may be the beginning of the end.
        case thinking([UInt8])
        case afterThinking
        case text
    }

    private static let opening = Array("<think>".utf8)
    private static let closing = Array("</think>".utf8)
    /// Of space before the mark, in bytes.
    private static let longestSpace = 64

    private var state = State.start([])

    /// - Returns: what of the text is to be shown by now.
    mutating func text(_ piece: String) -> String {
        switch state {
        case .text: return piece
        case .start(let held): return start(held + piece.utf8)
        case .thinking(let held): return thinking(held + piece.utf8)
        case .afterThinking: return afterThinking(Array(piece.utf8))
        }
    }

    /// - Returns: what was held back and is text after all.
    mutating func end() -> String {
        defer { state = .text }
        if case .start(let held) = state { return Self.string(held) }
        return ""
    }

    private mutating func start(_ held: [UInt8]) -> String {
        let mark = held.drop(while: Self.isSpace)
        if mark.starts(with: Self.opening) { return thinking(Array(mark.dropFirst(Self.opening.count))) }
        if Self.opening.starts(with: mark), held.count - mark.count <= Self.longestSpace {
            state = .start(held)
            return ""
        }
        state = .text
        return Self.string(held)
    }

    private mutating func thinking(_ held: [UInt8]) -> String {
        if let end = held.firstRange(of: Self.closing)?.upperBound { return afterThinking(Array(held[end...])) }
        state = .thinking(Array(held.suffix(Self.closing.count - 1)))
        return ""
    }

    private mutating func afterThinking(_ rest: [UInt8]) -> String {
        let text = rest.drop(while: Self.isSpace)
        state = text.isEmpty ? .afterThinking : .text
        return Self.string(text)
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    private static func string(_ bytes: some Collection<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
}
