import Contracts

/// Writes XML 1.0, indented. Texts are cleaned and escaped; names are the program's.
struct XMLWriter {
    private(set) var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    private var depth = 0

    /// An element with elements in it; nothing where none is written, since EN 16931 has no empty ones.
    mutating func element(_ name: String, _ attributes: [(String, String)] = [], _ body: (inout XMLWriter) -> Void) {
        let before = text.endIndex
        let indent = String(repeating: "  ", count: depth)
        let start = "\(indent)<\(name)\(Self.written(attributes))>\n"
        text += start
        let empty = text.endIndex
        depth += 1
        body(&self)
        depth -= 1
        if text.endIndex == empty {
            text.removeSubrange(before...)
        } else {
            text += "\(indent)</\(name)>\n"
        }
    }

    /// An element with a text; nothing where there is none to be seen.
    mutating func element(_ name: String, _ value: String?, _ attributes: [(String, String)] = []) {
        guard let value = value?.visible else { return }
        let indent = String(repeating: "  ", count: depth)
        text += "\(indent)<\(name)\(Self.written(attributes))>\(Markup.text(value))</\(name)>\n"
    }

    private static func written(_ attributes: [(String, String)]) -> String {
        attributes.map { " \($0)=\"\(Markup.text($1))\"" }.joined()
    }
}
