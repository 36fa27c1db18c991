/// Follows the tokens of a paged list and refuses a list that does not end.
struct PageGuard {
    private static let emptyPagesInRow = 20
    private static let pages = 10_000

    private var seen: Set<String> = []
    private var emptyInRow = 0

    /// Returns the token to ask with next, nil at the end.
    mutating func follow(_ token: String?, items: Int) throws(MalformedAnswer) -> String? {
        guard let token else { return nil }
        emptyInRow = items == 0 ? emptyInRow + 1 : 0
        guard emptyInRow <= Self.emptyPagesInRow, seen.count < Self.pages else { throw .endlessPages }
        guard seen.insert(token).inserted else { throw .repeatedToken }
        return token
    }

    mutating func follow(_ token: String?, items: Int, of call: AWSCall) throws(AWSError) -> String? {
        do {
            return try follow(token, items: items)
        } catch {
            throw AWSError(.malformedAnswer, call, status: 200)
        }
    }
}
