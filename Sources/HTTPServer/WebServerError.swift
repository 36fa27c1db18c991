/// Why a server did not start.
public enum WebServerError: Error, Sendable, Hashable, CustomStringConvertible {
    case alreadyStarted
    /// The name or address of the host means nothing here.
    case unknownHost(String)
    case portTaken(host: String, port: Int)
    /// The host's address belongs to no interface of this machine.
    case addressNotAvailable(String)
    /// Ports below 1024 need a privilege.
    case notPermitted(port: Int)
    /// A system call failed.
    case system(call: String, errno: Int32)
    /// The library refused; its last words.
    case library(String)

    public var description: String {
        switch self {
        case .alreadyStarted: "the HTTP server was started before"
        case .unknownHost(let host): "the HTTP server cannot listen on \(host): unknown host"
        case .portTaken(let host, let port): "the HTTP server cannot listen on \(host) port \(port): it is taken"
        case .addressNotAvailable(let host): "the HTTP server cannot listen on \(host): not an address of this machine"
        case .notPermitted(let port): "the HTTP server may not listen on port \(port)"
        case .system(let call, let errno): "the HTTP server cannot start: \(call) failed with errno \(errno)"
        case .library(let message): "the HTTP server cannot start: \(message)"
        }
    }
}
