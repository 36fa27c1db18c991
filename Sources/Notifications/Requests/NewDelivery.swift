public import Foundation
public import Jobs

/// A delivery to be accepted, with its job.
public struct NewDelivery: Sendable {
    public let id: UUID
    public let channel: Channel
    /// An address, a user's id, an endpoint's id, or the name of a destination of ours.
    public let recipient: String
    public let userID: UUID?
    let name: String?
    let locale: String?
    /// nil where nothing is sent, and where it goes with another's message.
    public internal(set) var job: NewJob?
    /// The delivery with whose message it goes; its own id for that one.
    var digestID: UUID?
    /// The job of that other delivery.
    var sharedJob: JobID?
    /// The delivery that it stands in for: it is sent only when that one was not.
    var fallbackOf: UUID?
    /// Why nothing is sent.
    public let reason: Suppression?

    public var jobID: UUID? { (job?.id ?? sharedJob)?.uuid }
}
