public import Foundation

extension TimeZone {
    /// What clocks of the zone show at a moment, in whole seconds since the reading 1970-01-01 00:00.
    public func reading(at moment: Date) -> Int {
        let instant = Int(exactly: moment.timeIntervalSince1970.rounded(.down)) ?? 0
        return ZoneClock(zone: self).reading(at: instant).seconds
    }

    /// When clocks of the zone show a reading: of two times the first; when they leap over it, the first instant after the leap.
    public func moment(ofReading seconds: Int) -> Date {
        Date(timeIntervalSince1970: Double(ZoneClock(zone: self).instant(of: CivilTime(seconds: seconds))))
    }
}
