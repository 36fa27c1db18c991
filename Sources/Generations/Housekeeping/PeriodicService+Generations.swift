import Foundation
import Operations
import Synchronization

extension PeriodicService {
    /// Ends generations and documents that no job is at work on any more. Any number may run.
    static func abandonedGenerations(_ store: GenerationStore, logger: Logger) -> PeriodicService {
        let place = Mutex<UUID?>(nil)
        return PeriodicService("abandoned-generations", logger: logger) {
            let next = try await store.endAbandoned(after: place.withLock { $0 })
            place.withLock { $0 = next }
            if next != nil { return .milliseconds(250) }
            try await store.failAbandonedDocuments()
            return .seconds(5)
        }
    }

    /// Deletes generations, and rows of the ledger, that are older than they are kept, a page at a time. Any number may run.
    static func generationRetention(
        _ store: GenerationStore, _ retention: Duration, logger: Logger
    ) -> PeriodicService {
        PeriodicService("generation-retention", pauseAfterFailure: .seconds(60), logger: logger) {
            var deleted = 0
            var hasMore = true
            while hasMore {
                let step = try await store.collect(olderThan: retention)
                deleted += step.deleted
                hasMore = step.hasMore
                if hasMore { try await Task.sleep(for: .milliseconds(20)) }
            }
            if deleted > 0 { logger.info("old generations are gone", ["deleted": .integer(deleted)]) }
            return .seconds(600)
        }
    }

    /// Gives vectors the form that pgvector compares, where the server has it: also those that were made before it had.
    static func embeddings(_ store: GenerationStore, logger: Logger) -> PeriodicService {
        PeriodicService("embeddings", pauseAfterFailure: .seconds(60), logger: logger) {
            try await store.fillEmbeddings() == GenerationStore.embeddedAtOnce ? .milliseconds(20) : .seconds(10)
        }
    }

    /// Deletes vectors of texts that are in no document any more.
    static func orphanedVectors(_ store: GenerationStore, logger: Logger) -> PeriodicService {
        PeriodicService("orphaned-vectors", logger: logger) {
            let hasMore = try await store.deleteOrphanedVectors()
            return hasMore ? .milliseconds(250) : .seconds(3600)
        }
    }
}
