extension Connection {
    /// Reads what is there.
    func receive() {
        guard let socket else { return }
        do throws(RedisError) {
            // Bounded, so that a flood of replies does not keep writes and timers from their turn.
            for _ in 0..<16 {
                let count = try space.withUnsafeMutableBufferPointer { space throws(RedisError) in
                    try socket.receive(into: UnsafeMutableRawBufferPointer(space))
                }
                guard let count else { return }
                guard count > 0 else { throw .connectionLost("the server closed the connection") }
                if tls == nil {
                    try space.withUnsafeBufferPointer { space throws(RedisError) in
                        try reader.feed(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: space[..<count])))
                    }
                    try deliver()
                } else {
                    try decipher(count)
                }
                // A reply may have ended the connection; a short read means that there is no more.
                if self.socket == nil || count < space.count { return }
            }
        } catch {
            shut(error)
        }
    }

    private func decipher(_ count: Int) throws(RedisError) {
        guard let tls else { return }
        space.withUnsafeBytes { tls.feed(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
        if case .securing = phase {
            do {
                let isDone = try tls.handshake()
                flush()
                guard isDone else { return }
                finishStep(.success(()))
                // Replies cannot have come yet: nothing was asked.
                return
            } catch {
                // The peer learns why.
                flush()
                throw error
            }
        }
        if plainSpace.isEmpty { plainSpace = [UInt8](repeating: 0, count: 32 * 1024) }
        while true {
            let count = try plainSpace.withUnsafeMutableBufferPointer { space throws(RedisError) in
                try tls.read(into: UnsafeMutableRawBufferPointer(space))
            }
            guard let count else { break }
            guard count > 0 else { throw .connectionLost("the server closed the connection") }
            try plainSpace.withUnsafeBufferPointer { space throws(RedisError) in
                try reader.feed(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: space[..<count])))
            }
            try deliver()
            if self.tls == nil { return }
        }
        // A key update of TLS 1.3 is answered.
        flush()
    }

    private func deliver() throws(RedisError) {
        while let value = try reader.next() {
            if case .error(let code, let message) = value, code == "READONLY" {
                retire(.server(code: code, message: message))
            }
            guard let entry = try pipeline.receive(value) else { continue }
            entry.waiter?.resume(returning: .success(entry.replies))
        }
        if isSuspect && pipeline.lateCount == 0 { clearSuspicion() }
        if let retirement, pipeline.isEmpty { shut(retirement) }
    }

    /// Takes no more commands, and closes once those under way are answered: a master that became a replica.
    private func retire(_ reason: RedisError) {
        guard retirement == nil else { return }
        retirement = reason
        refuse(reason)
    }
}
