/// A list that is read to its end, page by page, the newest first.
struct StripePages<Item: Decodable & Sendable & Identifiable> where Item.ID == String {
    /// Of a page; Stripe's most.
    static var size: Int { 100 }
    /// Of one look-up.
    static var most: Int { 1_000 }

    private let client: StripeClient
    private let path: String
    private let fields: [(String, String)]
    private let deadline: ContinuousClock.Instant
    private var last: String?
    private var read = 0
    private var isOver = false

    init(
        _ client: StripeClient, _ path: String, _ fields: [(String, String)], until deadline: ContinuousClock.Instant
    ) {
        self.client = client
        self.path = path
        self.fields = fields
        self.deadline = deadline
    }

    /// Nil after the last page.
    mutating func next() async throws(StripeError) -> [Item]? {
        guard !isOver else { return nil }
        guard read < Self.most else { throw .tooMany(read: Self.most * Self.size) }
        let after = last.map { [("starting_after", $0)] } ?? []
        let call = StripeCall(.get, path, fields + [("limit", "\(Self.size)")] + after)
        let page = try await client.read(call, as: StripeList<Item>.self, until: deadline)
        read += 1
        isOver = !page.hasMore
        // A page that ends where the one before did would go on for ever.
        guard isOver || (page.data.last != nil && page.data.last?.id != last) else {
            throw .unavailable(reason: "Stripe's list does not go on after its page.", retryAfter: nil)
        }
        last = page.data.last?.id
        return page.data
    }
}
