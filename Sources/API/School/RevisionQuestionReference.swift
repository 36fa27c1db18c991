import Foundation
import Generations
import JSON
import Jobs

/// A question that was accepted: a generation, which its pupil may read and follow.
struct RevisionQuestionReference: Encodable, Sendable {
    let id: UUID
    let jobID: JobID
    let status = Generation.Status.queued
    let statusURL: Link
    let eventsURL: Link

    init(_ generation: NewGeneration) {
        id = generation.id
        jobID = generation.job.id
        statusURL = Link("/generations/\(generation.id.uuidString.lowercased())")
        eventsURL = Link("/jobs/\(generation.job.id)/events")
    }
}
