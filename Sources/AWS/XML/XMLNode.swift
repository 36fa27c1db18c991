/// An element of an answer: its name, its text, its children in order. Attributes are not kept.
struct XMLNode: Sendable, Equatable {
    var name: String
    var text = ""
    var children: [XMLNode] = []

    subscript(_ name: String) -> XMLNode? {
        children.first { $0.name == name }
    }

    /// The text at the end of a path; nil when it is absent or empty, which AWS uses alike.
    func value(_ path: String...) -> String? { value(path) }

    func value(_ path: [String]) -> String? {
        var node: XMLNode? = self
        for name in path { node = node?[name] }
        guard let text = node?.text, !text.isEmpty else { return nil }
        return text
    }

    /// The members of a list element, none when it is absent.
    func items(_ list: String, _ item: String = "item") -> [XMLNode] {
        self[list]?.children.filter { $0.name == item } ?? []
    }

    /// The first element of that name at any depth, this one included.
    func first(_ name: String) -> XMLNode? {
        if self.name == name { return self }
        for child in children {
            if let found = child.first(name) { return found }
        }
        return nil
    }
}
