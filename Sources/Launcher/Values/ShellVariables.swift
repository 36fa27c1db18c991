/// `NAME='value'` lines, in the order given, that any POSIX shell reads back byte for byte.
struct ShellVariables: Sendable, Hashable {
    private(set) var pairs: [(name: String, value: String)] = []

    subscript(name: String) -> String? {
        get { pairs.first { $0.name == name }?.value }
        set {
            pairs.removeAll { $0.name == name }
            if let newValue { pairs.append((name, newValue)) }
        }
    }

    var text: String { pairs.map { "\($0.name)=\(Self.quoted($0.value))\n" }.joined() }

    static func quoted(_ value: String) -> String {
        "'" + value.filter { $0 != "\0" }.replacing("'", with: "'\\''") + "'"
    }

    static func == (left: Self, right: Self) -> Bool { left.text == right.text }
    func hash(into hasher: inout Hasher) { hasher.combine(text) }
}
