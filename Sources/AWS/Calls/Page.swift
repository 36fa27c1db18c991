/// One page of a list.
struct Page<Element: Sendable>: Sendable {
    var elements: [Element] = []
    /// How many the page had, those that do not count included.
    var records: Int
    /// How many of them could not be read, and are missing in `elements`.
    var unreadable: Int
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
            do throws(MalformedAnswer) {
                if let element = try element(record) { collector.elements.append(element) }
            } catch {
                // One odd item does not cost the others.
                collector.unreadable += 1
            }
        }
        guard root.name == records.first else { throw .otherDocument }
        elements = collector.elements
        self.records = collector.records
        unreadable = collector.unreadable
        self.next = root.value(next)
    }

    private final class Collector {
        var elements: [Element] = []
        var records = 0
        var unreadable = 0
    }
}
