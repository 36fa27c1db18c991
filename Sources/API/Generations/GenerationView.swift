import Foundation
import Generations
import HTTPServer
import JSON
import Jobs

/// A generation as its callers see it.
struct GenerationView: Encodable, Sendable {
    let id: UUID
    let type: GenerationType
    let status: Generation.Status
    let jobID: JobID
    let input: JSONValue
    let output: JSONValue?
    let citations: [Citation]
    let model: String?
    let promptVersion: String?
    let usage: Usage
    let costMicros: Int64
    let latencyMs: Int
    let truncated: Bool
    @OmittedWhenNil var attempts: [Attempt]?
    let errorCode: String?
    let error: String?
    let invalidOutput: String?
    let createdAt: Date
    let finishedAt: Date?

    struct Usage: Encodable, Sendable {
        let promptTokens: Int
        let completionTokens: Int
        let estimated: Bool
    }

    struct Attempt: Encodable, Sendable {
        let at: Date
        let outcome: String
        let code: String?
        let promptTokens: Int
        let completionTokens: Int
        let latencyMs: Int?
        let costMicros: Int64
    }

    /// - Parameters:
    ///   - isWhole: with the calls; not so in lists.
    ///   - isForPupil: without what the professor instructs the tutor with.
    init(_ generation: Generation, isWhole: Bool, isForPupil: Bool = false) {
        id = generation.id
        type = generation.type
        status = generation.status
        jobID = generation.jobID
        if isForPupil, var members = generation.input.objectValue, members.contains("lesson") {
            members["lesson"] = nil
            input = .object(members)
        } else {
            input = generation.input
        }
        output = generation.output
        citations = generation.citations
        model = generation.model
        promptVersion = generation.promptVersion
        usage = Usage(
            promptTokens: generation.totals.promptTokens, completionTokens: generation.totals.completionTokens,
            estimated: generation.totals.isEstimated)
        costMicros = generation.totals.costMicros
        latencyMs = generation.totals.latencyMilliseconds
        truncated = generation.isTruncated
        errorCode = generation.errorCode
        error = generation.error
        invalidOutput = generation.invalidOutput
        createdAt = generation.createdAt
        finishedAt = generation.finishedAt
        if isWhole {
            // A call without an outcome, of a generation that has ended, is one that its worker did not survive.
            let open = generation.status.isOpen ? "running" : "unknown"
            attempts = generation.calls.map { call in
                Attempt(
                    at: call.at, outcome: call.outcome ?? open, code: call.code, promptTokens: call.promptTokens,
                    completionTokens: call.completionTokens, latencyMs: call.latencyMilliseconds,
                    costMicros: call.costMicros)
            }
        }
    }

    /// What was accepted.
    struct Reference: Encodable, Sendable {
        let id: UUID
        let type: GenerationType
        let status = Generation.Status.queued
        let jobID: JobID
        let statusURL: Link
        let eventsURL: Link

        init(_ generation: NewGeneration) {
            id = generation.id
            type = generation.request.type
            jobID = generation.job.id
            statusURL = Link("/generations/\(generation.id.uuidString.lowercased())")
            eventsURL = Link("/jobs/\(generation.job.id)/events")
        }
    }
}
