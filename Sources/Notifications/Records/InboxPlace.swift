/// What a look at inboxes has shown: everything that was committed then. It is a snapshot as PostgreSQL writes it,
/// `xmin:xmax:xid,xid,…`: transactions below `xmin` had ended, those from `xmax` on had not begun, and those listed were under way.
public struct InboxPlace: Sendable, Hashable {
    /// A text with more of them would be too long for a header; what they wrote is then shown again.
    private static let mostOpen = 100

    private let least: UInt64
    private let next: UInt64
    private let open: [UInt64]

    private init(least: UInt64, next: UInt64, open: [UInt64]) {
        self.least = least
        self.next = open.count > Self.mostOpen ? least : next
        self.open = open.count > Self.mostOpen ? [] : open
    }

    /// nil for what PostgreSQL would not take for a snapshot.
    public init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3, let least = Self.number(parts[0]), let next = Self.number(parts[1]), least <= next
        else { return nil }
        let list = parts[2].split(separator: ",")
        let open = list.compactMap { Self.number($0) }
        guard open.count == list.count, open.allSatisfy({ (least..<next).contains($0) }), open == open.sorted() else {
            return nil
        }
        self.init(least: least, next: next, open: open)
    }

    public var text: String { "\(least):\(next):\(open.map { "\($0)" }.joined(separator: ","))" }

    /// What it shows of transactions before one.
    func before(_ transaction: UInt64) -> InboxPlace {
        InboxPlace(
            least: min(least, transaction), next: min(next, transaction), open: open.filter { $0 < transaction })
    }

    /// The one of two places of the same database that shows more.
    public func orLater(_ other: InboxPlace) -> InboxPlace { other.next >= next ? other : self }

    private static func number(_ text: Substring) -> UInt64? {
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = UInt64(text) else { return nil }
        return (1...UInt64(Int64.max)).contains(number) ? number : nil
    }
}
