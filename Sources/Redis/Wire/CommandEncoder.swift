internal import CHiredis

/// Commands as they go over the wire, by hiredis's formatter.
enum CommandEncoder {
    static func encode(_ commands: [RedisCommand]) -> [UInt8] {
        var output: [UInt8] = []
        // One run of bytes for all arguments of a command, so that pointers into it can be handed to C together.
        var packed: [UInt8] = []
        var lengths: [Int] = []
        for command in commands {
            packed.removeAll(keepingCapacity: true)
            lengths.removeAll(keepingCapacity: true)
            pack(command.name.utf8, into: &packed, &lengths)
            for argument in command.arguments {
                switch argument {
                case .text(let text): pack(text.utf8, into: &packed, &lengths)
                case .bytes(let bytes): pack(bytes, into: &packed, &lengths)
                case .integer(let value): pack(String(value).utf8, into: &packed, &lengths)
                case .number(let value): pack(value.description.utf8, into: &packed, &lengths)
                }
            }
            append(packed, lengths, to: &output)
        }
        return output
    }

    private static func pack(_ bytes: some Collection<UInt8>, into packed: inout [UInt8], _ lengths: inout [Int]) {
        packed.append(contentsOf: bytes)
        lengths.append(bytes.count)
    }

    private static func append(_ packed: [UInt8], _ lengths: [Int], to output: inout [UInt8]) {
        packed.withUnsafeBytes { bytes in
            withUnsafeTemporaryAllocation(of: UnsafePointer<CChar>?.self, capacity: lengths.count) { pointers in
                var next = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
                for (index, length) in lengths.enumerated() {
                    pointers.initializeElement(at: index, to: next)
                    next = next?.advanced(by: length)
                }
                var formatted: UnsafeMutablePointer<CChar>?
                let count = flotilla_redis_format(&formatted, Int32(lengths.count), pointers.baseAddress, lengths)
                precondition(count >= 0, "no memory left to format a command")
                output.append(contentsOf: UnsafeRawBufferPointer(start: formatted, count: Int(count)))
                redisFreeCommand(formatted)
            }
        }
    }
}
