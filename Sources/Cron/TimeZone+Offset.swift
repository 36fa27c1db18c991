public import Foundation
import Synchronization

extension TimeZone {
    /// How far the zone's clocks are ahead of UTC at an instant, in seconds.
    ///
    /// The system's zone files say so, as they do for PostgreSQL: Foundation brings a database of its own along, which is as old
    /// as the toolchain and misses what countries have decided since. It is asked where the system has no file of the zone's name.
    /// - Parameter instant: seconds since 1970.
    public func offset(at instant: Int) -> Int {
        SystemZones.rules(of: identifier)?.offset(at: instant)
            ?? secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant)))
    }
}

/// The zone files of the system, each read once: what a package update brings is seen after a restart.
private enum SystemZones {
    /// A name without a file is nil.
    private static let known = Mutex<[String: ZoneRules?]>([:])

    static func rules(of name: String) -> ZoneRules? {
        known.withLock { known in
            if let rules = known[name] { return rules }
            let rules = read(name)
            known[name] = .some(rules)
            return rules
        }
    }

    private static func read(_ name: String) -> ZoneRules? {
        let isName = name.utf8.allSatisfy { byte in
            byte.isASCIILetterOrDigit
                || [UInt8(ascii: "/"), UInt8(ascii: "_"), UInt8(ascii: "+"), UInt8(ascii: "-")].contains(byte)
        }
        guard isName, let file = FileManager.default.contents(atPath: "/usr/share/zoneinfo/\(name)") else { return nil }
        return ZoneRules(file: Array(file))
    }
}

extension UInt8 {
    fileprivate var isASCIILetterOrDigit: Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20)
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self)
    }
}
