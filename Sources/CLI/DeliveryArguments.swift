import Foundation
import Notifications

/// The options by which commands choose deliveries.
enum DeliveryArguments {
    static let options: [CommandOption] = [
        .value("status", "S", "deliveries of one status", of: DeliveryStatus.allCases.map(\.rawValue)),
        .value("channel", "C", "deliveries by one channel", of: Channel.allCases.map(\.rawValue)),
        .value("since", "T", "accepted within a time such as 1h or 2d, or after one such as 2026-11-01T09:00:00Z"),
        .value("tenant", "ID", "deliveries of one account"),
    ]
    static let synopsis = "[--status S] [--channel C] [--since T] [--tenant ID]"

    static func filter(_ arguments: CommandArguments, now: Date = Date()) throws -> DeliveryFilter {
        var filter = DeliveryFilter()
        filter.status = try arguments.choice("status")
        filter.channel = try arguments.choice("channel")
        filter.tenant = try arguments.id("tenant")
        if let text = arguments.value("since") {
            guard let since = since(text, now: now) else {
                throw UsageMistake(
                    message:
                        "--since should be a time span such as 30m, 1h or 2d, or a time such as 2026-11-01T09:00:00Z")
            }
            filter.since = since
        }
        return filter
    }

    private static func since(_ text: String, now: Date) -> Date? {
        if let date = try? Date(text, strategy: .iso8601) { return date }
        return CommandArguments.span(text).map { now - $0 / .seconds(1) }
    }
}

extension CommandArguments {
    /// One of a few words.
    func choice<Value: RawRepresentable & CaseIterable>(_ name: String) throws -> Value?
    where Value.RawValue == String {
        guard let text = value(name) else { return nil }
        guard let choice = Value(rawValue: text) else {
            let known = Value.allCases.map(\.rawValue).joined(separator: ", ")
            throw UsageMistake(message: "--\(name) should be one of \(known)")
        }
        return choice
    }

    /// A number with a unit, such as `30m`, `12h` or `365d`.
    static func span(_ text: String) -> Duration? {
        let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
        guard let unit = text.last.flatMap({ units[$0] }), let count = Int(text.dropLast()),
            (1...1_000_000).contains(count)
        else { return nil }
        return .seconds(count * unit)
    }

    /// - Parameter expected: what the option should be, for the mistake's line.
    func span(_ name: String, in range: ClosedRange<Duration>, expected: String) throws -> Duration? {
        guard let text = value(name) else { return nil }
        guard let span = Self.span(text), range.contains(span) else {
            throw UsageMistake(message: "--\(name) should be \(expected)")
        }
        return span
    }

    func id(_ name: String) throws -> UUID? {
        guard let text = value(name) else { return nil }
        guard let id = UUID(uuidString: text) else { throw UsageMistake(message: "--\(name) should be a UUID") }
        return id
    }
}
