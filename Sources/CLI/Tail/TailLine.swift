import Foundation
import Jobs

/// A step of a job, as `jobs tail` prints it.
struct TailLine: Encodable {
    struct Failure: Encodable {
        let code: String
        let message: String
    }

    let time: String
    let id: String
    let kind: String
    let tenant: String
    let queue: String
    let status: String
    let attempt: Int
    let error: Failure?

    /// - Parameter now: stands for a time that no row keeps.
    init(_ step: JobStep, of job: JobRecord, now: Date) {
        time = (step.time ?? now).formatted(Self.style)
        id = "\(job.id)"
        kind = job.kind.rawValue
        tenant = job.tenant.uuidString.lowercased()
        queue = job.queue.rawValue
        status = step.status.rawValue
        attempt = step.attempt
        error = step.error.map { Failure(code: $0.code, message: $0.message) }
    }

    private static let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)

    var text: String {
        let cells = [time, id, Output.clean(kind), "\(tenant)/\(Output.clean(queue))", status, "#\(attempt)"]
        let widths = [24, 36, 20, 45, 9, 3]
        let head = zip(cells, widths).map { $0.padded(to: $1 + 1) }.joined()
        let failure = error.map { "\(Output.clean($0.code)): \(Output.firstLine($0.message))" } ?? ""
        return String((head + failure).reversed().drop { $0 == " " }.reversed())
    }
}
