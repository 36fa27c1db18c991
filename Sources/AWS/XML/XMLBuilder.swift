/// Turns a reader's events into nodes, within bounds.
struct XMLBuilder {
    private static let maximumDepth = 64
    /// Of one record, and of all that is not part of one.
    private static let maximumElements = 100_000

    private(set) var root: XMLNode?
    private let records: [String]
    private let onRecord: (XMLNode) throws(MalformedAnswer) -> Void
    private var open: [XMLNode] = []
    private var text = ""
    private var elements = 0
    private var elementsOutside = 0

    init(records: [String], onRecord: @escaping (XMLNode) throws(MalformedAnswer) -> Void) {
        self.records = records
        self.onRecord = onRecord
    }

    mutating func add(_ event: XMLEvent) throws(MalformedAnswer) {
        switch event {
        case .start(let name): try start(name)
        case .text(let text):
            guard !open.isEmpty || text.allSatisfy(\.isWhitespace) else { throw .broken }
            self.text = text
        case .end(let name): try end(name)
        }
    }

    private mutating func start(_ name: String) throws(MalformedAnswer) {
        guard root == nil else { throw .broken }
        if open.count >= Self.maximumDepth { throw .tooDeep }
        elements += 1
        if elements > Self.maximumElements { throw .tooManyElements }
        open.append(XMLNode(name: name))
        text = ""
        if isRecord {
            elementsOutside = elements
            elements = 0
        }
    }

    private mutating func end(_ name: String) throws(MalformedAnswer) {
        let isRecord = isRecord
        guard var node = open.popLast(), node.name == name else { throw .broken }
        // Between children there is only white space.
        if node.children.isEmpty { node.text = text }
        text = ""
        if isRecord {
            elements = elementsOutside
            try onRecord(node)
        } else if open.isEmpty {
            root = node
        } else {
            open[open.count - 1].children.append(node)
        }
    }

    private var isRecord: Bool {
        !records.isEmpty && open.count == records.count && open.map(\.name) == records
    }
}
