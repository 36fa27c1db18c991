import Testing

/// The tags of a document, one after the other.
enum Markup {
    private static let empty: Set<Substring> = ["meta", "br"]

    /// Whether every element is closed in its turn, and every attribute is quoted.
    static func isWhole(_ html: String) -> Bool {
        guard html.hasPrefix("<!DOCTYPE html>\n") else { return false }
        var open: [Substring] = []
        var rest = html.dropFirst("<!DOCTYPE html>".count)
        while let start = rest.firstIndex(of: "<") {
            guard !rest[..<start].contains(">"), !rest[..<start].contains("\""),
                let end = rest[start...].firstIndex(of: ">")
            else { return false }
            let tag = rest[rest.index(after: start)..<end]
            rest = rest[rest.index(after: end)...]
            if tag.hasPrefix("/") {
                if open.popLast() != tag.dropFirst() { return false }
            } else {
                guard let match = tag.wholeMatch(of: #/([a-z0-9]+)(?: [a-z-]+="[^"<>]*")*/#) else { return false }
                if !empty.contains(match.output.1) { open.append(match.output.1) }
            }
        }
        return open.isEmpty && !rest.contains(">")
    }
}
