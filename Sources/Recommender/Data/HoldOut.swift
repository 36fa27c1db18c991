/// Which interactions of each user are held out: the latest ones, by time and then by item.
public enum HoldOut: String, Sendable, CaseIterable {
    /// The last one for the test, the one before it for validation.
    case leaveLastOut
    /// The last tenth, at least one, for the test; as many before it for validation.
    case lastTenth

    /// Under this many interactions a user is for training alone.
    static let fewest = 3

    func size(of count: Int) -> Int {
        switch self {
        case .leaveLastOut: 1
        case .lastTenth: max(1, count / 10)
        }
    }
}
