/// A list as far as it could be read.
public struct Listing<Element: Sendable>: Sendable {
    /// Without a failure all that there are; with one those of the pages before it.
    public var elements: [Element] = []
    /// Why the list may go on; nil when it is complete.
    public var failure: AWSError?

    public init() {}

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
                next = try pages.follow(page.next, items: page.records, of: call)
            } catch {
                listing.failure = error
                return listing
            }
        } while next != nil
        return listing
    }
}
