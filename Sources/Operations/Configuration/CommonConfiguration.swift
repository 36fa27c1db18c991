/// What every process of the fleet reads.
public struct CommonConfiguration: Sendable {
    /// A libpq URI, with its password.
    public let databaseURL: Secret
    public let redisURL: Secret
    /// Of all secrets of the process.
    public let secretFiles: [SecretFile]
    public let logLevel: LogLevel
    public let logFormat: LogFormat
    public let metricsHost: String
    /// Nil is off, 0 any free port.
    public let metricsPort: Int?
    public let shutdownGrace: Duration
    public let lease: Duration
    /// Whether the `bench.*` kinds are allowed.
    public let allowsBench: Bool
    /// nil is off.
    public let tracing: TracingConfiguration?

    public init(_ reader: inout ConfigurationReader) {
        databaseURL = reader.secretURL(.databaseURL, schemes: URLForm.postgres)
        redisURL = reader.secretURL(.redisURL, schemes: URLForm.redis)
        secretFiles = reader.secretFiles
        logLevel = reader.choice(.logLevel, default: .info)
        logFormat = reader.choice(.logFormat, default: reader.isTerminal ? .text : .json)
        metricsHost = reader.host(.metricsHost)
        metricsPort = reader.optionalPort(.metricsPort)
        shutdownGrace = reader.duration(.shutdownGrace, in: .zero ... .seconds(3600))
        lease = reader.duration(.lease, in: .milliseconds(500) ... .seconds(3600))
        allowsBench = reader.boolean(.flotillaBench)
        tracing = TracingConfiguration(&reader)
    }
}
