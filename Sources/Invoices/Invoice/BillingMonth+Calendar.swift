public import Contracts
import Cron
public import Foundation

extension BillingMonth {
    /// The month of the day to which an instant belongs; nil beyond the years 1 to 9999.
    public init?(containing instant: Date, in zone: TimeZone) {
        guard let day = CalendarDay(containing: instant, in: zone) else { return nil }
        self.init(day)
    }

    /// The first day of the next month. That of 9999-12 is 10000-01-01, which has no text that could be read back.
    public var end: CalendarDay { CalendarDay(number: first.number + days) }

    /// How many days it has: 28 to 31.
    public var days: Int { CalendarDay.days(in: month, of: year) }

    public var span: DaySpan { DaySpan(from: first, to: end) }

    /// nil after 9999-12.
    public var next: BillingMonth? {
        month == 12 ? BillingMonth(year: year + 1, month: 1) : BillingMonth(year: year, month: month + 1)
    }

    /// nil before 0001-01.
    public var previous: BillingMonth? {
        month == 1 ? BillingMonth(year: year - 1, month: 12) : BillingMonth(year: year, month: month - 1)
    }

    /// Its first instant: midnight of the first day, as `CalendarDay.start(in:)` has it.
    public func start(in zone: TimeZone) -> Date { first.start(in: zone) }

    /// The first instant that is no longer in it.
    public func end(in zone: TimeZone) -> Date { end.start(in: zone) }

    /// Whether its last instant is past.
    public func isOver(at instant: Date, in zone: TimeZone) -> Bool { instant >= end(in: zone) }
}

extension CalendarDay {
    /// The day to which an instant belongs: the one between whose `start(in:)` and that of the next it lies. That is what the
    /// calendar in the zone shows, but where clocks that are put back over midnight repeat the end of the day before.
    ///
    /// nil beyond the years 1 to 9999.
    public init?(containing instant: Date, in zone: TimeZone) {
        let time = instant.timeIntervalSince1970
        guard Self.seconds.contains(time), let seconds = Int(exactly: time.rounded(.down)) else { return nil }
        var day = (seconds + zone.offset(at: seconds)).floorDivided(by: 86_400)
        if zone.midnight(ofDay: day + 1) <= instant {
            day += 1
        } else if zone.midnight(ofDay: day) > instant {
            day -= 1
        }
        guard Self.numbers.contains(day) else { return nil }
        self.init(number: day)
    }

    /// 0001-01-01 to 9999-12-31.
    private static let numbers = -719_162...2_932_896
    /// Of these and some days around them: zones are not asked for times far beyond.
    private static let seconds = -62_136_000_000.0...253_403_000_000.0

    /// The first midnight of the day on the clocks of a zone; where they leap over midnight, the first instant after the
    /// leap.
    public func start(in zone: TimeZone) -> Date { zone.midnight(ofDay: number) }
}

extension Int {
    fileprivate func floorDivided(by divisor: Int) -> Int {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
