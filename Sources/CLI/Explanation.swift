import Assembly
import Fleet
import Operations
import Postgres

/// An error as the operator reads it: what is wrong, what to do, and the server's own words.
enum Explanation {
    static func text(of error: any Error) -> String {
        switch error {
        case let error as PostgresError: text(of: error) ?? "\(error)"
        case MigrationError.failed(let version, let name, let error):
            text(of: error).map { "migration \(version) (\(name)) stopped: \($0)" }
                ?? MigrationError.failed(version: version, name: name, error).debugDescription
        default: "\(error)"
        }
    }

    private static func text(of error: PostgresError) -> String? {
        guard let diagnosis = Diagnosis(error) else { return nil }
        return diagnosis.description + (error.cause.map { " (\($0.detail))" } ?? "")
    }
}
