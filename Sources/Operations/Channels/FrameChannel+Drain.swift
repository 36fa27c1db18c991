extension FrameChannel {
    /// Waits until everything sent so far has left for the other end.
    /// - Returns: false when the limit came first, or the channel closed with frames unsent.
    public func drain(within limit: Duration) async -> Bool {
        await withCheckedContinuation { waiter in
            loop.execute { [self] in
                let (isEmpty, isClosed) = outbox.withLock { ($0.queuedBytes == 0, $0.isClosed) }
                if isEmpty || isClosed { return waiter.resume(returning: isEmpty && !isClosed) }
                nextDrainer += 1
                let id = nextDrainer
                drainers[id] = waiter
                loop.schedule(after: limit) {
                    self.drainers.removeValue(forKey: id)?.resume(returning: false)
                }
            }
        }
    }

    func finishDrainers(_ isDrained: Bool) {
        let waiters = drainers.values
        drainers = [:]
        for waiter in waiters { waiter.resume(returning: isDrained) }
    }
}
