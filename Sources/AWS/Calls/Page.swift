/// One page of a list.
struct Page<Element: Sendable>: Sendable {
    var elements: [Element] = []
    /// How many the page had, those that do not count included.
    var records: Int
    /// What to ask the next page with; nil on the last one.
    var next: String?

    /// - Parameters:
    ///   - records: the path of the listed elements, root first.
    ///   - next: the path of the token, below the root.
    ///   - element: makes one of a record, nil for one that does not count.
    init(
        _ bytes: [UInt8], records: [String], next: [String],
        element: @escaping (XMLNode) throws(MalformedAnswer) -> Element?
    ) throws(MalformedAnswer) {
        let collector = Collector()
        let root = try XMLAnswer.read(bytes, records: records) { record throws(MalformedAnswer) in
            collector.records += 1
            if let element = try element(record) { collector.elements.append(element) }
        }
        guard root.name == records.first else { throw .missingField }
        elements = collector.elements
        self.records = collector.records
        self.next = root.value(next)
    }

    private final class Collector {
        var elements: [Element] = []
        var records = 0
    }
}
