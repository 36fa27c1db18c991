import Foundation

/// What exports: the attributes that all spans of a process share.
public struct TraceResource: Sendable {
    /// OpenTelemetry's semantic conventions that the names of attributes are of.
    static let schema = "https://opentelemetry.io/schemas/1.37.0"

    private let attributes: [SpanAttribute]
    private let version: String

    /// - Parameters:
    ///   - service: `service.name`.
    ///   - version: of the program.
    ///   - instance: of the process, different from all others'.
    ///   - further: `OTEL_RESOURCE_ATTRIBUTES`; they win over what the program says, but for `service.name`.
    public init(service: String, version: String, instance: UUID, further: [(name: String, value: String)]) {
        let own: [SpanAttribute] = [
            ("service.version", .string(version)), ("service.instance.id", .string(instance.uuidString.lowercased())),
            ("host.name", .string(ProcessInfo.processInfo.hostName)),
            ("process.pid", .integer(Int(ProcessInfo.processInfo.processIdentifier))),
            ("telemetry.sdk.name", "flotilla"), ("telemetry.sdk.language", "swift"),
            ("telemetry.sdk.version", .string(version)),
        ]
        let further = further.filter { $0.name != "service.name" }
        let names = Set(further.map(\.name))
        attributes =
            [("service.name", .string(service))] + own.filter { !names.contains($0.name) }
            + further.map { ($0.name, .string($0.value)) }
        self.version = version
    }

    /// An `ExportTraceServiceRequest` message with these spans.
    func request(_ spans: some Sequence<[UInt8]>) -> [UInt8] {
        var writer = ProtobufWriter()
        writer.write(1) { resourceSpans in
            resourceSpans.write(1) { resource in
                for attribute in attributes { resource.write(1, attribute) }
            }
            resourceSpans.write(2) { scopeSpans in
                scopeSpans.write(1) { scope in
                    scope.write(1, "flotilla")
                    scope.write(2, version)
                }
                for span in spans { scopeSpans.write(2, span) }
                scopeSpans.write(3, Self.schema)
            }
            resourceSpans.write(3, Self.schema)
        }
        return writer.bytes
    }
}
