import Foundation
import Jobs

/// The kinds that a worker knows, and their handlers.
public struct HandlerRegistry: Sendable {
    struct Entry: Sendable {
        let definition: JobDefinition
        /// Throws `DecodingError` for a payload of another shape, before anything ran.
        let prepare: @Sendable ([UInt8]) throws -> @Sendable (JobContext) async throws -> JobOutcome
    }

    private var entries: [JobKind: Entry] = [:]

    /// Of two handlers of one kind the later one counts.
    public init(_ handlers: [any JobHandler] = []) {
        for handler in handlers { register(handler) }
    }

    public mutating func register<Handler: JobHandler>(_ handler: Handler) {
        let definition = handler.definition
        entries[definition.kind] = Entry(definition: definition) { bytes in
            let payload = try Handler.Payload(encoded: bytes)
            return { context in try await handler.run(payload, in: context) }
        }
    }

    subscript(kind: JobKind) -> Entry? { entries[kind] }

    public var definitions: [JobDefinition] { entries.values.map(\.definition) }

    public func kinds(of queue: QueueName) -> [JobKind] {
        entries.values.filter { $0.definition.queue == queue }.map(\.definition.kind)
    }
}
