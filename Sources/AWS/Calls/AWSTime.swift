import Foundation

/// The ways in which AWS writes a moment.
enum AWSTime {
    /// `yyyyMMddTHHmmssZ`, for `X-Amz-Date`.
    static func stamp(_ date: Date) -> String {
        date.formatted(Date.ISO8601FormatStyle(dateSeparator: .omitted, timeSeparator: .omitted, timeZone: .gmt))
    }

    /// `2026-11-21T01:31:00Z`, for a parameter.
    static func moment(_ date: Date) -> String {
        date.formatted(Date.ISO8601FormatStyle(timeZone: .gmt))
    }

    /// `2026-11-21T01:31:00.000Z`, with or without the fraction.
    /// Nil for what is no time, and for one before 1970 or after 9999: no resource is from there.
    static func parse(_ text: String) -> Date? {
        guard text.utf8.count <= 40 else { return nil }
        let date =
            (try? Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
            ?? (try? Date(text, strategy: Date.ISO8601FormatStyle()))
        return date.flatMap { (0..<253_402_300_800).contains($0.timeIntervalSince1970) ? $0 : nil }
    }
}
