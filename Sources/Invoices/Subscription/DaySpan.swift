public import Contracts
public import Foundation

/// Days from one to before another.
public struct DaySpan: Sendable, Hashable, Codable {
    public let from: CalendarDay
    /// The first day that is no longer in it.
    public let to: CalendarDay

    public init(from: CalendarDay, to: CalendarDay) {
        self.from = from
        self.to = to
    }

    /// How many; 0 where it ends before it begins.
    public var days: Int { max(0, to.number - from.number) }

    /// Its first instant on the clocks of a zone.
    public func start(in zone: TimeZone) -> Date { from.start(in: zone) }

    /// The first instant that is no longer in it.
    public func end(in zone: TimeZone) -> Date { to.start(in: zone) }

    func contains(_ other: DaySpan) -> Bool { from <= other.from && other.to <= to && other.from <= other.to }

    func contains(_ day: CalendarDay) -> Bool { from <= day && day < to }
}
