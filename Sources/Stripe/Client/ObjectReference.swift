/// An object where Stripe may write its id alone or, expanded, all of it.
struct ObjectReference: Decodable {
    private struct Whole: Decodable {
        let id: String
    }

    let id: String

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        id = try (try? container.decode(String.self)) ?? container.decode(Whole.self).id
    }
}
