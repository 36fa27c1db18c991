import Foundation

/// What the clocks on the walls of a time zone show, in whole seconds since 1970.
struct ZoneClock {
    /// No zone was turned twice within this time: the nearest two since 1970 are a week apart.
    static let calm = 2 * 86_400
    /// Longer than two offsets of one zone ever differ: a day and an hour or two where the date line was moved.
    static let widest = 2 * 86_400

    let zone: TimeZone

    func offset(at instant: Int) -> Int {
        zone.offset(at: instant)
    }

    func reading(at instant: Int) -> CivilTime { CivilTime(seconds: instant + offset(at: instant)) }

    /// When clocks show a reading: of two times the first; when they leap over it, the first instant after the leap.
    ///
    /// The offsets a day before and after are those between which the clocks may be turned, once within that time.
    func instant(of reading: CivilTime) -> Int {
        let (before, after) = (offset(at: reading.seconds - 86_400), offset(at: reading.seconds + 86_400))
        let first = reading.seconds - before
        if before == after || offset(at: first) == before { return first }
        let second = reading.seconds - after
        if offset(at: second) == after { return second }
        return turn(between: reading.seconds - 86_400, and: reading.seconds + 86_400)
    }

    /// The first instant whose offset is not that of `start`; they differ at `end`.
    func turn(between start: Int, and end: Int) -> Int {
        let offset = offset(at: start)
        var (same, other) = (start, end)
        while other - same > 1 {
            let middle = same + (other - same) / 2
            if self.offset(at: middle) == offset { same = middle } else { other = middle }
        }
        return other
    }
}
