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

    /// Deletes vectors of texts that are in no document any more.
    static func orphanedVectors(_ store: GenerationStore, logger: Logger) -> PeriodicService {
        PeriodicService("orphaned-vectors", logger: logger) {
            try await store.deleteOrphanedVectors()
            return .seconds(3600)
        }
    }
}
