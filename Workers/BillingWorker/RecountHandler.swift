import Flotilla
import School

/// Compares a school's indicators with the sessions that they are made of.
struct RecountHandler: JobHandler {
    let recount: IndicatorRecount

    func run(_ payload: RecountIndicators, in context: JobContext) async throws -> JobOutcome {
        try await recount.run(as: context.id)
    }
}
