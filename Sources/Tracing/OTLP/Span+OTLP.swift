/// The field numbers are those of `opentelemetry/proto/trace/v1/trace.proto`.
extension Span {
    /// A `Span` message.
    func encoded() -> [UInt8] {
        var writer = ProtobufWriter()
        writer.write(1, context.traceID.bytes)
        writer.write(2, Self.bytes(context.spanID))
        writer.write(3, context.state ?? "")
        if let parent { writer.write(4, Self.bytes(parent.spanID)) }
        writer.write(5, name)
        writer.write(6, varint: UInt64(kind.rawValue))
        writer.write(7, fixed64: start)
        // Clocks may be set back.
        writer.write(8, fixed64: max(start, finish ?? start))
        for attribute in attributes { writer.write(9, attribute) }
        if let failure { writer.write(9, ("error.type", .string(failure))) }
        for link in links {
            writer.write(13) { message in
                message.write(1, link.traceID.bytes)
                message.write(2, Self.bytes(link.spanID))
                message.write(3, link.state ?? "")
                message.write(6, fixed32: link.flags)
            }
        }
        // Unset while nothing failed: that it went well is not ours to say.
        if failure != nil { writer.write(15) { $0.write(3, varint: 2) } }
        writer.write(16, fixed32: context.flags)
        return writer.bytes
    }

    private static func bytes(_ value: UInt64) -> [UInt8] {
        stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: value >> UInt64($0)) }
    }
}

extension SpanContext {
    fileprivate var flags: UInt32 { isSampled ? 1 : 0 }
}

extension SpanContext.TraceID {
    fileprivate var bytes: [UInt8] {
        [high, low].flatMap { word in
            stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: word >> UInt64($0)) }
        }
    }
}

extension ProtobufWriter {
    /// A `KeyValue` message of `common.proto`.
    mutating func write(_ field: Int, _ attribute: SpanAttribute) {
        write(field) { message in
            message.write(1, attribute.name)
            message.write(2) { $0.write(attribute.value) }
        }
    }

    /// The fields of an `AnyValue` message.
    private mutating func write(_ value: AttributeValue) {
        switch value {
        // Written also when empty: it is one of several fields, and says which.
        case .string(let text): write(1, Array(text.utf8))
        case .integer(let number): write(3, oneOf: UInt64(bitPattern: Int64(number)))
        case .strings(let texts):
            write(5) { list in
                for text in texts { list.write(1) { $0.write(.string(text)) } }
            }
        }
    }
}
