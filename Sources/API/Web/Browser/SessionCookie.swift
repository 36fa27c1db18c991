import Foundation
import HTTPServer
import Reactor

/// The cookie that holds a browser's token: no script can read it, and no page of another site makes a browser send it.
///
/// Its name begins with `__Host-`, so that it comes by TLS and from this host alone. Browsers keep no such cookie of a
/// server on the loopback that speaks plain HTTP: there the name is a plain one.
struct SessionCookie {
    private static let loopback = ["127.0.0.0/8", "::1"].compactMap { IPNetwork($0) }

    /// For which browsers keep a cookie, in seconds.
    private static let longest: TimeInterval = 400 * 86_400

    static let secureName = "__Host-flotilla"

    let isOnLoopback: Bool

    /// - Parameter request: whose `Host` says where the browser thinks that it is.
    init(of request: HTTPRequest) {
        let host = URLComponents(string: "http://\(request.headers["Host"] ?? "")")?.host?.lowercased() ?? ""
        let address = IPAddress(host.trimmingCharacters(in: ["[", "]"]))
        isOnLoopback =
            host == "localhost" || host.hasSuffix(".localhost")
            || address.map { address in Self.loopback.contains { $0.contains(address) } } ?? false
    }

    var name: String { isOnLoopback ? "flotilla" : Self.secureName }

    /// The token that the request carries in it (RFC 6265, section 5.4).
    func token(in request: HTTPRequest) -> String? {
        for field in request.headers.values(of: "Cookie") {
            for pair in field.split(separator: ";") {
                let sides = pair.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
                if sides.count == 2, sides[0] == name, !sides[1].isEmpty { return sides[1] }
            }
        }
        return nil
    }

    /// The value of `Set-Cookie`.
    /// - Parameter token: base64url and dots, as every token is that was verified.
    func set(_ token: String, until end: Date, now: Date = Date()) -> String {
        "\(name)=\(token); \(attributes(age: Int(min(max(end.timeIntervalSince(now), 0), Self.longest))))"
    }

    /// The value of `Set-Cookie` that makes the browser forget it.
    var cleared: String { "\(name)=; \(attributes(age: 0))" }

    /// - Parameter age: in seconds.
    private func attributes(age: Int) -> String {
        "Path=/; Max-Age=\(age); HttpOnly; SameSite=Strict" + (isOnLoopback ? "" : "; Secure")
    }
}
