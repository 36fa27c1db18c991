import Reactor

extension Connection {
    /// Sends commands and waits for their replies.
    /// - Parameters:
    ///   - bytes: the encoded commands; `count` says how many they are.
    ///   - deadline: when this caller stops waiting.
    ///   - patience: when the connection is given up should these commands be first in line by then.
    nonisolated func send(_ bytes: [UInt8], count: Int, deadline: Instant, patience: Instant) async -> Reply {
        await withCheckedContinuation { waiter in
            let request = Request(bytes: bytes, count: count, deadline: deadline, patience: patience, waiter: waiter)
            let (refusal, mustSchedule) = inbox.withLock { inbox -> (RedisError?, Bool) in
                if let refusal = inbox.refusal { return (refusal, false) }
                inbox.requests.append(request)
                defer { inbox.isScheduled = true }
                return (nil, !inbox.isScheduled)
            }
            if let refusal { waiter.resume(returning: .failure(refusal)) }
            if mustSchedule { loop.execute { self.assumeIsolated { $0.takeRequests() } } }
        }
    }

    private func takeRequests() {
        let requests = inbox.withLock { inbox in
            inbox.isScheduled = false
            defer { inbox.requests = [] }
            return inbox.requests
        }
        guard case .open = phase else {
            for request in requests { request.waiter.resume(returning: .failure(.unavailable("not connected"))) }
            return
        }
        for request in requests {
            pipeline.append(
                .init(
                    waiter: request.waiter, expected: request.count, position: output.end,
                    deadline: request.deadline, patience: request.patience))
            output.append(request.bytes)
            if request.deadline < timer?.at ?? .now + .seconds(3600) { setTimer(request.deadline) }
        }
        flush()
    }

    /// Writes what the kernel takes, and asks the loop to report when there is room for the rest.
    func flush() {
        guard let socket else { return }
        do throws(RedisError) {
            if let tls {
                tls.takeOutput(into: &ciphertext)
                while true {
                    if ciphertext.isEmpty {
                        guard case .open = phase, !output.isEmpty else { break }
                        let count = min(output.count, 256 * 1024)
                        try output.withBytes { bytes throws(RedisError) in
                            try tls.write(UnsafeRawBufferPointer(rebasing: bytes[..<count]))
                        }
                        output.consume(count)
                        tls.takeOutput(into: &ciphertext)
                    }
                    guard try Self.write(&ciphertext, to: socket) else { break }
                }
            } else {
                _ = try Self.write(&output, to: socket)
            }
            if wantsWritable == (output.isEmpty && ciphertext.isEmpty) { watch() }
        } catch {
            shut(error)
        }
    }

    /// True when all was written.
    private static func write(_ buffer: inout OutputBuffer, to socket: Socket) throws(RedisError) -> Bool {
        while !buffer.isEmpty {
            let sent = try buffer.withBytes { bytes throws(RedisError) in try socket.send(bytes) }
            guard let sent else { return false }
            buffer.consume(sent)
        }
        return true
    }

    // MARK: Time

    private func setTimer(_ instant: Instant) {
        if let timer { loop.cancel(timer.id) }
        let id = loop.schedule(after: ContinuousClock.now.duration(to: instant)) {
            self.assumeIsolated { $0.timerFired() }
        }
        timer = (id, instant)
    }

    private func timerFired() {
        timer = nil
        // What has come in meanwhile counts, however late the loop is.
        receive()
        guard case .open = phase else { return }
        let expiry = pipeline.expire(at: .now)
        let error = RedisError.timedOut("no reply within the limit")
        // Before its callers learn of it, so that what they do next does not cost another time-out.
        if expiry.isAbandoned {
            shut(error)
        } else {
            if pipeline.lateCount > 0 && !isSuspect { suspect(error) }
            if let next = expiry.next { setTimer(next) }
        }
        for waiter in expiry.waiters { waiter.resume(returning: .failure(error)) }
    }

    private func suspect(_ reason: RedisError) {
        isSuspect = true
        refuse(reason)
    }

    func clearSuspicion() {
        isSuspect = false
        guard retirement == nil else { return }
        inbox.withLock { $0.refusal = nil }
        onRefusal(self, nil)
    }
}
