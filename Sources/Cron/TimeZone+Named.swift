public import Foundation

extension TimeZone {
    /// A zone of the IANA database by its name, such as `Europe/Paris`, or `UTC`; nil when there is none of that name.
    /// Offsets and abbreviations, which know no daylight saving, are none.
    public static func named(_ name: String) -> TimeZone? {
        if name == "UTC" || name == "Etc/UTC" { return .gmt }
        guard name.contains("/"), name.utf8.count <= 64 else { return nil }
        return TimeZone(identifier: name)
    }
}
