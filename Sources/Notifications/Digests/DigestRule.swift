public import Foundation

/// That what gathers for one person on one topic within a time is one mail. The inbox shows each at once.
public struct DigestRule: Sendable, Hashable {
    /// From the first message on.
    public let window: Duration

    public init(within window: Duration) { self.window = window }

    /// When a mail goes whose first message came at a time. What comes before that time belongs to it, what comes at it or
    /// later opens the next one.
    public func end(from first: Date) -> Date { first.addingTimeInterval(window / .seconds(1)) }
}

extension Template {
    /// Whether a message gathers with others: in mails alone, and not of severity P1.
    public func digest(_ channel: Channel, _ severity: Severity) -> DigestRule? {
        channel == .email && severity != .p1 ? treatment.digest : nil
    }
}
