public import Foundation
public import Jobs

/// The job of one generation: what is asked for stands in the generation's row.
public struct GenerationJob: PayloadCoding {
    public let generationID: UUID

    public init(generationID: UUID) { self.generationID = generationID }

    private enum CodingKeys: String, CodingKey {
        case generationID = "generation_id"
    }
}

/// The job that prepares documents: that of a generation of the type `context`, or of one document that came.
public struct ContextJob: JobPayload {
    public static let definition = GenerationType.context.definition

    public let generationID: UUID?
    public let documentID: UUID?

    public init(generationID: UUID) {
        self.generationID = generationID
        documentID = nil
    }

    public init(documentID: UUID) {
        self.documentID = documentID
        generationID = nil
    }

    private enum CodingKeys: String, CodingKey {
        case generationID = "generation_id"
        case documentID = "document_id"
    }
}
