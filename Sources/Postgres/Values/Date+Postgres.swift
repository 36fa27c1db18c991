import Foundation

/// `timestamptz`: microseconds since 2000-01-01 00:00 UTC in 64 bits, the two extremes standing for ±infinity
/// (PostgreSQL's datatype/timestamp.h). A `timestamp` or a `date` column is read as UTC.
extension Date: PostgresScalar {
    /// From 2000-01-01, PostgreSQL's epoch, to 2001-01-01, Foundation's: a leap year.
    private static let secondsBetweenEpochs = 366.0 * 86_400

    public static var postgresType: PostgresType { .timestamptz }
    public static var postgresArrayType: PostgresType { .timestamptzArray }

    public func encode(into writer: inout ValueWriter) {
        let time = timeIntervalSinceReferenceDate + Self.secondsBetweenEpochs
        let seconds = time.rounded(.down)
        // Apart: as one `Double` the microseconds of a far year would be rounded to the next one.
        let fraction = Int64(((time - seconds) * 1_000_000).rounded())
        guard let whole = Int64(exactly: seconds),
            case let (product, false) = whole.multipliedReportingOverflow(by: 1_000_000),
            case let (microseconds, false) = product.addingReportingOverflow(fraction)
        else { return writer.write(time < 0 ? Int64.min : Int64.max) }
        writer.write(microseconds)
    }

    /// ±infinity becomes `distantFuture` or `distantPast`.
    public static func decode(_ cell: Cell) throws -> Date {
        switch cell.type {
        case .timestamptz, .timestamp:
            switch try cell.load(Int64.self, as: Date.self) {
            case .max: return .distantFuture
            case .min: return .distantPast
            case let microseconds: return Date(secondsSince2000: Double(microseconds) / 1_000_000)
            }
        case .date:
            switch try cell.load(Int32.self, as: Date.self) {
            case .max: return .distantFuture
            case .min: return .distantPast
            case let days: return Date(secondsSince2000: Double(days) * 86_400)
            }
        default:
            throw cell.mismatch(Date.self)
        }
    }

    private init(secondsSince2000 seconds: Double) {
        self.init(timeIntervalSinceReferenceDate: seconds - Self.secondsBetweenEpochs)
    }
}
