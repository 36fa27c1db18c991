public import Foundation

extension TimeZone {
    /// When a day begins on the clocks of the zone: at its first midnight; where they leap over that, at the end of the leap.
    /// - Parameter day: days since 1970-01-01, within some ten thousand years.
    public func midnight(ofDay day: Int) -> Date {
        let instant = ZoneClock(zone: self).instant(of: CivilTime(seconds: day * 86_400))
        return Date(timeIntervalSince1970: Double(instant))
    }
}
