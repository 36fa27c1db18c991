import Reactor

extension Connection {
    /// Connects, with TLS when a context is given; afterwards commands may be sent. Once only.
    /// - Parameter deadline: when to give up.
    func open(_ endpoint: RedisEndpoint, tls context: TLSContext?, until deadline: Instant) async throws(RedisError) {
        do throws(RedisError) {
            let addresses = try await AddressResolver.resolve(endpoint, on: loop, until: deadline)
            try await connect(to: addresses, until: deadline)
            if let context, case .tcp(let host, _) = endpoint {
                try await secure(TLSSession(context, host: host), until: deadline)
            }
            if case .closed(let reason) = phase { throw reason }
            phase = .open
            watch()
        } catch {
            shut(error)
            throw error
        }
    }

    private func connect(to addresses: [SocketAddress], until deadline: Instant) async throws(RedisError) {
        var failure = RedisError.unavailable("no address")
        for address in addresses {
            if case .closed(let reason) = phase { throw reason }
            do throws(RedisError) {
                let socket = try Socket(connectingTo: address)
                self.socket = socket
                phase = .connecting
                try await step(until: deadline, failing: .unreachable) { connection in
                    connection.loop.watch(socket.descriptor, for: .writable) { readiness in
                        self.assumeIsolated { $0.ready(readiness) }
                    }
                }
                return
            } catch {
                failure = error
                if let socket { loop.unwatch(socket.descriptor) }
                socket = nil
            }
        }
        throw failure
    }

    private func secure(_ session: TLSSession, until deadline: Instant) async throws(RedisError) {
        if case .closed(let reason) = phase { throw reason }
        tls = session
        phase = .securing
        _ = try session.handshake()
        try await step(until: deadline, failing: .tlsRefused) { connection in
            connection.watch()
            connection.flush()
        }
    }

    /// Begins something that `finishStep` ends, or the deadline.
    private func step(
        until deadline: Instant, failing cause: RedisError.Cause, _ begin: (isolated Connection) -> Void
    ) async throws(RedisError) {
        let limit = loop.schedule(after: ContinuousClock.now.duration(to: deadline)) {
            self.assumeIsolated { $0.finishStep(.failure(.unavailable("no connection in time", cause))) }
        }
        let result = await withCheckedContinuation { continuation in
            opening = continuation
            begin(self)
        }
        loop.cancel(limit)
        try result.get()
    }

    func finishStep(_ result: Result<Void, RedisError>) {
        opening?.resume(returning: result)
        opening = nil
    }

    /// Hears of bytes to read, and of room to write when something waits.
    func watch() {
        guard let socket else { return }
        wantsWritable = !(output.isEmpty && ciphertext.isEmpty)
        loop.rewatch(socket.descriptor, for: wantsWritable ? [.readable, .writable] : .readable)
    }

    func ready(_ readiness: EventLoop.Readiness) {
        switch phase {
        case .idle, .closed: return
        case .connecting:
            // Level-triggered: say nothing more until the next step asks.
            if opening != nil, let socket {
                finishStep(socket.connectionError().map { .failure($0) } ?? .success(()))
            }
        case .securing, .open:
            if readiness.contains(.writable) { flush() }
            if !readiness.isDisjoint(with: [.readable, .closed]) { receive() }
        }
    }
}
