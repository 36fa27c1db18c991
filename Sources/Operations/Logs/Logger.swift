import Glibc

/// Says what happens, a line at a time: `log.info("job finished", ["kind": .string(kind), "seconds": 0.25])`.
///
/// A value; copies with further fields share the sink. Messages are constant text, what varies goes
/// into fields. Neither may hold payloads, secrets or personal data.
public struct Logger: Sendable {
    public let label: String
    public var level: LogLevel
    private var fields: [(name: String, value: LogValue)] = []
    private let format: LogFormat
    private let isColoured: Bool
    private let sink: any LogSink

    /// - Parameter isColoured: for text on a terminal.
    public init(
        label: String, level: LogLevel = .info, format: LogFormat = .json, isColoured: Bool = false, sink: any LogSink
    ) {
        self.label = label
        self.level = level
        self.format = format
        self.isColoured = isColoured
        self.sink = sink
    }

    /// Logs to standard error, coloured only if that is a terminal and `NO_COLOR` is not set (no-color.org).
    public static func standardError(label: String, level: LogLevel, format: LogFormat) -> Logger {
        let isColoured = isatty(STDERR_FILENO) != 0 && getenv("NO_COLOR") == nil
        return Logger(
            label: label, level: level, format: format, isColoured: isColoured, sink: DescriptorLogSink.standardError)
    }

    public func with(_ fields: KeyValuePairs<String, LogValue>) -> Logger {
        var copy = self
        copy.fields += fields.map { ($0.key, $0.value) }
        return copy
    }

    public func log(
        _ level: LogLevel, _ message: @autoclosure () -> String,
        _ fields: @autoclosure () -> KeyValuePairs<String, LogValue> = [:]
    ) {
        guard level >= self.level else { return }
        let record = LogRecord(
            time: LogRecord.now(), level: level, label: label, message: message(),
            fields: self.fields + fields().map { ($0.key, $0.value) }, context: .current)
        sink.write(format == .json ? record.json() : record.text(isColoured: isColoured))
    }
}
