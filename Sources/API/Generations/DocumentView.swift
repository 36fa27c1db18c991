import Foundation
import Generations
import HTTPServer
import JSON
import Jobs

/// A document as its callers see it.
struct DocumentView: Encodable, Sendable {
    let id: UUID
    let title: String
    let contentType: String
    let language: String?
    let bytes: Int
    let status: Document.Status
    let chunks: Int?
    let characters: Int?
    let embeddingModel: String?
    let errorCode: String?
    let error: String?
    let jobID: JobID
    let createdAt: Date
    let preparedAt: Date?

    init(_ document: Document) {
        id = document.id
        title = document.title
        contentType = document.contentType
        language = document.language
        bytes = document.bytes
        status = document.status
        chunks = document.chunks
        characters = document.characters
        embeddingModel = document.embeddingModel
        errorCode = document.errorCode
        error = document.error
        jobID = document.jobID
        createdAt = document.createdAt
        preparedAt = document.preparedAt
    }

    /// What was accepted.
    struct Reference: Encodable, Sendable {
        let id: UUID
        let jobID: JobID
        let statusURL: Link

        init(_ document: NewDocument) {
            id = document.id
            jobID = document.jobID
            statusURL = Link("/documents/\(document.id.uuidString.lowercased())")
        }
    }
}
