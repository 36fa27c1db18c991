/// A text that equals another one when their bytes do. `String` compares characters: the two spellings of é, or the Kelvin
/// sign and K, are the same to it, and not to PostgreSQL, Redis or who reads the JSON next.
struct ExactText: Sendable, Hashable {
    private var text: String

    init(_ text: String) {
        self.text = text
        // So that its bytes lie in one piece.
        self.text.makeContiguousUTF8()
    }

    static func == (left: ExactText, right: ExactText) -> Bool {
        let (first, second) = (left.text.utf8, right.text.utf8)
        guard first.count == second.count else { return false }
        return first.elementsEqual(second)
    }

    func hash(into hasher: inout Hasher) {
        _ = text.utf8.withContiguousStorageIfAvailable { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}
