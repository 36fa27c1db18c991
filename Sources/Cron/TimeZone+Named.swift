public import Foundation

extension TimeZone {
    /// A zone of the IANA database by its name, such as `Europe/Paris`, `EST5EDT` or `UTC`, links included; nil when
    /// there is none of that name. Offsets (`GMT+5`) and other abbreviations (`PST`) are no names of that database.
    public static func named(_ name: String) -> TimeZone? {
        if ["UTC", "Etc/UTC"].contains(name) { return .gmt }
        // Foundation reads a name up to a NUL.
        guard name.utf8.count <= 64, !name.utf8.contains(0) else { return nil }
        guard name.contains("/") || namesWithoutRegion.contains(name) else { return nil }
        return TimeZone(identifier: name)
    }

    /// The names without a slash in tzdb 2024b to 2026a (`europe`, `northamerica`, `etcetera`, `backward`, `factory`).
    private static let namesWithoutRegion: Set<String> = [
        "CET", "CST6CDT", "Cuba", "EET", "EST", "EST5EDT", "Egypt", "Eire", "Factory", "GB", "GB-Eire", "GMT", "GMT+0",
        "GMT-0", "GMT0", "Greenwich", "HST", "Hongkong", "Iceland", "Iran", "Israel", "Jamaica", "Japan", "Kwajalein",
        "Libya", "MET", "MST", "MST7MDT", "NZ", "NZ-CHAT", "Navajo", "PRC", "PST8PDT", "Poland", "Portugal", "ROC",
        "ROK", "Singapore", "Turkey", "UCT", "UTC", "Universal", "W-SU", "WET", "Zulu",
    ]
}
