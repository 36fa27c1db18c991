/// A first-in-first-out queue: an array whose taken front is dropped once it outweighs the rest.
struct FIFO<Element>: Sequence {
    private var storage: [Element?] = []
    private var head = 0

    var count: Int { storage.count - head }
    var isEmpty: Bool { count == 0 }
    var first: Element? { isEmpty ? nil : storage[head] }

    mutating func append(_ element: Element) {
        storage.append(element)
    }

    mutating func popFirst() -> Element? {
        guard !isEmpty else { return nil }
        let element = storage[head].take()
        head += 1
        if head == storage.count {
            storage.removeAll(keepingCapacity: true)
            head = 0
        } else if head >= 64, head * 2 >= storage.count {
            storage.removeFirst(head)
            head = 0
        }
        return element
    }

    /// Changes the first element in place.
    mutating func updateFirst<Result>(_ body: (inout Element?) -> Result) -> Result? {
        isEmpty ? nil : body(&storage[head])
    }

    mutating func removeAll(where isGone: (Element) -> Bool) {
        storage = storage[head...].filter { element in element.map { !isGone($0) } ?? false }
        head = 0
    }

    mutating func takeAll() -> [Element] {
        defer { self = FIFO() }
        return Array(self)
    }

    func makeIterator() -> AnyIterator<Element> {
        var rest = storage[head...].makeIterator()
        return AnyIterator { rest.next() ?? nil }
    }
}
