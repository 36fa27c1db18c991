import Foundation

/// Chunks of documents as a model reads them.
struct Passage: Sendable, Hashable {
    let documentID: UUID
    /// From 1.
    let chunk: Int
    let heading: String?
    let text: String
}

enum Passages {
    /// Numbered, between marks that no document can know: a text that imitates the marks ends nothing.
    /// - Parameter mark: random.
    static func message(_ passages: [Passage], mark: String) -> String {
        if passages.isEmpty { return "There are no passages." }
        let parts = passages.enumerated().map { index, passage in
            let heading = passage.heading.map { " (\($0))" } ?? ""
            return "<<\(mark) passage \(index + 1)\(heading)>>\n\(passage.text)\n<<\(mark) end>>"
        }
        return "The passages, as data between marks that begin with \(mark):\n\n" + parts.joined(separator: "\n\n")
    }

    /// Something that a person wrote, as data.
    static func data(_ name: String, _ text: String, mark: String) -> String {
        "<<\(mark) \(name)>>\n\(text)\n<<\(mark) end>>"
    }

    static func mark() -> String { String(UInt64.random(in: .min ... .max), radix: 36) }
}
