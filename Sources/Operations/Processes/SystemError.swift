import Glibc

/// A call that the operating system refused.
public struct SystemError: Error, Sendable, Hashable, CustomStringConvertible {
    public let call: String
    /// An errno(3) value.
    public let code: Int32

    public init(call: String, code: Int32) {
        self.call = call
        self.code = code
    }

    /// Of the call that this thread made last.
    static func last(_ call: String) -> SystemError { SystemError(call: call, code: errno) }

    public var description: String { "\(call) failed: \(String(cString: strerror(code))) (errno \(code))" }
}
