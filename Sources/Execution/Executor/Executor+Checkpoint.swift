public import Jobs
import Synchronization

extension Executor: CheckpointKeeper {
    /// A checkpoint that travels, and the handler that waits for it.
    final class PendingCheckpoint: Sendable {
        let checkpoint: Checkpoint
        private let waiter: Mutex<CheckedContinuation<Void, any Error>?>

        init(_ checkpoint: Checkpoint, _ waiter: CheckedContinuation<Void, any Error>) {
            self.checkpoint = checkpoint
            self.waiter = Mutex(waiter)
        }

        /// Only the first result counts.
        func end(_ result: Result<Void, any Error>) {
            let waiter = self.waiter.withLock { waiter in
                defer { waiter = nil }
                return waiter
            }
            waiter?.resume(with: result)
        }
    }

    public func keep(_ checkpoint: Checkpoint) async throws {
        let box = Mutex<PendingCheckpoint?>(nil)
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let pending = PendingCheckpoint(checkpoint, continuation)
                box.withLock { $0 = pending }
                if Task.isCancelled { pending.end(.failure(CancellationError())) } else { checkpoints.push(pending) }
            }
        } onCancel: {
            box.withLock { $0 }?.end(.failure(CancellationError()))
        }
    }

    /// What many handlers save at the same time travels together.
    func saveAll() async {
        while true {
            let batch = await checkpoints.next(upTo: Self.batch)
            if batch.isEmpty { return }
            // Of two of the same job the later one counts.
            let latest = Dictionary(batch.map { ($0.checkpoint.claim, $0.checkpoint) }) { $1 }
            // A checkpoint belongs to a claim.
            let unclaimed = running.unclaimed(of: latest.keys)
            if !unclaimed.isEmpty { await claimLate(unclaimed) }
            let lost = await retryPersistently("checkpoints could not be saved") {
                try await store.save(Array(latest.values))
            }
            if !observers.isEmpty {
                let kept = running.runs(of: latest.keys.filter { !lost.contains($0) }.map(\.id))
                for observer in observers where !kept.isEmpty { observer.saved(kept) }
            }
            for pending in batch {
                pending.end(lost.contains(pending.checkpoint.claim) ? .failure(ClaimLost()) : .success(()))
            }
        }
    }
}
