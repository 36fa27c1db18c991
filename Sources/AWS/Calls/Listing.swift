/// A list as far as it could be read.
public struct Listing<Element: Sendable>: Sendable {
    /// Without a failure all that there are; with one those of the pages before it.
    public var elements: [Element] = []
    /// Why the list may go on; nil when it is complete.
    public var failure: AWSError?
    /// How many items could not be read, and are missing in `elements`.
    public var unreadable = 0
    /// What to say of those; nil when there are none.
    public var gap: AWSError?

    public init() {}

    mutating func note(_ unreadable: Int, of call: AWSCall) {
        self.unreadable += unreadable
        if self.unreadable > 0 { gap = AWSError(.unreadable, call, status: 200) }
    }

    /// Each once: a list that changes while its pages are asked for may show an item on two of them. The last one counts.
    mutating func removeRepeated<Key: Hashable & Comparable>(_ key: (Element) -> Key) {
        var byKey: [Key: Element] = [:]
        for element in elements { byKey[key(element)] = element }
        elements = byKey.sorted { $0.key < $1.key }.map(\.value)
    }

    /// The elements of a complete list.
    public func get() throws(AWSError) -> [Element] {
        if let failure { throw failure }
        return elements
    }
}

extension AWSClient {
    /// Page after page until the end, or until one could not be read.
    /// - Parameter token: what the service calls the parameter that asks for the next page.
    func list<Element: Sendable>(
        _ call: AWSCall, _ context: AWSCallContext, token name: String,
        page read: ([UInt8]) throws(MalformedAnswer) -> Page<Element>
    ) async -> Listing<Element> {
        var listing = Listing<Element>()
        var pages = PageGuard()
        var next: String?
        repeat {
            do throws(AWSError) {
                let page = try await send(next.map { call.page($0, as: name) } ?? call, context, read: read)
                listing.elements += page.elements
                listing.note(page.unreadable, of: call)
                guard listing.elements.count <= configuration.listItems else {
                    throw AWSError(.tooLarge, call, status: 200)
                }
                next = try pages.follow(page.next, items: page.records, of: call)
            } catch {
                listing.failure = error
                return listing
            }
        } while next != nil
        return listing
    }
}
