public import Foundation
public import Jobs

/// Where the dispatcher has a job.
public enum DispatcherPosition: Sendable, Hashable {
    /// So many ready jobs of its tenant come first; so many tenants are served in turn.
    case ready(ahead: Int, tenants: Int)
    case leased
    /// Waits for its time.
    case due
    case unknown
}

extension RedisBroker {
    /// - Parameter time: for the answer.
    public func place(
        of id: JobID, tenant: UUID, lane: Lane, in queue: QueueName, within time: Duration
    ) async throws -> DispatcherPosition {
        let answer = try await run(
            Scripts.whereIs, on: queue, [.bytes(id.bytes), .text(tenant.hex), .text(lane.name)], timeout: time)
        guard let values = answer.array, values.count == 3, let ahead = values[1].count,
            let tenants = values[2].count
        else { throw UnexpectedAnswer() }
        switch values[0].utf8 {
        case "ready": return .ready(ahead: ahead, tenants: tenants)
        case "leased": return .leased
        case "due": return .due
        default: return .unknown
        }
    }
}
