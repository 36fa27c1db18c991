internal import CHiredis
import Redis

/// A connection and nothing around it: hiredis's blocking calls, on the caller's thread.
package final class BareRedis {
    private let context: UnsafeMutablePointer<redisContext>

    package init(_ configuration: RedisConfiguration) throws {
        guard case .single(.tcp(let host, let port)) = configuration.server, configuration.tls == nil,
            let context = redisConnect(host, Int32(port))
        else { throw BareError("no plain Redis to connect to") }
        self.context = context
        guard context.pointee.err == 0 else { throw BareError("Redis cannot be reached") }
        if let credentials = configuration.credentials {
            _ = try command(["AUTH", .text(credentials.user ?? "default"), .text(credentials.password)])
        }
    }

    deinit { redisFree(context) }

    package func load(_ script: RedisScript) throws {
        _ = try command(["SCRIPT", "LOAD", .text(script.source)])
    }

    /// - Returns: the elements of the answer, when it is an array of strings.
    @discardableResult
    package func evaluate(
        _ script: RedisScript, key: String, _ arguments: [RedisArgument]
    ) throws -> [[UInt8]] {
        try command(["EVALSHA", .text(script.sha1), 1, .text(key)] + arguments)
    }

    private func command(_ arguments: [RedisArgument]) throws -> [[UInt8]] {
        var bytes: [UInt8] = []
        var lengths: [Int] = []
        lengths.reserveCapacity(arguments.count)
        for argument in arguments {
            let start = bytes.count
            switch argument {
            case .text(let text): bytes += text.utf8
            case .bytes(let more): bytes += more
            case .integer(let number): bytes += String(number).utf8
            case .number(let number): bytes += String(number).utf8
            }
            lengths.append(bytes.count - start)
        }
        let raw = bytes.withUnsafeBytes { buffer in
            var offset = 0
            var pointers: [UnsafePointer<CChar>?] = []
            pointers.reserveCapacity(lengths.count)
            for length in lengths {
                pointers.append(buffer.baseAddress?.advanced(by: offset).assumingMemoryBound(to: CChar.self))
                offset += length
            }
            return redisCommandArgv(context, Int32(lengths.count), &pointers, lengths)
        }
        guard let raw else { throw BareError("the connection to Redis is lost") }
        defer { freeReplyObject(raw) }
        let reply = raw.assumingMemoryBound(to: redisReply.self).pointee
        if reply.type == REDIS_REPLY_ERROR { throw BareError(String(cString: reply.str)) }
        guard reply.type == REDIS_REPLY_ARRAY, let elements = reply.element else { return [] }
        return (0..<Int(reply.elements)).map { index in
            guard let element = elements[index], let text = element.pointee.str else { return [] }
            return Array(UnsafeRawBufferPointer(start: text, count: Int(element.pointee.len)))
        }
    }
}
