import Foundation
public import Jobs
public import Operations
import Postgres

/// Runs of `school.recount`: every line of the indicators beside its sessions, and every school's total beside its lines. What
/// differs is corrected and reported.
public struct IndicatorRecount: Sendable {
    /// Paths, or schools, that are compared in one statement.
    private static let page: Int32 = 20

    private let store: SchoolStore
    private let logger: Logger

    public init(store: SchoolStore, logger: Logger) {
        self.store = store
        self.logger = logger
    }

    public func run(as job: JobID) async throws -> JobOutcome {
        var sum = RecountResult()
        for part in RecountResult.Part.allCases {
            var beyond = UUID.zero
            while let page = try await store.recount(part, beyond: beyond, atMost: Self.page) {
                sum.add(page.result)
                beyond = page.last
            }
        }
        if sum.differences > 0 {
            logger.warning(
                "indicators differed from the sessions, and were corrected",
                ["differences": .integer(sum.differences), "compared": .integer(sum.compared)])
        }
        return .succeeded(try JobSuccess(sum, effects: store.noting(sum, by: job)))
    }
}
