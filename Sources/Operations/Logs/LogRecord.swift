import Glibc

/// One line before it is written.
struct LogRecord: Sendable {
    /// Since 1970, UTC.
    var time: timespec
    var level: LogLevel
    var label: String
    var message: String
    var fields: [(name: String, value: LogValue)]
    var context: LogContext

    static func now() -> timespec {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return time
    }
}
