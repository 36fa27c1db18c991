/// A reply in RESP2, <https://redis.io/docs/latest/develop/reference/protocol-spec/>.
public enum RedisValue: Hashable, Sendable {
    /// A missing value: both the null bulk string and the null array.
    case null
    /// A bulk string: any bytes.
    case string([UInt8])
    /// A status such as `OK`.
    case simple(String)
    case integer(Int64)
    case array([RedisValue])
    /// `code` is the first word (`WRONGTYPE`), `message` the rest; the message may quote keys and arguments.
    case error(code: String, message: String)

    /// An integer reply, or a string that holds one in decimal.
    public var int: Int64? {
        switch self {
        case .integer(let value): value
        case .string(let bytes): Int64(String(decoding: bytes, as: UTF8.self))
        default: nil
        }
    }

    /// A string or status reply as text; nil when it is not UTF-8.
    public var utf8: String? {
        switch self {
        case .string(let bytes): String(validating: bytes, as: UTF8.self)
        case .simple(let text): text
        default: nil
        }
    }

    /// A string or status reply as it came.
    public var bytes: [UInt8]? {
        switch self {
        case .string(let bytes): bytes
        case .simple(let text): Array(text.utf8)
        default: nil
        }
    }

    public var array: [RedisValue]? {
        if case .array(let values) = self { values } else { nil }
    }

    public var isNull: Bool { self == .null }

    /// What an `.error` says, as an error to throw.
    public var error: RedisError? {
        if case .error(let code, let message) = self { .server(code: code, message: message) } else { nil }
    }
}
