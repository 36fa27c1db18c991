/// A page of a list, the newest first (https://docs.stripe.com/api/pagination).
struct StripeList<Item: Decodable & Sendable>: Decodable, Sendable {
    let data: [Item]
    let hasMore: Bool

    private enum CodingKeys: String, CodingKey {
        case data
        case hasMore = "has_more"
    }
}
